// The conversation to take along, as a text file or on paper: one list of parts makes both.

import { h } from "./dom.js";

const ON_PAPER = `
  @media screen { #auta-paper { display: none !important } }
  @media print {
    body > :not(#auta-paper) { display: none !important }
    #auta-paper { color: #000; background: #fff; font: 14pt/1.5 sans-serif }
    #auta-paper h2 { font-size: 12pt; break-after: avoid }
    #auta-paper p { white-space: pre-line }
  }`;

// [{who, text, language}]: what was said, and what the law wants said (306/2019, 6 a §: a machine, no decision).
export function written(words, conversation, contact) {
  const { language } = words;
  const now = new Date();
  const date = [now.getDate(), now.getMonth() + 1, now.getFullYear()].join(".");
  const time = now.getHours() + "." + String(now.getMinutes()).padStart(2, "0");
  const said = conversation.messages.filter((message) => message.text)
    .map((message) => ({ who: words.say(message.from === "person" ? "you" : "auta"), text: message.text, language: message.language }));
  const person = contact ? [contact.name, contact.phone_text, contact.email, contact.open].filter(Boolean).join("\n") : "";
  return [
    { who: words.say("saved_title"), text: words.page.authority[language] + "\n" + words.say("saved_about", { date, time }), language },
    ...said,
    { who: words.say("person"), text: person, language },
  ];
}

// A text file on the person's own device. A mark of UTF-8 and Windows line ends, for the oldest editors.
export function saveText(parts) {
  const text = "\ufeff" + parts.map(({ who, text }) => who + "\n" + text + "\n").join("\n");
  const href = URL.createObjectURL(new Blob([text.replace(/\n/g, "\r\n")], { type: "text/plain;charset=utf-8" }));
  h("a", { href, download: "auta-" + new Date().toISOString().slice(0, 10) + ".txt" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}

let undo = null;

// Prints the conversation and nothing else of the page. On the screen nothing changes.
export function print(parts) {
  const before = document.adoptedStyleSheets;
  if (before) {
    putAway();
    const paper = h("div", { id: "auta-paper" });
    for (const { who, text, language } of parts) paper.append(h("h2", null, who), h("p", { lang: language }, text));
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(ON_PAPER);
    document.adoptedStyleSheets = Array.from(before).concat(sheet);
    document.body.append(paper);
    undo = () => {
      paper.remove();
      document.adoptedStyleSheets = before;
    };
    window.addEventListener("afterprint", putAway, { once: true });
  }
  window.print();
}

// Takes the paper out of the page.
export function putAway() {
  if (undo) undo();
  undo = null;
}
