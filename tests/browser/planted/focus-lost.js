// What had the focus goes, and nothing gets it.
const focus = HTMLElement.prototype.focus;
HTMLElement.prototype.focus = function (...given) {
  if (/^(button|a|textarea|summary)$/.test(this.localName)) focus.apply(this, given);
};
