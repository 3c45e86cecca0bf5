// The field takes the focus by itself.
setInterval(() => document.querySelector("auta-chat").shadowRoot.querySelector("textarea").focus(), 20000);
