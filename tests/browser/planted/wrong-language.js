// Texts that do not say their language.
setInterval(() => {
  for (const element of document.querySelector("auta-chat").shadowRoot.querySelectorAll("[lang]")) element.setAttribute("lang", "en");
}, 100);
