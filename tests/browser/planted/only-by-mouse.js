// Something to press that is no button.
const pretended = document.createElement("span");
pretended.textContent = "Lisää";
pretended.style.setProperty("cursor", "pointer");
setTimeout(() => document.querySelector("auta-chat").shadowRoot.append(pretended), 500);
