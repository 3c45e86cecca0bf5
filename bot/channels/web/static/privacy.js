// Takes out what is private before a message leaves: the same as bot/privacy.py, rule by rule.

const REMOVED = "***";
const MOST_PASSES = 4;
const CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY";

// What people type looks alike in many characters: each becomes one of ASCII, so that places stay the same.
const ALIKE = [
  ["-", /[\u058a\u1806\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]/g],
  [" ", /[\t-\r\u0085\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff]/g],
  [".", /\uff0e/g],
  ["@", /\uff20/g],
  ["+", /\uff0b/g],
  ["/", /\uff0f/g],
];
const ALPHABETS = [[48, /[\uff10-\uff19]/g], [48, /[\u0660-\u0669]/g], [48, /[\u06f0-\u06f9]/g], [65, /[\uff21-\uff3a]/g], [97, /[\uff41-\uff5a]/g]];
const FIRST = [0xff10, 0x660, 0x6f0, 0xff21, 0xff41];

const DATE = "(?:0[1-9]|[12]\\d|3[01])[ ._/]{0,2}(?:0[1-9]|1[0-2])[ ._/]{0,2}\\d\\d";
const SIGN = "(?:[-+/]{1,2}|[YXWVUABCDEF])";
const END = "(?:[A-Z]|\\d(?!\\d)|[ ][0-9A-Z](?!\\w))";
const CODE = DATE + " *" + SIGN + " *\\d ?\\d ?\\d" + END;
const CODE_WITHOUT_SIGN = "(" + DATE + ") *(\\d{3}) ?([0-9A-Z])(?!\\w)";

const NAME = "[0-9A-Z\\u00c0-\\u00fe._%+'-]{1,64}";
const HOST = "[0-9A-Z\\u00c0-\\u00fe-]{1,63}";
const EMAIL = NAME + " ?(?:@| at |\\(at\\)|\\[at\\]| [äÄ]t ) ?" + HOST + "(?:\\." + HOST + "){0,4}\\.[a-z]{2,12}";

const GAP = "[ ._-]{0,2}";
const ACCOUNT = "[A-Z]" + GAP + "[A-Z]" + GAP + "\\d" + GAP + "\\d(?:" + GAP + "[0-9A-Z]){11,30}";
const CARD = "[2-6](?:" + GAP + "\\d){12,18}";
const LENGTHS = "FI18AT20BE16BG22CH21CZ24DE22DK18EE20ES24FR27GB22GR27HU28IE22IS26IT27LT20LU20LV21NL18NO15PL28PT25RO24SE24UA29";

const DAY = "(?:0?[1-9]|[12]\\d|3[01])";
const MONTH = "(?:0?[1-9]|1[0-2])";
const OTHER = "(?!" + DAY + "[. /-] ?" + MONTH + "[. /-] ?(?:19|20)\\d\\d(?!\\d)|" + DAY + "\\. ?" + MONTH + "\\.(?!\\d)"
  + "|\\d\\d?[.:]\\d\\d ?- ?\\d\\d?[.:]\\d\\d|\\d{7}-\\d(?!\\d))";
const BETWEEN = "[ ./()_-]{0,3}";
const AREA_GAP = "[ ()-]{0,3}";
const FOREIGN = "(?:\\+ ?[1-9]|0[ -]?0[ -]?(?:3[ -]?5[ -]?8|3[ -]?7[ -]?2|4[ -]?[5-9]|7))(?:" + BETWEEN + "\\d){6,13}(?!\\d)";
const MOBILE = "0" + BETWEEN + "(?:4" + BETWEEN + "\\d|5" + BETWEEN + "0)(?:" + BETWEEN + "\\d){4,8}(?!\\d)";
const AREA = "\\(?0(?:2(?![09])|[3568](?!0)|9|1[3-9])(?:" + AREA_GAP + "\\d){5,8}(?!\\d)";
const PHONE = OTHER + "(?:" + FOREIGN + "|" + MOBILE + "|" + AREA + ")";

// [kind, pattern, what may not stand before it, how much of what was found is meant]
const RULES = [
  ["email", EMAIL, /[^\s\S]/, whole],
  ["identity_code", CODE, /\d/, whole],
  ["identity_code", CODE_WITHOUT_SIGN, /\d/, codeWithoutSign],
  ["account", ACCOUNT, /\w/, account],
  ["card", CARD, /\d/, card],
  ["phone", PHONE, /\d/, whole],
].map(([kind, pattern, inside, length]) => [kind, new RegExp(pattern, "gi"), inside, length]);

// The text with everything private replaced by ***, and the kinds of what was taken out, each once.
export function removePrivate(text, passes = MOST_PASSES) {
  const kinds = [];
  for (const [kind, pattern, inside, length] of RULES) {
    const plain = fold(text);
    let kept = "";
    let seen = 0;
    let match;
    pattern.lastIndex = 0;
    while ((match = pattern.exec(plain))) {
      const start = match.index;
      // What follows at once on something that goes is no part of it.
      const taken = start > seen && inside.test(plain[start - 1]) ? 0 : length(match);
      pattern.lastIndex = start + (taken || 1);
      if (!taken) continue;
      kept += text.slice(seen, start) + REMOVED;
      seen = start + taken;
      if (!kinds.includes(kind)) kinds.push(kind);
    }
    text = kept + text.slice(seen);
  }
  if (!kinds.length || passes === 1) return { text, kinds };
  // What stood close to something else shows itself when that is gone.
  const rest = removePrivate(text, passes - 1);
  return { text: rest.text, kinds: Array.from(new Set(kinds.concat(rest.kinds))) };
}

function fold(text) {
  for (const [one, many] of ALIKE) text = text.replace(many, one);
  ALPHABETS.forEach(([first, many], place) => {
    text = text.replace(many, (one) => String.fromCharCode(first + one.charCodeAt(0) - FIRST[place]));
  });
  return text;
}

function whole(match) {
  return match[0].length;
}

function codeWithoutSign(match) {
  const digits = match[1].replace(/\D/g, "") + match[2];
  const check = match[3].toUpperCase();
  return /\D/.test(check) || check === CHECK_CHARACTERS[Number(digits) % 31] ? match[0].length : 0;
}

function account(match) {
  const places = placesOf(match[0], /[0-9a-z]/i);
  let number = places.map((place) => match[0][place]).join("").toUpperCase();
  const known = LENGTHS.indexOf(number.slice(0, 2));
  const length = known < 0 ? Infinity : Number(LENGTHS.substr(known + 2, 2));
  if (number.length < length) return 0;
  number = number.slice(0, length);
  const end = places[length - 1] + 1;
  if (number.startsWith("FI")) return /^\d+$/.test(number.slice(2)) ? end : 0;
  const digits = (number.slice(4) + number.slice(0, 4)).replace(/\D/g, (one) => parseInt(one, 36));
  return Array.from(digits).reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1 ? end : 0;
}

function card(match) {
  const found = match[0];
  const places = placesOf(found, /\d/);
  for (let count = places.length; count > 12; count -= 1) {
    const end = places[count - 1] + 1;
    const gaps = new Set(found.slice(0, end).replace(/\d/g, ""));
    const digits = places.slice(0, count).map((place) => Number(found[place]));
    if (gaps.size <= 1 && !/\d/.test(match.input.charAt(match.index + end)) && luhn(digits)) return end;
  }
  return 0;
}

function luhn(digits) {
  return digits.reverse().reduce((sum, digit, place) => sum + (place % 2 ? digit * 2 - 9 * (digit > 4) : digit), 0) % 10 === 0;
}

function placesOf(text, pattern) {
  return Array.from({ length: text.length }, (_, place) => place).filter((place) => pattern.test(text[place]));
}
