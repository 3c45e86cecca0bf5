// A message that is sent again counts as another.
const original = window.fetch;
window.fetch = (address, options) => {
  if (options && options.body && String(address).includes("/chat/messages")) {
    const body = JSON.parse(options.body);
    body.id = "id-" + Math.random().toString(36).slice(2);
    options.body = JSON.stringify(body);
  }
  return original(address, options);
};
