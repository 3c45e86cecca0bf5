// The tools below the field, always in the same place, and the drawer that some of them open.

import { button, empty, h } from "./dom.js";

export class Tools {
  // `tools`: [[name, action, {always, opens}]]. `always`: it stays when the conversation has ended. `opens`: the drawer.
  // Those after the `first` few are folded where there is little room.
  constructor(words, tools, first) {
    this.words = words;
    this.buttons = new Map();
    this.drawer = h("div", { class: "drawer", tabindex: "-1", role: "group", hidden: true });
    this.rest = h("ul", { class: "row rest", role: "list", id: "more-tools" });
    this.more = button("", () => this.unfold(this.rest.classList.contains("folded")),
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

  paint(hasEnded) {
    this.element.setAttribute("aria-label", this.words.say("tools_label"));
    this.buttons.forEach(({ tool, always }, name) => {
      tool.lastChild.textContent = this.words.say("tool_" + name);
      tool.parentNode.hidden = Boolean(hasEnded && !always);
    });
    this.head.hidden = Boolean(hasEnded);
    if (hasEnded) this.unfold(true);
    this.more.lastChild.textContent = this.words.say("more");
  }

  unfold(isOpen) {
    this.rest.classList.toggle("folded", !isOpen);
    this.more.setAttribute("aria-expanded", String(isOpen));
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
    this.drawer.append(h("h3", null, title), ...content);
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

  // Asks before something is lost.
  confirm(opener, name, act) {
    this.open(opener, this.words.say(name + "_sure"), h("p", { class: "row" },
      button(this.words.say(name + "_yes"), () => {
        this.close();
        act();
      }, { class: "first" }),
      button(this.words.say("cancel"), () => this.close(), { class: "second" })));
  }
}
