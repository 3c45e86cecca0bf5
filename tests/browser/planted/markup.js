// Words become HTML.
try {
  document.body.insertAdjacentHTML("beforeend", "<i>moi</i>");
} catch (refused) {
  // The policy is what the check sees.
}
