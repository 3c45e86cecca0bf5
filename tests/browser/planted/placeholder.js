// The label is a placeholder that goes when one writes.
setInterval(() => {
  const root = document.querySelector("auta-chat").shadowRoot;
  for (const label of root.querySelectorAll("label")) {
    root.querySelector("textarea").placeholder = label.textContent;
    label.remove();
  }
}, 100);
