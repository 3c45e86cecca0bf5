// What is announced does not say its language, and a Finnish voice reads Swedish.
const original = Element.prototype.setAttribute;
Element.prototype.setAttribute = function (name, value) {
  original.call(this, name, name === "lang" && this.localName === "p" ? "en" : value);
};
