// What is heard: the live region for screen readers, and the device's own voices.

import { empty, h } from "./dom.js";

const KEPT = 15000;
const synthesis = window.speechSynthesis;
const HIDDEN = "position:absolute;width:1px;height:1px;margin:-1px;padding:0;border:0;display:block;overflow:hidden;clip-path:inset(50%);visibility:visible";

// The one live region. It is in the page itself and not in the shadow root, where screen readers miss changes.
export class Announcer {
  constructor(host) {
    // Not atomic: of several messages each is read once, as it is added.
    this.region = h("div", { slot: "announcer", role: "status", "aria-live": "polite", "aria-atomic": "false" });
    // Inline and important, so that no style of the page can show it or silence it.
    for (const rule of HIDDEN.split(";")) this.region.style.setProperty(...rule.split(":"), "important");
    host.append(this.region);
    this.timer = 0;
  }

  // Says texts, [{text, language}], once each. They go when they have been read: the log has them.
  say(texts) {
    clearTimeout(this.timer);
    empty(this.region);
    for (const one of texts) this.region.append(h("p", { lang: one.language }, one.text));
    this.timer = setTimeout(() => empty(this.region), KEPT);
  }
}

export class Speech {
  constructor(changed) {
    this.on = false;
    if (synthesis && synthesis.addEventListener) synthesis.addEventListener("voiceschanged", changed);
  }

  voice(language) {
    const voices = synthesis ? synthesis.getVoices() : [];
    const own = (voice) => voice.lang.slice(0, 2).toLowerCase() === language;
    // A voice in the device itself: one over the network would send the words to its maker.
    return voices.find((voice) => own(voice) && voice.localService) || null;
  }

  // Reads texts, [{text, language}], aloud.
  read(texts) {
    this.stop();
    for (const one of texts) {
      const voice = this.voice(one.language);
      if (!voice) continue;
      const words = new SpeechSynthesisUtterance(one.text);
      words.voice = voice;
      words.lang = voice.lang;
      words.rate = 0.9;
      synthesis.speak(words);
    }
  }

  stop() {
    if (synthesis) synthesis.cancel();
  }
}
