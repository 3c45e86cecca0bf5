// The full page follows the language of its chat. Only what is around the chat is exchanged: the conversation goes on.

const AROUND = ["title", ".skip", ".top", "h1", "footer"];

let wanted = document.documentElement.lang;

document.addEventListener("auta-language", ({ detail: { language } }) => {
  if (language === wanted) return;
  wanted = language;
  const request = new XMLHttpRequest();
  request.responseType = "document";
  request.addEventListener("load", () => {
    const other = request.response;
    if (request.status !== 200 || !other || language !== wanted) return;
    AROUND.forEach((part) => document.querySelector(part).replaceWith(other.querySelector(part)));
    document.documentElement.lang = language;
  });
  request.open("GET", "/?language=" + language);
  request.send();
});
