// Some buttons cannot be reached by Tab.
setInterval(() => {
  for (const button of document.querySelector("auta-chat").shadowRoot.querySelectorAll("button")) {
    if (button.textContent.length % 2) button.tabIndex = -1;
  }
}, 100);
