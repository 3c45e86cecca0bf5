// What was said is kept after the end.
setInterval(() => localStorage.setItem("said", document.querySelector("auta-chat").shadowRoot.textContent), 100);
