// Buttons that say nothing to who cannot see them.
setInterval(() => {
  for (const words of document.querySelector("auta-chat").shadowRoot.querySelectorAll("button span")) words.setAttribute("aria-hidden", "true");
}, 50);
