// <auta-chat>: the citizen's chat for any web page. docs/embedding.md tells its attributes, its event and its colours.

import { Chat } from "./chat.js";
import { Client, Conversation, Store, Words } from "./conversation.js";
import { button, empty, h, link } from "./dom.js";
import { Announcer } from "./voice.js";

const ORIGIN = new URL(import.meta.url).origin;
const SIZES = 3;
// The one thing that stays on the device: 1, 2 or 3.
const SIZE = "text-size";
const kept = new Store("localStorage", "auta ");
const EXIT = "about:blank";
// The only words that are not in data/responses/page.yml: for when that was never reached.
const NOTHING_LOADED = [
  ["fi", "Yhteys Autaan ei toimi juuri nyt."],
  ["sv", "Förbindelsen till Auta fungerar inte just nu."],
];
const TRY_AGAIN = "Yritä uudelleen / Försök igen";
const LEAVE = "Poistu nopeasti / Lämna sidan snabbt";

class AutaChat extends HTMLElement {
  connectedCallback() {
    if (this.chat) this.chat.listen(true);
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    this.place = h("div", null, h("slot"));
    const style = h("link", { rel: "stylesheet", href: ORIGIN + "/auta/auta-chat.css" });
    const styled = new Promise((resolve) => ["load", "error"].forEach((name) => style.addEventListener(name, resolve)));
    root.append(style, h("slot", { name: "announcer" }), this.place);
    this.announcer = new Announcer(this);
    this.client = new Client(ORIGIN);
    this.conversation = new Conversation(this.client);
    this.load(styled);
  }

  disconnectedCallback() {
    if (this.chat) this.chat.listen(false);
  }

  get isCorner() {
    return this.getAttribute("position") === "corner";
  }

  get wantedLanguage() {
    const near = this.closest("[lang]");
    const wanted = this.getAttribute("language") || (near && near.lang) || "fi";
    return wanted.toLowerCase().startsWith("sv") ? "sv" : "fi";
  }

  // Until everything is there, the page shows what stands inside the element.
  async load(styled) {
    this.client.language = this.wantedLanguage;
    try {
      const page = await this.client.page(this.getAttribute("municipality"));
      await styled;
      this.words = new Words(page, this.wantedLanguage);
      this.build();
    } catch (refused) {
      this.showNothingLoaded();
    }
  }

  build() {
    const { words } = this;
    this.chat = new Chat(words, this.conversation, this.announcer, { leave: () => this.leave(), changed: () => this.paint() });
    this.name = h("span");
    this.machine = h("span", { class: "machine" });
    this.exit = button("", () => this.leave(), { class: "leave" }, "exit");
    this.closer = button("", () => this.close(), { class: "second" });
    this.language = button("", () => this.changeLanguage(), { class: "second" });
    this.size = button("", () => this.enlarge(), { class: "second" });
    this.launcher = button("", () => this.open(true), { class: "launcher", "aria-expanded": "false" });
    this.panel = h("section", { class: this.isCorner ? "auta corner" : "auta", "aria-labelledby": "title" },
      h("div", { class: "body" },
        h("header", { class: "row" }, h("h2", { id: "title" }, this.name, " ", this.machine),
          this.language, this.size, this.isCorner && this.closer),
        ...this.chat.parts),
      h("div", { class: "foot" }, this.chat.person, h("p", { class: "exit" }, this.exit)));
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isCorner) this.close();
    });
    // What is reached by keyboard is seen whole: not below the bar at the foot.
    this.panel.addEventListener("focusin", ({ target }) => {
      if (target !== this.panel && target.matches(":focus-visible")) target.scrollIntoView({ block: "nearest" });
    });
    this.chat.links.hidden = this.hasAttribute("no-links");
    empty(this.place).append(this.panel);
    this.place.append(this.isCorner ? this.launcher : "");
    this.paint();
    if (!this.isCorner) this.chat.start(this.getAttribute("municipality"));
    else if (this.client.store.get("open") && this.conversation.begun) this.open(false);
    else this.panel.hidden = true;
  }

  paint() {
    const { words } = this;
    this.client.language = words.language;
    this.panel.lang = words.language;
    this.launcher.lang = words.language;
    this.name.textContent = words.say("title");
    this.machine.textContent = words.say("title_machine");
    this.exit.lastChild.textContent = words.say("quick_exit");
    this.closer.lastChild.textContent = words.say("close");
    this.launcher.lastChild.textContent = words.say("open_chat");
    this.language.lastChild.textContent = words.say("other_language");
    this.language.lang = words.other;
    const size = kept.get(SIZE) || 1;
    this.panel.setAttribute("data-size", size);
    this.size.lastChild.textContent = words.say(size < SIZES ? "text_larger" : "text_normal");
    this.dispatchEvent(new CustomEvent("auta-language", { bubbles: true, detail: { language: words.language } }));
  }

  // `byPerson`: focus follows, since they pressed the button.
  open(byPerson) {
    this.panel.hidden = false;
    this.launcher.hidden = true;
    this.client.store.set("open", true);
    if (byPerson) {
      this.panel.setAttribute("tabindex", "-1");
      this.panel.focus();
    }
    if (!this.conversation.state) this.chat.start(this.getAttribute("municipality"));
  }

  close() {
    this.panel.hidden = true;
    this.launcher.hidden = false;
    this.client.store.set("open", null);
    this.chat.speech.stop();
    this.launcher.focus();
  }

  changeLanguage() {
    const { words } = this;
    const shown = words.say("other_language");
    words.language = words.other;
    this.paint();
    this.chat.contact = words.page.contact[words.language];
    this.chat.paint();
    const { state } = this.conversation;
    if (state && !state.ended) this.chat.say('/language{"language":"' + words.language + '"}', shown);
  }

  enlarge() {
    kept.set(SIZE, ((kept.get(SIZE) || 1) % SIZES) + 1);
    this.paint();
  }

  // Away at once: nothing stays on the screen, in the storage or at the server.
  leave() {
    empty(this.place);
    document.documentElement.style.setProperty("display", "none", "important");
    document.title = "";
    this.conversation.leave();
    window.location.replace(this.getAttribute("exit") || (this.words && this.words.page.exit) || EXIT);
  }

  showNothingLoaded() {
    const phone = this.getAttribute("phone");
    empty(this.place).append(h("section", { class: "auta" },
      ...NOTHING_LOADED.map(([lang, text]) => h("p", { lang }, text)),
      phone && h("p", null, (this.getAttribute("contact") || "") + " ", link("tel:" + phone.replace(/[^+\d]/g, ""), phone, "phone", { class: "call" })),
      h("p", { class: "row" },
        button(TRY_AGAIN, () => this.load(), { class: "first" }),
        button(LEAVE, () => this.leave(), { class: "leave" }, "exit"))), h("slot"));
    this.announcer.say(NOTHING_LOADED.map(([language, text]) => ({ language, text })));
  }
}

customElements.define("auta-chat", AutaChat);
