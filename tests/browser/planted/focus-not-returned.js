// What is closed does not give the focus back.
const focus = HTMLElement.prototype.focus;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  HTMLElement.prototype.focus = () => undefined;
  setTimeout(() => {
    HTMLElement.prototype.focus = focus;
    const root = document.querySelector("auta-chat").shadowRoot;
    if (root.activeElement) root.activeElement.blur();
  }, 50);
}, true);
