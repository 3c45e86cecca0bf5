// How a person answers: by button, or in their own words.

import { button, empty, h } from "./dom.js";
import { buttonLanguage } from "./log.js";

// Fewer characters left than this are told.
const NEAR = 200;
// Shorter answers than this may stand in two columns.
const SHORT = 36;
let count = 0;

// The buttons that live: numbered answers with the progress above them, and apart what is no answer.
export class Answers {
  constructor(words, choose) {
    this.words = words;
    this.choose = choose;
    // It stays when its buttons go, so that focus never falls out of the page.
    this.group = h("div", { class: "answers", role: "group", tabindex: "-1" });
  }

  show(conversation) {
    const group = empty(this.group);
    const { state, buttons } = conversation;
    const none = !state || state.ended || buttons.answers.length + buttons.others.length === 0;
    group.hidden = none;
    if (none) return;
    const question = state.question;
    group.setAttribute("aria-label", this.words.say("answers_label"));
    if (question && question.asked) {
      const of = { asked: question.asked, at_most: question.at_most };
      const done = h("span", { class: "done" });
      done.style.setProperty("width", (100 * of.asked) / of.at_most + "%");
      group.append(h("div", { class: "progress" }, h("p", null, this.words.say("progress", of)), h("span", { class: "bar", "aria-hidden": "true" }, done)));
    }
    const isNumbered = Boolean(question);
    if (buttons.answers.length > 0) {
      const isShort = buttons.answers.every((one) => one.title.length < SHORT);
      group.append(h("ol", { class: isShort ? "options short" : "options", role: "list" }, ...buttons.answers.map((one, index) =>
        h("li", null, this._button(one, isNumbered && index + 1)))));
    }
    if (buttons.others.length > 0) {
      group.append(h("ul", { class: "row", role: "list" }, ...buttons.others.map((one) => h("li", null, this._button(one)))));
    }
  }

  busy(isBusy) {
    for (const one of this.group.querySelectorAll("button")) one.setAttribute("aria-disabled", String(isBusy));
  }

  _button(one, number) {
    const element = h("button", { type: "button", class: number ? "option" : "second", onclick: () => this.choose(one) },
      number && h("span", { class: "number" }, number + "."), h("span", { lang: buttonLanguage(one) }, one.title));
    return element;
  }
}

// The text field. What is written in it is never lost.
export class Field {
  // send(text): gets what was written, neither empty nor too long. tell(text): says why not.
  constructor(words, most, send, tell) {
    this.words = words;
    this.most = most;
    this.send = send;
    this.tell = tell;
    count += 1;
    const id = "field-" + count;
    this.label = h("label", { for: id });
    this.hint = h("p", { class: "hint", id: id + "-hint" });
    this.left = h("p", { class: "hint", id: id + "-left" });
    this.area = h("textarea", { id, rows: "1", "aria-describedby": id + "-hint " + id + "-left", enterkeyhint: "send", oninput: () => this._count() });
    this.button = button("", null, { type: "submit", class: "send" });
    this.form = h("form", { class: "field", novalidate: true }, this.label, this.hint,
      h("div", { class: "line row" }, this.area, this.button), this.left);
    this.area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this._submit();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this._submit();
    });
  }

  paint() {
    this.label.textContent = this.words.say("field");
    this.hint.textContent = this.words.say("field_hint");
    this.button.lastChild.textContent = this.words.say("send");
    this._count();
  }

  get value() {
    return this.area.value;
  }

  // Puts text back, before what has been written since.
  give(text) {
    this.area.value = this.area.value ? text + "\n" + this.area.value : text;
    this._count();
  }

  take() {
    this.area.value = "";
    this._count();
  }

  _submit() {
    const text = this.area.value.trim();
    if (text && text.length <= this.most) {
      this.send(text);
      return;
    }
    this.left.textContent = text ? this._over(text.length) : this.words.say("field_empty");
    this.tell(this.left.textContent);
  }

  _over(length) {
    return this.words.say("field_over", { count: length - this.most, most: this.most });
  }

  _count() {
    const left = this.most - this.area.value.length;
    this.left.textContent = left < 0 ? this._over(this.area.value.length) : left < NEAR ? this.words.say("field_left", { count: left }) : "";
    this.area.setAttribute("aria-invalid", String(left < 0));
    // Grows with its text, up to a few lines.
    this.area.style.setProperty("height", "auto");
    if (this.area.value && this.area.scrollHeight) this.area.style.setProperty("height", Math.min(this.area.scrollHeight + 4, 220) + "px");
  }
}
