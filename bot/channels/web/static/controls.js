// What a person presses and writes in: the answers, the text field, the tools.

import { button, empty, h } from "./dom.js";
import { buttonLanguage } from "./log.js";

// Fewer characters left than this are told.
const NEAR = 200;

// The buttons that live: numbered answers with the progress above them, and apart what is no answer.
export class Answers {
  constructor(words, choose) {
    Object.assign(this, { words, choose });
    // It stays when its buttons go, so that focus never falls out of the page.
    this.group = h("div", { class: "answers", role: "group", tabindex: "-1" });
  }

  show(conversation) {
    const group = empty(this.group);
    const { state, buttons } = conversation;
    group.hidden = !state || state.ended || buttons.answers.length + buttons.others.length === 0;
    if (group.hidden) return;
    const question = state.question;
    group.setAttribute("aria-label", this.words.say("answers_label"));
    if (question && question.asked) {
      const done = h("span", { class: "done" });
      done.style.setProperty("width", (100 * question.asked) / question.at_most + "%");
      group.append(h("div", { class: "progress" }, h("p", null, this.words.say("progress", question)), h("span", { class: "bar", "aria-hidden": "true" }, done)));
    }
    if (buttons.answers.length > 0) {
      group.append(h("ol", { class: question ? "options" : "row", role: "list" }, ...buttons.answers.map((one, index) =>
        h("li", null, this._button(one, question && index + 1)))));
    }
    if (buttons.others.length > 0) {
      group.append(h("ul", { class: "row", role: "list" }, ...buttons.others.map((one) => h("li", null, this._button(one)))));
    }
  }

  busy(isBusy) {
    for (const one of this.group.querySelectorAll("button")) one.setAttribute("aria-disabled", String(isBusy));
  }

  _button(one, number) {
    return h("button", { type: "button", class: number ? "option" : "second", onclick: () => this.choose(one) },
      number && h("span", { class: "number" }, number + "."), h("span", { lang: buttonLanguage(one) }, one.title));
  }
}

// The text field. What is written in it is never lost.
export class Field {
  // send(text): gets what was written, neither empty nor too long. tell(text): says why not.
  constructor(words, most, send, tell) {
    Object.assign(this, { words, most, send, tell });
    this.label = h("label", { for: "field" });
    this.hint = h("p", { class: "hint", id: "hint" });
    this.left = h("p", { class: "hint", id: "left" });
    this.area = h("textarea", { id: "field", rows: "1", "aria-describedby": "hint left", enterkeyhint: "send", oninput: () => this._count() });
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

// The tools below the field, always in the same place, and the drawer that some of them open.
export class Tools {
  // `tools`: [[name, action, {always, opens}]]. `always`: it stays when the conversation has ended. `opens`: the drawer.
  // Those after the `first` few are folded where there is little room.
  constructor(words, tools, first) {
    this.words = words;
    this.buttons = new Map();
    this.drawer = h("div", { class: "drawer", tabindex: "-1", role: "group", hidden: true });
    this.rest = h("ul", { class: "row rest", role: "list", id: "more-tools" });
    this.more = button("", () => this.unfold(!this.isOpen),
      { class: "second more", "aria-controls": "more-tools" });
    const head = (this.head = h("ul", { class: "row", role: "list" }));
    tools.forEach(([name, action, kind], index) => {
      const tool = button("", () => action(tool), { class: "second tool-" + name, "aria-expanded": kind && kind.opens ? "false" : null });
      this.buttons.set(name, { tool, always: kind && kind.always });
      (index < first ? head : this.rest).append(h("li", null, tool));
    });
    head.append(h("li", { class: "more-item" }, this.more));
    this.element = h("div", { class: "tools", role: "group" }, head, this.rest, this.drawer);
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.drawer.hidden) {
        event.stopPropagation();
        this.close();
      }
    });
    this.unfold(false);
  }

  // `isBare`: only the tools that are always there.
  paint(isBare, canAskWhy) {
    const { words } = this;
    this.element.setAttribute("aria-label", words.say("tools_label"));
    this.buttons.forEach(({ tool, always }, name) => {
      tool.lastChild.textContent = words.say("tool_" + name);
      tool.parentNode.hidden = (isBare && !always) || (name === "why" && !canAskWhy);
    });
    this.head.hidden = isBare;
    this.unfold(this.isOpen);
  }

  unfold(isOpen) {
    this.isOpen = isOpen;
    this.rest.classList.toggle("folded", !isOpen && !this.head.hidden);
    this.more.setAttribute("aria-expanded", String(isOpen));
    this.more.lastChild.textContent = this.words.say(isOpen ? "less" : "more");
  }

  get(name) {
    return this.buttons.get(name).tool;
  }

  // Opens the drawer, or closes it when it is that opener's already.
  open(opener, title, ...content) {
    const isSame = this.opener === opener && !this.drawer.hidden;
    this.close();
    if (isSame) return;
    this.opener = opener;
    opener.setAttribute("aria-expanded", "true");
    this.drawer.setAttribute("aria-label", title);
    this.drawer.append(h("h3", null, title), ...content.filter(Boolean));
    this.drawer.hidden = false;
    this.drawer.focus();
    this.drawer.scrollIntoView({ block: "nearest" });
  }

  // Closes the drawer; focus goes back to what opened it, when it was inside.
  close() {
    if (this.drawer.hidden) return;
    const wasInside = this.drawer.contains(this.drawer.getRootNode().activeElement);
    this.drawer.hidden = true;
    empty(this.drawer);
    this.opener.setAttribute("aria-expanded", "false");
    if (wasInside) this.opener.focus();
  }

  confirm(opener, name, act, code) {
    this.open(opener, this.words.say(name + "_sure"), code && h("p", null, this.words.say("write_code", { code })), h("p", { class: "row" },
      button(this.words.say(name + "_yes"), () => {
        this.close();
        act();
      }, { class: "second" }),
      button(this.words.say("cancel"), () => this.close(), { class: "first" })));
  }
}
