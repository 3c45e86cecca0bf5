// What has been said, and what waits for an answer. Knows nothing of how it looks. Requests raise Refused.

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
    this.forget();
    const body = municipality ? { language, municipality } : { language };
    const reply = await this.client.send("POST", "/chat/sessions", body);
    this.client.store.set("session", reply.session);
    return this._take(reply.messages, reply.state);
  }

  // Reads all anew, after a reload or when another tab went on.
  async resume() {
    const reply = await this.client.send("GET", "/chat/session", null, true);
    this.messages = [];
    this._take(reply.messages, reply.state);
  }

  // Says a text or payload that the person sees as `shown`. Returns the new messages; null when more had happened and
  // all is to be drawn anew.
  async say(text, shown, id) {
    const message = { id: id || newId(), text, shown };
    this.client.store.set("unanswered", message);
    const reply = await this.client.send("POST", "/chat/messages", { id: message.id, text }, true);
    this.client.store.set("unanswered", null);
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

  // Deletes everything, here and at the server. `leaving`: the page goes away meanwhile.
  async end(leaving) {
    const wasBegun = this.begun;
    const asked = wasBegun ? this.client.send("DELETE", "/chat/session", null, !leaving, leaving) : null;
    this.client.store.clear();
    if (this.state) this.state.ended = true;
    await asked;
  }

  forget() {
    this.client.store.set("session", null);
    this.client.store.set("unanswered", null);
    this.messages = [];
    this.state = null;
  }

  // The messages since the person last wrote: their buttons live.
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
    const answers = all.filter((one) => one.payload.startsWith("/answer"));
    return {
      answers: answers.length || !question ? answers : question.options,
      others: all.filter((one) => !one.payload.startsWith("/answer")),
    };
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
