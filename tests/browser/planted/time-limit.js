// Who thinks for a quarter of an hour has to begin again.
setTimeout(() => {
  sessionStorage.clear();
  document.querySelector("auta-chat").remove();
}, 15 * 60 * 1000);
