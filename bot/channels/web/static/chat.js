// The chat that a person sees: joins what has been said with the parts that show it.

import { Answers, Field, Tools } from "./controls.js";
import { button, empty, h, link } from "./dom.js";
import { callLink, Log, openNow, spokenLanguage } from "./log.js";
import { removePrivate } from "./privacy.js";
import { print, putAway, saveText, written } from "./save.js";
import { Speech } from "./voice.js";

const TYPING_ANNOUNCED = 2000;
const SLOW = 8000;

export class Chat {
  // leave(): quick exit. changed(): the language is another now.
  constructor(words, conversation, announcer, { leave, changed }) {
    Object.assign(this, { words, conversation, announcer, changed });
    this.contact = words.page.contact[words.language];
    this.isBusy = false;
    this.speech = new Speech(() => this.paint());
    const say = (payload, name) => () => this.say(payload, words.say("tool_" + name));
    this.log = new Log(words, {
      leave,
      canRead: (language) => Boolean(this.speech.voice(language)),
      readAloud: (message) => this.speech.read([message]),
    });
    this.typing = h("p", { class: "typing", tabindex: "-1", hidden: true });
    this.notice = h("div", { class: "notice", tabindex: "-1", hidden: true });
    this.answers = new Answers(words, (one) => this.say(one.payload, one.title));
    this.field = new Field(words, words.page.characters, (text) => this.write(text), (text) => this.tell(text));
    this.tools = new Tools(words, [
      ["back", say("/back", "back")],
      ["answers", (opener) => this.showAnswers(opener), { opens: true }],
      ["why", say("/why", "why")],
      ["restart", (opener) => this.tools.confirm(opener, "restart", say("/restart", "restart")), { opens: true }],
      ["save", () => this.save(), { always: true }],
      ["print", () => print(this.written()), { always: true }],
      ["read", () => this.toggleReading(), { always: true }],
      ["end", (opener) => this.tools.confirm(opener, "end", () => this.end(), (this.conversation.state || {}).reference), { opens: true }],
    ], 3);
    this.person = h("section", { class: "person" });
    this.about = h("div", { class: "about" });
    this.links = h("p", { class: "links" });
    this.parts = [this.log.list, this.typing, this.notice, this.answers.group, this.field.form, this.tools.element, this.about, this.links];
    this.connection = ({ type }) => {
      this.warn(words.say(type));
      this.tell(words.say(type));
    };
    this.listen(true);
    for (const name of ["wheel", "touchmove"]) this.log.list.addEventListener(name, () => (this.isScrolling = true), { passive: true });
    this.paint();
  }

  listen(isOn) {
    for (const name of ["offline", "online"]) window[isOn ? "addEventListener" : "removeEventListener"](name, this.connection);
  }

  // Begins, or goes on with what was said before on this page or another.
  async start(municipality) {
    this.municipality = municipality;
    if (!this.conversation.begun) return this.begin();
    this.wait(true);
    try {
      await this.conversation.resume();
      this.wait(false);
      this.redraw();
      const question = this.conversation.state.question;
      this.announcer.say([{ text: this.words.say("continues"), language: this.words.language }].concat(question ? [question] : []));
    } catch (refused) {
      this.wait(false);
      if (refused.status === 401) {
        this.giveBack();
        await this.begin(this.words.say("expired"));
      } else this.refuse(refused, () => this.start(municipality));
    }
  }

  // A new conversation. `because`: what is said of the one before. `byPerson`: it comes into view.
  async begin(because, byPerson) {
    this.wait(true);
    this.isScrolling = !byPerson;
    this.warn(because);
    try {
      const fresh = await this.conversation.open(this.words.language, this.municipality);
      this.wait(false);
      this.log.clear();
      this.tools.element.hidden = false;
      this.show(fresh);
    } catch (refused) {
      this.wait(false);
      this.refuse(refused, () => this.begin("", true));
    }
  }

  // Whether something can be said now; says why not, or begins what has ended.
  ready() {
    if (this.isBusy) this.tell(this.words.say("wait"));
    else if (!this.conversation.begun) this.begin("", true);
    return !this.isBusy;
  }

  // What the person wrote: cleaned of what is private before it leaves.
  write(text) {
    if (!this.ready()) return;
    const cleaned = removePrivate(text);
    this.field.take();
    this.isCleaned = cleaned.kinds.length > 0;
    this.say(cleaned.text, cleaned.text);
  }

  // Sends a text or payload and shows the answer. `id`: of a message that is sent again.
  async say(text, shown, id) {
    if (!this.ready()) return;
    this.wait(true);
    if (this.pending && id) this.pending.remove();
    else if (this.pending) this.log.passOver(this.pending);
    this.warn("");
    this.tools.close();
    this.speech.stop();
    this.isScrolling = false;
    const pending = (this.pending = this.log.addPending(shown));
    pending.scrollIntoView({ block: "nearest" });
    try {
      const fresh = await this.conversation.say(text, shown, id);
      const isWriting = this.focused === this.field.area && this.field.value;
      const before = this.field.area.getBoundingClientRect().top;
      this.wait(false);
      pending.remove();
      this.pending = null;
      if (isWriting) this.isScrolling = true;
      if (fresh) this.show(fresh);
      else this.redraw();
      // Who is writing on already keeps the field where it is.
      if (isWriting) (this.log.list.closest(".corner .body") || window).scrollBy(0, this.field.area.getBoundingClientRect().top - before);
    } catch (refused) {
      this.wait(false);
      this.unanswered(refused);
    }
  }

  // A message without an answer: it stays in the log to be sent again, or goes back into the field.
  unanswered(refused) {
    const left = this.conversation.unanswered;
    if (!left) return;
    const { id, text, shown } = left;
    if (refused.lost) {
      this.log.markFailed(this.pending, () => this.say(text, shown, id));
      this.refuse(refused, null, null, refused.text ? null : "kept");
      return;
    }
    this.giveBack();
    this.pending.remove();
    this.pending = null;
    if (refused.status === 401) {
      this.conversation.expire();
      this.answers.show(this.conversation);
      this.paint();
      this.refuse(refused, () => this.begin("", true), "begin_anew", this.field.value && "in_field");
    } else this.refuse(refused);
  }

  giveBack() {
    const left = this.conversation.unanswered;
    if (left && !left.text.startsWith("/")) this.field.give(left.text);
    this.conversation.dropUnanswered();
  }

  // Shows new messages, announces each once, and brings their start into view unless the person is doing something.
  show(messages) {
    if (messages.some((one) => one.custom && one.custom.type === "restart")) this.log.clear();
    const items = messages.map((message) => this.log.add(message)).filter(Boolean);
    const spoken = messages.filter((one) => one.from !== "person" && one.text)
      .map((one) => ({ text: one.text, language: spokenLanguage(one) }));
    if (this.isCleaned) {
      const { language } = this.words;
      const text = this.words.say("private_removed");
      items[0].append(h("p", { class: "quiet", lang: language }, text));
      spoken.unshift({ text, language });
      this.isCleaned = false;
    }
    this.follow();
    this.announcer.say(spoken);
    if (this.speech.on) this.speech.read(spoken);
    this.catchFocus(items);
    if (this.isScrolling || items.length === 0) return;
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    items[0].scrollIntoView({ block: "start", behavior: isCalm ? "auto" : "smooth" });
  }

  // Draws everything that was said, without announcing it again.
  redraw() {
    this.log.clear();
    this.pending = null;
    const items = this.conversation.messages.map((message) => this.log.add(message)).filter(Boolean);
    this.follow();
    const left = this.conversation.unanswered;
    if (left) {
      this.pending = this.log.addPending(left.shown);
      this.log.markFailed(this.pending, () => this.say(left.text, left.shown, left.id));
    }
    this.catchFocus(items);
  }

  follow() {
    const { state } = this.conversation;
    this.contact = state.contact || this.contact;
    if (state.language !== this.words.language) {
      this.words.language = state.language;
      this.changed();
    }
    this.paint();
    this.answers.show(this.conversation);
    if (state.ended) this.sayGoodbye();
  }

  paint() {
    const { words } = this;
    const { state } = this.conversation;
    const hasEnded = Boolean(state && state.ended);
    this.field.paint();
    this.field.form.hidden = hasEnded;
    this.tools.paint(hasEnded || !state, Boolean(state && state.question));
    this.person.classList.toggle("quietly", this.conversation.turn.some((one) => one.custom && one.custom.type === "safety"));
    const read = this.tools.get("read");
    read.parentNode.hidden = !this.speech.voice(words.language);
    read.setAttribute("aria-pressed", String(this.speech.on));
    const pages = words.page.pages[words.language];
    const origin = this.conversation.client.origin;
    empty(this.links).append(link(origin + pages.privacy, words.say("privacy")), " ", link(origin + pages.accessibility, words.say("accessibility")));
    this.log.list.classList.toggle("reading", this.speech.on);
    this.paintPerson();
  }

  // The human being: number and way out in the bar; who it is and when stands there too, or above it where room is scarce.
  paintPerson() {
    const { contact, words } = this;
    const who = () => h("div", { lang: contact.language },
      h("p", null, h("b", null, words.say("person")), h("span", { class: "name" }, " " + contact.name + ".")), openNow(contact));
    this.person.setAttribute("aria-label", words.say("person"));
    empty(this.person);
    empty(this.about);
    if (!contact) return;
    this.about.append(who());
    this.person.append(who(), callLink(contact, words) || link(contact.email && "mailto:" + contact.email, contact.email, "mail") || "");
  }

  // Why there is no answer, the human contact, and a button where trying again may help. `kept`: where the words are now.
  refuse(refused, again, name, kept) {
    if (refused.contact) {
      this.contact = refused.contact;
      this.paintPerson();
    }
    const text = [refused.text || this.words.say("no_connection"), kept && this.words.say(kept)].filter(Boolean).join(" ");
    const language = refused.text ? refused.language : this.words.language;
    this.warn(text, again && button(this.words.say(name || "try_again"), again, { class: "first" }), this.contact, language);
    this.catchFocus([]);
    this.announcer.say([{ text, language }]);
  }

  warn(text, action, contact, language) {
    empty(this.notice).append(...[
      text && h("p", { lang: language }, text),
      contact && h("p", { class: "row" }, h("span", { lang: contact.language }, contact.name), callLink(contact, this.words)),
      action,
    ].filter(Boolean));
    this.notice.hidden = !text;
  }

  tell(text) {
    this.announcer.say([{ text, language: this.words.language }]);
  }

  wait(isBusy) {
    this.isBusy = isBusy;
    this.answers.busy(isBusy);
    clearTimeout(this.typingTimer);
    clearTimeout(this.slowTimer);
    this.typing.textContent = isBusy ? this.words.say("typing") : "";
    const pressed = this.focused;
    if (!isBusy) this.isHolding = this.typing === pressed || this.answers.group.contains(pressed);
    this.typing.hidden = !isBusy;
    if (!isBusy) return;
    // What was pressed may go meanwhile: the waiting line keeps its focus.
    if (this.notice.contains(pressed) || this.log.list.contains(pressed)) this.typing.focus({ preventScroll: true });
    this.typingTimer = setTimeout(() => this.tell(this.words.say("typing")), TYPING_ANNOUNCED);
    this.slowTimer = setTimeout(() => {
      this.typing.textContent = this.words.say("slow");
      this.tell(this.words.say("slow"));
    }, SLOW);
  }

  showAnswers(opener) {
    const { state } = this.conversation;
    const answers = state ? state.answers : [];
    const list = answers.map((one) => h("li", { class: "row" },
      h("div", null, h("p", { class: "quiet" }, one.asked), h("p", null, h("b", null, one.title))),
      button(this.words.say("change"), () => this.change(one), { class: "second", "aria-label": this.words.say("change_what", one) })));
    this.tools.open(opener, this.words.say("tool_answers"),
      answers.length > 0 ? h("ol", { class: "given", role: "list" }, ...list) : h("p", null, this.words.say("answers_none")),
      button(this.words.say("close"), () => this.tools.close(), { class: "second" }));
  }

  change(one) {
    if (!this.ready()) return;
    this.answers.group.focus({ preventScroll: true });
    this.say(one.payload, this.words.say("change_what", one));
  }

  // Ends, forgets, and says what is left to do on a shared computer.
  async end() {
    const ended = this.conversation.end();
    putAway();
    this.answers.show(this.conversation);
    this.paint();
    this.sayGoodbye(this.words.say("ended"));
    this.notice.focus();
    try {
      await ended;
    } catch (refused) {
      this.sayGoodbye(this.words.say("end_failed"));
    }
  }

  sayGoodbye(text) {
    const { words } = this;
    this.warn(text || words.say("ended"), h("div", { class: "row" },
      h("p", null, words.say("shared")),
      button(words.say("clear"), () => this.clearScreen(), { class: "first" }),
      button(words.say("begin_anew"), () => this.begin("", true), { class: "second" })));
    if (text) this.tell(text + " " + words.say("shared"));
  }

  clearScreen() {
    const { words } = this;
    this.conversation.forget();
    putAway();
    this.log.clear();
    this.speech.stop();
    this.field.take();
    this.tools.element.hidden = true;
    this.warn(words.say("cleared"), button(words.say("begin_anew"), () => this.begin("", true), { class: "first" }));
    this.notice.focus();
    this.tell(words.say("cleared"));
  }

  written() {
    return written(this.words, this.conversation, this.contact);
  }

  save() {
    saveText(this.written());
    this.warn(this.words.say("saved"));
    this.tell(this.words.say("saved"));
  }

  toggleReading() {
    this.speech.on = !this.speech.on;
    if (this.speech.on) this.speech.read(this.conversation.turn);
    else this.speech.stop();
    this.paint();
  }

  get focused() {
    return this.log.list.getRootNode().activeElement;
  }

  // Where what was pressed has gone, the new answers get its focus, else what is said now.
  catchFocus(items) {
    if (!this.isHolding) return;
    this.isHolding = false;
    const said = this.notice.hidden ? items[0] || this.log.list.lastChild : this.notice;
    said.setAttribute("tabindex", "-1");
    (this.answers.group.hidden ? said : this.answers.group).focus({ preventScroll: true });
  }

}
