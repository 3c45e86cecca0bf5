// What has been said and waits for an answer, the API (bot/channels/web/api.py), its words, and what this tab keeps.

// Beside the longest time of a turn, which the server tells.
const MORE_SECONDS = 5;
const BEFORE_RETRY = 1500;

const ended = (message) => message.custom && message.custom.type === "end";
const restarted = (message) => message.custom && message.custom.type === "restart";

export class Conversation {
  constructor(client) {
    this.client = client;
    this.messages = [];
    this.state = null;
  }

  get begun() {
    return Boolean(this.client.store.get("session"));
  }

  // The message without an answer, {id, text, shown}, or null; kept over a reload.
  get unanswered() {
    return this.client.store.get("unanswered");
  }

  // Returns the first messages of a new session.
  async open(language, municipality) {
    const body = municipality ? { language, municipality } : { language };
    const reply = await this.client.send("POST", "/chat/sessions", body);
    this.forget();
    this.client.store.set("session", reply.session);
    return this._take(reply.messages, reply.state);
  }

  // Reads all anew, after a reload or when another tab went on.
  async resume() {
    const reply = await this.client.send("GET", "/chat/session", null, true);
    this.messages = [];
    this._take(reply.messages, reply.state);
    // It was answered after all: the server names it by the id that was sent with it.
    const left = this.unanswered;
    if (left && reply.messages.some((message) => message.key === left.id)) this.dropUnanswered();
  }

  // Says a text or payload that the person sees as `shown`. Returns the new messages; null when more had happened and
  // all is to be drawn anew.
  async say(text, shown, id) {
    const message = { id: id || newId(), text, shown };
    const { store } = this.client;
    const token = store.get("session");
    store.set("unanswered", message);
    const reply = await this.client.send("POST", "/chat/messages", { id: message.id, text }, true);
    // Ended meanwhile: the answer comes too late to be shown.
    if (token !== store.get("session")) throw new Refused(0);
    store.set("unanswered", null);
    const last = this.messages.length ? this.messages[this.messages.length - 1].id : 0;
    if (reply.messages.some(restarted)) this.messages = [];
    else if (reply.messages.length && reply.messages[0].id !== last + 1) {
      await this.resume();
      return null;
    }
    return this._take(reply.messages, reply.state);
  }

  dropUnanswered() {
    this.client.store.set("unanswered", null);
  }

  // Deletes everything, here and at the server.
  async end() {
    this.client.abort();
    const asked = this.begun ? this.client.send("DELETE", "/chat/session") : null;
    this.client.store.clear();
    if (this.state) this.state.ended = true;
    await asked;
  }

  // The same when the page goes away at once: a beacon leaves all the same, and asks no other question first.
  leave() {
    this.client.abort();
    if (this.begun) navigator.sendBeacon(this.client.origin + "/chat/session/end", this.client.store.get("session"));
    this.client.store.clear();
  }

  forget() {
    this.expire();
    this.messages = [];
  }

  // The server does not know it any more; what was said can still be read and saved.
  expire() {
    this.client.abort();
    this.client.store.set("session", null);
    this.dropUnanswered();
    this.state = null;
  }

  // What was said since the person last wrote: its buttons live.
  get turn() {
    let start = this.messages.length;
    while (start > 0 && this.messages[start - 1].from !== "person") start -= 1;
    return this.messages.slice(start);
  }

  get buttons() {
    const question = this.state && this.state.question;
    const all = [];
    for (const message of this.turn) {
      for (const one of message.buttons || []) if (!all.some((other) => other.payload === one.payload)) all.push(one);
    }
    const isAnswer = (one) => /^\/(answer|feedback)/.test(one.payload);
    const answers = all.filter(isAnswer);
    return { answers: answers.length || !question ? answers : question.options, others: all.filter((one) => !isAnswer(one)) };
  }

  _take(messages, state) {
    this.messages.push(...messages);
    this.state = state;
    if (state.ended || messages.some(ended)) {
      this.state.ended = true;
      this.client.store.clear();
    }
    return messages;
  }
}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

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
    this.seconds = 10;
    this.underWay = new Set();
    this.store = new Store("sessionStorage", "auta " + origin + " ");
  }

  // Texts, contact and limits, or those this tab saw last. Raises Refused without either.
  async page(municipality) {
    const query = municipality ? "?municipality=" + encodeURIComponent(municipality) : "";
    let page;
    try {
      page = await this.send("GET", "/chat/page" + query);
      this.store.set("page", page);
    } catch (refused) {
      page = this.store.get("page");
      if (!page) throw refused;
    }
    this.seconds = page.seconds || this.seconds;
    return page;
  }

  // One request; raises Refused. `again`: tries once more when the server was not reached; the message's id makes that safe.
  async send(method, path, body, again) {
    const token = this.store.get("session");
    try {
      return await this._send(token, method, path, body);
    } catch (refused) {
      if (!again || refused.status) throw refused;
      await new Promise((resolve) => setTimeout(resolve, BEFORE_RETRY));
      // Ended meanwhile: there is nothing more to say.
      if (token !== this.store.get("session")) throw refused;
      return this._send(token, method, path, body);
    }
  }

  // Whatever is under way gets no answer any more; but what is being deleted is deleted.
  abort() {
    this.underWay.forEach((stop) => stop.abort());
  }

  async _send(token, method, path, body) {
    const headers = { "Accept-Language": this.language };
    if (token) headers.Authorization = "Bearer " + token;
    if (body) headers["Content-Type"] = "application/json";
    const stop = new AbortController();
    const deletes = method === "DELETE";
    if (!deletes) this.underWay.add(stop);
    const timer = setTimeout(() => stop.abort(), (this.seconds + MORE_SECONDS) * 1000);
    let response, answer;
    try {
      response = await fetch(this.origin + path, {
        method, headers, signal: stop.signal, credentials: "omit", referrerPolicy: "no-referrer", keepalive: deletes,
        body: body ? JSON.stringify(body) : undefined,
      });
      answer = response.status === 204 ? null : await response.json();
    } catch (error) {
      throw new Refused(response && !response.ok ? response.status : 0);
    } finally {
      clearTimeout(timer);
      this.underWay.delete(stop);
    }
    if (!response.ok) throw new Refused(response.status, answer);
    return answer;
  }
}

// The browser's storage of a kind. Where that is forbidden or full, what was set lasts as long as the page.
export class Store {
  constructor(kind, prefix) {
    Object.assign(this, { kind, prefix, values: {} });
  }

  get(name) {
    if (name in this.values) return this.values[name];
    try {
      return JSON.parse(window[this.kind].getItem(this.prefix + name));
    } catch (error) {
      return null;
    }
  }

  set(name, value) {
    this.values[name] = value;
    try {
      if (value === null) window[this.kind].removeItem(this.prefix + name);
      else window[this.kind].setItem(this.prefix + name, JSON.stringify(value));
    } catch (error) {
      // `values` has it.
    }
  }

  clear() {
    for (const name of ["session", "unanswered", "open", "page"]) this.set(name, null);
  }
}

// The words of data/responses/page.yml in the language of the moment.
export class Words {
  constructor(page, language) {
    this.page = page;
    this.language = language;
  }

  // The same words in a language of their own.
  in(language) {
    return new Words(this.page, language);
  }

  get other() {
    return this.language === "sv" ? "fi" : "sv";
  }

  say(name, values) {
    const text = this.page.texts[this.language][name] || "";
    return text.replace(/\{(\w+)\}/g, (whole, key) => (values && key in values ? values[key] : whole));
  }
}
