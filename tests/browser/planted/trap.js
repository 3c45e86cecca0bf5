// The field does not let go of the focus.
document.querySelector("auta-chat").shadowRoot.addEventListener("keydown", (event) => {
  if (event.key === "Tab" && event.target.localName === "textarea") event.preventDefault();
});
