// The conversation as a list. A heading says whose each message is: screen readers walk by headings.

import { otherLanguage } from "./client.js";
import { button, empty, h, icon, link, paragraphs } from "./dom.js";

export class Log {
  // readAloud(texts): reads a message. leave(): quick exit.
  constructor(words, actions) {
    this.words = words;
    this.actions = actions;
    this.list = h("ol", { class: "log", role: "list" });
    this.speaker = null;
  }

  clear() {
    empty(this.list);
    this.speaker = null;
  }

  // Returns the item of a message; null for one that has nothing to see.
  add(message) {
    const content = this._content(message);
    if (!content) return null;
    const isSwitch = message.text === this.words.page.texts[message.language].other_language;
    const language = isSwitch ? otherLanguage(message.language) : spokenLanguage(message);
    const item = this._item(message.from, content, language);
    const kind = message.custom && message.custom.type;
    if (kind) item.classList.add(kind);
    if (message.from !== "person" && message.text && this.actions.canRead(message.language)) {
      item.append(button(this.words.say("read_message"), () => this.actions.readAloud(message), { class: "plain read-message" }, "read"));
    }
    return item;
  }

  // What the person wrote, until the server's own message takes its place.
  addPending(text) {
    return this._item("person", paragraphs(text), this.words.language);
  }

  markFailed(item, sendAgain) {
    item.classList.add("failed");
    item.append(
      h("p", { class: "status" }, icon("alert"), h("span", null, this.words.say("failed"))),
      button(this.words.say("send_again"), sendAgain, { class: "second again" }),
    );
  }

  // Something else was said meanwhile: the message stays, marked, but is not sent again.
  passOver(item) {
    const again = item.querySelector(".again");
    if (again) again.remove();
  }

  _item(from, content, language) {
    const isPerson = from === "person";
    const who = h("h3", { class: this.speaker === from ? "hidden" : "who" }, this.words.say(isPerson ? "you" : "auta"));
    this.speaker = from;
    const item = h("li", { class: isPerson ? "message mine" : "message" },
      who, h("div", { class: "said", lang: language }, ...content));
    this.list.append(item);
    return item;
  }

  _content(message) {
    const custom = message.custom || {};
    const words = this.words;
    if (custom.cards && custom.cards.length > 0) {
      const [best, ...others] = custom.cards;
      const title = custom.others_title;
      return [
        ...paragraphs(custom.headline || ""),
        card(best, words, 4),
        others.length > 0 && title && h("h4", { class: "others" }, title),
        ...others.map((one) => card(one, words, title ? 5 : 4, Boolean(title))),
      ];
    }
    if (custom.type === "alternatives" && custom.repeats) return null;
    const shown = custom.card || (custom.type === "safety" && custom.contact);
    // A handover's words are all on its card.
    const content = custom.type === "handover" && shown ? [] : paragraphs(message.text || "");
    if (custom.type === "reference") content.unshift(h("p", { class: "code" }, custom.code));
    if (custom.type === "safety") content.unshift(icon("alert"));
    if (custom.code === "EMERGENCY") content.push(h("p", null, callLink({ phone: "112" }, words)));
    if (custom.code === "COERCION") content.push(button(words.say("quick_exit"), this.actions.leave, { class: "leave" }, "exit"));
    if (shown && shown.name) content.push(card(shown, words, 4));
    return content.length > 0 ? content : null;
  }
}

// A message whose only buttons change the language speaks that language: "Vill du fortsätta på svenska?"
export function spokenLanguage(message) {
  const buttons = message.buttons || [];
  const languages = buttons.map(buttonLanguage);
  return buttons.length > 0 && languages.every(Boolean) ? languages[0] : message.language;
}

// The language of a button that changes the language; null for another button.
export function buttonLanguage(one) {
  const found = /^\/language\{"language": ?"(fi|sv)"\}$/.exec(one.payload);
  return found ? found[1] : null;
}

// An offer or contact: what it is, whether it is open, the ways there. `brief`: less important things are folded away.
export function card(offer, words, level, brief) {
  const small = [
    offer.address && h("p", null, offer.address),
    offer.languages && h("p", null, offer.languages),
    offer.price && h("p", null, offer.price),
    ...(offer.details || []).map((line) => h("p", null, line)),
  ];
  const body = brief && small.some(Boolean) ? [folded(words.say("card_more"), small)] : small;
  return h("article", { class: "card", lang: offer.language },
    h("h" + level, null, offer.name),
    offer.provider && offer.provider !== offer.name && h("p", { class: "quiet" }, offer.provider),
    openNow(offer),
    ways(offer, words),
    ...body,
    offer.week && offer.week.length > 0 && folded(words.say("card_hours"), [
      h("ul", null, ...offer.week.map((line) => h("li", null, line))),
    ]),
  );
}

function ways(offer, words) {
  const all = [
    callLink(offer, words),
    link(offer.url, words.say("card_website"), "web"),
    link(offer.email && "mailto:" + offer.email, offer.email, "mail"),
    link(offer.map, words.say("card_map"), "map"),
  ].filter(Boolean);
  return all.length > 0 && h("p", { class: "ways row" }, ...all);
}

// `bare`: only the number is seen, where "call" is said beside.
export function callLink(offer, words, bare) {
  const phone = offer.phone_text || offer.phone;
  const call = words.say("card_call", { phone });
  return link(offer.phone && "tel:" + offer.phone, bare ? phone : call, "phone", { class: "call", "aria-label": bare ? call : null });
}

// Open or closed, in words; the picture differs in form too.
export function openNow(offer) {
  if (!offer.open) return null;
  const isOpen = offer.open_now === true;
  return h("p", { class: isOpen ? "open" : "closed" }, offer.open_now !== null && icon(isOpen ? "open" : "closed"), h("span", null, offer.open));
}

function folded(title, content) {
  return h("details", null, h("summary", null, title), ...content);
}
