// The API of bot/channels/web/api.py, the words it gives, and what this tab keeps.

const SLOWEST = 15000;
const BEFORE_RETRY = 1500;

// Why there is no answer. `status` is 0 when the server was not reached; `text` and `contact` are the server's, if any.
export class Refused extends Error {
  constructor(status, body) {
    super("refused " + status);
    this.status = status;
    this.text = (body && body.text) || "";
    this.language = body && body.language;
    this.contact = (body && body.contact) || null;
  }

  // Whether the same message may be answered when it is sent again.
  get lost() {
    return this.status === 0 || this.status >= 500;
  }
}

export class Client {
  constructor(origin) {
    this.origin = origin;
    this.language = "fi";
    this.store = new Store("auta " + origin);
  }

  // Texts, contact and limits, or those this tab saw last. Raises Refused without either.
  async page(municipality) {
    const query = municipality ? "?municipality=" + encodeURIComponent(municipality) : "";
    try {
      const page = await this.send("GET", "/chat/page" + query);
      this.store.set("page", page);
      return page;
    } catch (refused) {
      const last = this.store.get("page");
      if (!last) throw refused;
      return last;
    }
  }

  // One request; raises Refused. `again`: tries once more when there was no answer, which the message's id makes safe.
  async send(method, path, body, again, keepalive) {
    const token = this.store.get("session");
    try {
      return await this._send(token, method, path, body, keepalive);
    } catch (refused) {
      if (!again || !refused.lost) throw refused;
      await new Promise((resolve) => setTimeout(resolve, BEFORE_RETRY));
      return this._send(token, method, path, body);
    }
  }

  async _send(token, method, path, body, keepalive) {
    const headers = { "Accept-Language": this.language };
    if (token) headers.Authorization = "Bearer " + token;
    if (body) headers["Content-Type"] = "application/json";
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), SLOWEST);
    let response, answer;
    try {
      response = await fetch(this.origin + path, {
        method, headers, keepalive, signal: stop.signal, credentials: "omit", referrerPolicy: "no-referrer",
        body: body ? JSON.stringify(body) : undefined,
      });
      answer = response.status === 204 ? null : await response.json();
    } catch (error) {
      throw new Refused(response && !response.ok ? response.status : 0);
    } finally {
      clearTimeout(timer);
    }
    if (!response.ok) throw new Refused(response.status, answer);
    return answer;
  }
}

class Store {
  constructor(prefix) {
    this.prefix = prefix + " ";
    this.storage = storage("sessionStorage");
  }

  get(name) {
    return JSON.parse(this.storage.getItem(this.prefix + name) || "null");
  }

  set(name, value) {
    if (value) this.storage.setItem(this.prefix + name, JSON.stringify(value));
    else this.storage.removeItem(this.prefix + name);
  }

  clear() {
    for (const name of ["session", "unanswered", "open", "page"]) this.set(name, null);
  }
}

// The browser's storage; where it is forbidden, memory.
export function storage(name) {
  try {
    window[name].setItem("auta", "");
    window[name].removeItem("auta");
    return window[name];
  } catch (error) {
    const kept = new Map();
    return { getItem: (key) => kept.get(key), setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  }
}

export const otherLanguage = (language) => (language === "sv" ? "fi" : "sv");

// The words of data/responses/page.yml in the language of the moment.
export class Words {
  constructor(page, language) {
    this.page = page;
    this.language = language;
  }

  get other() {
    return otherLanguage(this.language);
  }

  say(name, values) {
    const text = this.page.texts[this.language][name] || "";
    return text.replace(/\{(\w+)\}/g, (whole, key) => (values && key in values ? values[key] : whole));
  }
}
