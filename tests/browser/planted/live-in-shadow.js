// A second live region, in the shadow root.
const log = document.createElement("div");
log.setAttribute("role", "log");
document.querySelector("auta-chat").shadowRoot.append(log);
