// The conversation as a list. A heading says whose each message is: screen readers walk by headings.

import { button, empty, h, icon, link, paragraphs } from "./dom.js";

export class Log {
  // readAloud(texts): reads a message. leave(): quick exit.
  constructor(words, actions) {
    Object.assign(this, { words, actions });
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
    const words = this.words.in(message.language);
    const isSwitch = message.text === words.say("other_language");
    const item = this._item(message.from, content, words, isSwitch ? words.other : spokenLanguage(message));
    const kind = message.custom && message.custom.type;
    if (kind) item.classList.add(kind, String(message.custom.code).toLowerCase());
    if (message.from !== "person" && message.text && this.actions.canRead(message.language)) {
      item.append(button(words.say("read_message"), () => this.actions.readAloud(message), { class: "plain read-message" }, "read"));
    }
    return item;
  }

  addPending(text) {
    return this._item("person", paragraphs(text), this.words, this.words.language);
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

  _item(from, content, words, language) {
    const isPerson = from === "person";
    const who = h("h3", { class: this.speaker === from ? "hidden" : "who" }, words.say(isPerson ? "you" : "auta"));
    this.speaker = from;
    const item = h("li", { class: isPerson ? "message mine" : "message", lang: words.language },
      who, h("div", { class: "said", lang: language }, ...content));
    this.list.append(item);
    return item;
  }

  _content(message) {
    const custom = message.custom || {};
    const words = this.words.in(message.language);
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
    const shown = custom.code !== "FRAUD" && custom.card;
    let text = message.text || "";
    // A handover's words are all on its card; of a place to talk, all but how it begins.
    if (shown) text = custom.type === "handover" ? "" : text.replace(/:[^\n]*$/, ":");
    const content = paragraphs(text);
    if (custom.type === "reference") content.unshift(h("p", { class: "code" }, custom.code));
    // What helps at once stands directly below the first words.
    if (custom.code === "EMERGENCY") content.splice(1, 0, h("p", null, callLink({ phone: "112" }, words)));
    if (custom.code === "COERCION") content.splice(1, 0, button(words.say("quick_exit"), this.actions.leave, { class: "leave" }, "exit"));
    else if (custom.type === "safety") content[0].prepend(icon("alert"), " ");
    if (shown) content.push(card(shown, words, 4));
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
    offer.provider && !offer.name.includes(offer.provider) && h("p", { class: "quiet" }, offer.provider),
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
    link(offer.url, words.say(offer.channel === "chat" ? "card_chat" : "card_website"), "web"),
    link(offer.email && "mailto:" + offer.email, offer.email, "mail"),
    link(offer.map, words.say("card_map"), "map"),
  ].filter(Boolean);
  return all.length > 0 && h("p", { class: "ways row" }, ...all);
}

export function callLink(offer, words) {
  const phone = (offer.phone_text || offer.phone || "").replace(/ /g, "\u00a0");
  return link(offer.phone && "tel:" + offer.phone, words.say("card_call", { phone }), "phone", { class: "call" });
}

export function openNow(offer) {
  if (!offer.open) return null;
  const isOpen = offer.open_now === true;
  return h("p", { class: isOpen ? "open" : "closed" }, offer.open_now !== null && icon(isOpen ? "open" : "closed"), h("span", null, offer.open));
}

function folded(title, content) {
  return h("details", null, h("summary", null, title), ...content);
}
