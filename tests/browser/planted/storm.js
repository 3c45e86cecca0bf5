// After a reload everything that was said is announced again.
setTimeout(() => {
  const chat = document.querySelector("auta-chat");
  const region = chat.querySelector("[role=status]");
  for (const text of chat.shadowRoot.querySelectorAll("p")) {
    const line = document.createElement("p");
    line.textContent = text.textContent;
    region.append(line);
  }
}, 1500);
