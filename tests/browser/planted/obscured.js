// A bar that lies over what has the focus.
const bar = document.createElement("div");
for (const [name, value] of [["position", "fixed"], ["inset", "30vh 0 0 0"], ["background", "#fff"], ["z-index", "99999"]]) bar.style.setProperty(name, value);
document.querySelector("auta-chat").shadowRoot.append(bar);
