// Building blocks. Everything is made with createElement and text: no words ever become HTML.

const SVG = "http://www.w3.org/2000/svg";
const CIRCLE = "M12 2a10 10 0 1 0 0 20 10 10 0 1 0 0-20";
const ICONS = {
  phone: "M6.6 10.8a15 15 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.2 11 11 0 0 0 3.6.6 1 1 0 0 1 1 1V20a1 1 0 0 1-1 1A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1c0 1.2.2 2.4.6 3.6a1 1 0 0 1-.3 1z",
  web: CIRCLE + "c5 5 5 15 0 20-5-5-5-15 0-20M2 12h20",
  map: "M12 22s7-7 7-12a7 7 0 0 0-14 0c0 5 7 12 7 12M12 8v4",
  mail: "M3 5h18v14H3zl9 8 9-8",
  read: "M3 9v6h4l5 4V5L7 9zm13 0a5 5 0 0 1 0 6m2-9a9 9 0 0 1 0 12",
  open: CIRCLE + "M7 12l4 4 6-7",
  closed: CIRCLE + "M12 6v6l4 3",
  exit: "M13 3h7v18h-7M3 12h12m-5-5 5 5-5 5",
  alert: "M12 3 2 21h20zm0 6v6m0 2v1",
};

// An element with attributes, `on…` listeners and children; what is null or false is left out.
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name of Object.keys(attributes || {})) {
    const value = attributes[name];
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["focusable", "false"]]) svg.setAttribute(key, value);
  svg.append(path);
  return svg;
}

export function button(words, onclick, attributes, picture) {
  return h("button", Object.assign({ type: "button", onclick }, attributes), picture && icon(picture), h("span", null, words));
}

// A link; null for an address where none may lead.
export function link(url, words, picture, attributes) {
  if (!/^(https?:\/\/|tel:|mailto:)/i.test(url || "")) return null;
  return h("a", Object.assign({ href: url, rel: "noreferrer" }, attributes), picture && icon(picture), h("span", null, words));
}

export function empty(element) {
  while (element.firstChild) element.firstChild.remove();
  return element;
}

// The lines of a text as paragraphs, their addresses as links.
export function paragraphs(text) {
  return text.split("\n").filter(Boolean).map((line) => h("p", null, ...linked(line)));
}

function linked(line) {
  return line.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)]|\bsuomi\.fi\/[\w-]+)/i).map((part, index) => {
    if (index % 2 === 0) return part;
    return link(/^http/i.test(part) ? part : "https://www." + part, part);
  });
}
