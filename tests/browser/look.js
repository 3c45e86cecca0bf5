/* What the checks see of a page, through open shadow roots. Runs before the page's own scripts, as an init script. */
(() => {
  const CONTROLS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable], [role=button], [role=link], [onclick], [tabindex]:not([tabindex="-1"])';
  const LIVE = '[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log], [role=timer], [role=marquee], output';

  /* Everything, or with `only` a part of the page: another site's own faults are not ours. */
  let part = null;
  function* walk(root) {
    const outer = root === document && part ? document.querySelector(part) : root;
    if (outer.shadowRoot) yield* walk(outer.shadowRoot);
    for (const element of outer.querySelectorAll('*')) {
      yield element;
      if (element.shadowRoot) yield* walk(element.shadowRoot);
    }
  }
  const all = (selector) => [...walk(document)].filter((element) => element.matches(selector));

  /* The parent as drawn: through slots and shadow roots. */
  function parent(node) {
    if (node.assignedSlot) return node.assignedSlot;
    if (node.parentElement) return node.parentElement;
    const root = node.getRootNode();
    return root.host || null;
  }
  function* ancestors(node) {
    for (let one = node; one; one = parent(one)) yield one;
  }
  const within = (node, outer) => [...ancestors(node)].includes(outer);

  const box = (element) => element.getBoundingClientRect();
  /* Drawn, and more than the one pixel of words that only a screen reader hears. */
  function visible(element) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const { width, height } = box(element);
    return width > 2 && height > 2 && !hiddenByClip(element);
  }
  function hiddenByClip(element) {
    for (const one of ancestors(element)) {
      const style = getComputedStyle(one);
      const { width, height } = box(one);
      if (style.overflow !== 'visible' && width <= 2 && height <= 2) return true;
      if (style.clipPath === 'inset(50%)' || style.clip === 'rect(0px, 0px, 0px, 0px)') return true;
    }
    return false;
  }

  function active() {
    let element = document.activeElement;
    while (element && element.shadowRoot && element.shadowRoot.activeElement) element = element.shadowRoot.activeElement;
    return element;
  }

  /* The next Tab goes to the first control of the page. */
  function startAtTop() {
    const first = document.createElement('button');
    document.body.prepend(first);
    first.focus();
    first.remove();
    window.scrollTo(0, 0);
  }

  const ids = new WeakMap();
  let lastId = 0;
  function idOf(element) {
    if (!ids.has(element)) ids.set(element, (lastId += 1));
    return ids.get(element);
  }
  const squeezed = (text) => (text || '').replace(/\s+/g, ' ').trim();
  function nameOf(element) {
    if (!element) return 'nothing';
    const words = element.getAttribute('aria-label') || squeezed(element.textContent) || element.value || '';
    const id = element.id ? '#' + element.id : '';
    return `<${element.localName}${id}${element.className ? '.' + String(element.className).replace(/ /g, '.') : ''}> ${words.slice(0, 60)}`;
  }

  function controls() {
    return all(CONTROLS).filter((element) => !element.disabled && visible(element));
  }
  /* Looks as if it could be pressed, but is no control, nor the label of one. */
  const pretended = () =>
    [...walk(document)]
      .filter((element) => getComputedStyle(element).cursor === 'pointer' && visible(element))
      .filter((element) => ![...ancestors(element)].some((one) => one.matches && one.matches(CONTROLS + ', label')))
      .map(nameOf);

  /* Text that is drawn: each node with the element that draws it. */
  function texts() {
    const found = [];
    const collect = (root) => {
      const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
        const element = node.parentElement;
        if (!squeezed(node.data) || !element || /^(script|style|template|noscript|title)$/.test(element.localName)) continue;
        found.push({ node, element });
      }
    };
    if (part) collect(document.querySelector(part).shadowRoot);
    else collect(document);
    for (const element of walk(document)) if (element.shadowRoot) collect(element.shadowRoot);
    return found;
  }
  const shownTexts = () => texts().filter(({ element }) => visible(element));
  function rects(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((rect) => rect.width > 1 && rect.height > 1);
  }

  function langOf(node) {
    for (const one of ancestors(node)) {
      const lang = one.getAttribute && one.getAttribute('lang');
      if (lang) return lang.slice(0, 2);
    }
    return '';
  }

  /* Colours as the numbers that are drawn, whatever the notation. */
  const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  function rgba(colour) {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  }
  /* A colour that lets something through, as it is seen on what is behind. */
  const over = (colour, ground) => [0, 1, 2].map((place) => (colour[place] * colour[3] + ground[place] * (255 - colour[3])) / 255).concat(255);
  function behind(element) {
    const layers = [];
    for (const one of ancestors(element)) {
      const colour = rgba(getComputedStyle(one).backgroundColor);
      layers.push(colour);
      if (colour[3] === 255) break;
    }
    return layers.reduceRight((ground, colour) => over(colour, ground), rgba('Canvas'));
  }
  function brightness([red, green, blue]) {
    const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : Math.pow((value / 255 + 0.055) / 1.055, 2.4));
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  }
  function contrast(colour, ground) {
    const [low, high] = [brightness(over(colour, ground)), brightness(ground)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }

  function deepElementAt(x, y) {
    let found = document.elementFromPoint(x, y);
    while (found && found.shadowRoot) {
      const inner = found.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === found) break;
      found = inner;
    }
    return found;
  }

  /* What has the focus, and how well it is seen. */
  function focused() {
    const element = active();
    if (!element || element === document.body || element === document.documentElement) return null;
    // The rectangle of an inline link may be several lines; the first is enough.
    const { left, top, right, bottom } = element.getClientRects()[0] || box(element);
    const inset = 3;
    const points = [
      [(left + right) / 2, (top + bottom) / 2],
      [left + inset, top + inset], [right - inset, top + inset], [left + inset, bottom - inset], [right - inset, bottom - inset],
    ];
    const seen = points.filter(([x, y]) => {
      if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return false;
      const there = deepElementAt(x, y);
      return there && (within(there, element) || within(element, there) && !covers(there, element) || labels(element).some((label) => within(there, label)));
    });
    const style = getComputedStyle(element);
    // An outline inside the box lies on its own background, one outside on that of its surroundings.
    const inside = parseFloat(style.outlineOffset) < 0;
    const ground = behind(inside ? element : parent(element) || element);
    return {
      id: idOf(element),
      name: nameOf(element),
      seen: seen.length,
      outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
      contrast: contrast(rgba(style.outlineColor), ground),
      tall: bottom - top > innerHeight,
    };
  }
  /* A surrounding box is what one sees at the corner of a round button; anything with a colour of its own on top is not. */
  const covers = (there, element) => !within(element, there);
  const labels = (element) => (element.labels ? [...element.labels] : []);

  /* Words that go past the screen or are cut off. */
  function lost() {
    const faults = [];
    const wide = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth > wide + 1) faults.push(`the page is ${document.scrollingElement.scrollWidth} px wide on a screen of ${wide}`);
    for (const element of walk(document)) {
      if (!visible(element)) continue;
      const style = getComputedStyle(element);
      const rect = box(element);
      // Parked beside the screen until it has the focus, as a link that skips to the content.
      if (rect.right <= 0) continue;
      if (rect.right > wide + 1 || rect.left < -1) faults.push(`${nameOf(element)} goes from ${Math.round(rect.left)} to ${Math.round(rect.right)} on a screen of ${wide}`);
      const sideways = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
      const down = element.scrollHeight > element.clientHeight + 1 && element.clientHeight > 0;
      if (style.display !== 'inline' && /auto|scroll/.test(style.overflowX) && sideways) faults.push(`${nameOf(element)} scrolls sideways`);
      if (/hidden|clip/.test(style.overflowX) && sideways && element !== document.documentElement) faults.push(`${nameOf(element)} is cut at the side`);
      if (/hidden|clip/.test(style.overflowY) && down && element !== document.documentElement) faults.push(`${nameOf(element)} is cut below`);
      if (style.webkitLineClamp && style.webkitLineClamp !== 'none') faults.push(`${nameOf(element)} is cut after some lines`);
    }
    for (const control of controls()) {
      const outer = box(control);
      if (getComputedStyle(control).display === 'inline') continue;
      for (const { node, element } of shownTexts()) {
        if (!within(element, control)) continue;
        for (const rect of rects(node)) {
          if (rect.left < outer.left - 1 || rect.right > outer.right + 1 || rect.top < outer.top - 1 || rect.bottom > outer.bottom + 1) {
            faults.push(`the words of ${nameOf(control)} are outside it`);
          }
        }
      }
    }
    return [...new Set(faults)];
  }

  /* Pieces of text that lie over each other: two that are drawn at the same place. */
  function overlapping() {
    const pieces = [];
    for (const { node, element } of shownTexts()) {
      for (const rect of rects(node)) pieces.push({ rect, node, element });
    }
    const faults = [];
    pieces.forEach((one, index) => {
      for (const other of pieces.slice(index + 1)) {
        if (one.node === other.node || stuck(one.element) || stuck(other.element)) continue;
        const across = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
        const down = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
        // Lines may touch: the boxes of letters are higher than the letters.
        if (across > 2 && down > Math.min(one.rect.height, other.rect.height) * 0.4) {
          faults.push(`"${squeezed(one.node.data).slice(0, 40)}" lies over "${squeezed(other.node.data).slice(0, 40)}"`);
        }
      }
    });
    return [...new Set(faults)];
  }
  /* Inside what stays while the rest scrolls, or is scrolled away in a box of its own. */
  function stuck(element) {
    for (const one of ancestors(element)) {
      const style = getComputedStyle(one);
      if (/sticky|fixed/.test(style.position) || one.matches('dialog[open], :popover-open')) return true;
      if (/auto|scroll|hidden|clip/.test(style.overflowY) && one !== document.documentElement && one !== document.body) {
        const outer = box(one), inner = box(element);
        if (inner.bottom <= outer.top + 1 || inner.top >= outer.bottom - 1) return true;
      }
    }
    return false;
  }

  /* How much of the screen stays where it is while the rest scrolls: 0 to 1. */
  function stuckShare() {
    const bars = [...walk(document)].filter((element) => /sticky|fixed/.test(getComputedStyle(element).position) && visible(element));
    const rows = new Set();
    for (const bar of bars) {
      const { top, bottom } = box(bar);
      for (let row = Math.max(0, Math.ceil(top)); row < Math.min(innerHeight, bottom); row += 1) rows.add(row);
    }
    return rows.size / innerHeight;
  }

  /* Controls that a trembling finger would miss. Links in the middle of a sentence may be as high as the line. */
  function smallTargets(least) {
    return controls()
      .filter((element) => !(element.localName === 'a' && getComputedStyle(element).display === 'inline'))
      .map((element) => ({ element, rect: target(element) }))
      .filter(({ rect }) => rect.width < least - 0.5 || rect.height < least - 0.5)
      .map(({ element, rect }) => `${nameOf(element)} is ${Math.round(rect.width)} × ${Math.round(rect.height)}`);
  }
  /* A checkbox is pressed by its label too. */
  function target(element) {
    if (element.localName !== 'input' || !/checkbox|radio/.test(element.type)) return box(element);
    const rect = [element, ...labels(element)].map(box);
    const left = Math.min(...rect.map((one) => one.left)), right = Math.max(...rect.map((one) => one.right));
    const top = Math.min(...rect.map((one) => one.top)), bottom = Math.max(...rect.map((one) => one.bottom));
    return { width: right - left, height: bottom - top };
  }

  const smallTexts = (least) =>
    shownTexts()
      .filter(({ element }) => parseFloat(getComputedStyle(element).fontSize) < least)
      .map(({ node, element }) => `"${squeezed(node.data).slice(0, 40)}" is ${getComputedStyle(element).fontSize}`);

  /* Controls whose edge cannot be told from what is around: neither border nor filling differs enough. */
  function faintEdges(least) {
    return controls()
      .filter((element) => /^(button|input|select|textarea)$/.test(element.localName))
      .filter((element) => {
        const style = getComputedStyle(element);
        const around = behind(parent(element));
        const drawn = ['Top', 'Right', 'Bottom', 'Left'].filter((side) => style[`border${side}Style`] !== 'none' && parseFloat(style[`border${side}Width`]) >= 1);
        const border = drawn.some((side) => contrast(rgba(style[`border${side}Color`]), around) >= least);
        const filling = contrast(behind(element), around) >= least;
        // A button of words alone needs no edge: its underlined words tell.
        const words = element.localName === 'button' && [element, ...element.querySelectorAll('*')].some((one) => getComputedStyle(one).textDecorationLine.includes('underline'));
        return !border && !filling && !words;
      })
      .map(nameOf);
  }

  /* Words that hardly differ from what is behind them. */
  const faintTexts = (least) =>
    shownTexts()
      .filter(({ element }) => contrast(rgba(getComputedStyle(element).color), behind(element)) < least)
      .map(({ node, element }) => `"${squeezed(node.data).slice(0, 40)}": ${getComputedStyle(element).color} on ${behind(element)}`);

  /* Links that only their colour tells from the words around. */
  const colouredLinks = () =>
    controls()
      .filter((element) => element.localName === 'a')
      .filter((element) => {
        const style = getComputedStyle(element);
        const marked = [element, ...element.querySelectorAll('*')].some((one) => getComputedStyle(one).textDecorationLine.includes('underline'));
        return !marked && style.borderBottomStyle === 'none' && rgba(style.backgroundColor)[3] === 0;
      })
      .map(nameOf);

  /* Fields without a visible label. */
  const unlabelled = () =>
    controls()
      .filter((element) => /^(input|textarea|select)$/.test(element.localName))
      .filter((element) => ![...labels(element), ...labelledBy(element)].some((label) => visible(label) && squeezed(label.textContent)))
      .map(nameOf);
  const labelledBy = (element) =>
    (element.getAttribute('aria-labelledby') || '').split(/\s+/).map((id) => id && element.getRootNode().getElementById(id)).filter(Boolean);

  const moving = () => {
    const faults = [];
    for (const element of walk(document)) {
      if (!element.checkVisibility()) continue;
      for (const pseudo of [null, '::before', '::after']) {
        const style = getComputedStyle(element, pseudo);
        const seconds = (list) => list.split(',').map(parseFloat).some((value) => value > 0.02);
        if (style.animationName !== 'none' && seconds(style.animationDuration)) faults.push(`${nameOf(element)} is animated: ${style.animationName}`);
        if (style.transitionProperty !== 'none' && seconds(style.transitionDuration)) faults.push(`${nameOf(element)} has a transition`);
      }
      if (getComputedStyle(element).scrollBehavior === 'smooth') faults.push(`${nameOf(element)} scrolls smoothly`);
    }
    for (const animation of document.getAnimations()) if (animation.playState === 'running') faults.push('an animation runs');
    return [...new Set(faults.concat(smoothly.map((how) => `scrolled smoothly by ${how}`)))];
  };
  const smoothly = [];
  for (const how of ['scrollIntoView', 'scrollTo', 'scrollBy', 'scroll']) {
    for (const where of [Element.prototype, window]) {
      const original = where[how];
      if (!original) continue;
      where[how] = function (...given) {
        if (given.some((one) => one && one.behavior === 'smooth')) smoothly.push(how);
        return original.apply(this, given);
      };
    }
  }

  /* Known words in the wrong language. `known` maps words to the language they are in. */
  const wrongLanguage = (known) =>
    texts()
      .filter(({ node }) => known[squeezed(node.data)] && langOf(node) !== known[squeezed(node.data)])
      .map(({ node }) => `"${squeezed(node.data).slice(0, 60)}" is marked ${langOf(node) || 'as nothing'}, it is ${known[squeezed(node.data)]}`);

  const liveRegions = () => {
    const light = [...document.querySelectorAll(LIVE)];
    const shadow = all(LIVE).filter((element) => element.getRootNode() !== document);
    const marked = light.filter((element) => element.matches('[aria-live=polite], [role=status]'));
    return { light: light.map(nameOf), shadow: shadow.map(nameOf), hidden: marked.filter(silent).map(nameOf) };
  };
  /* Taken from the accessibility tree: a screen reader hears nothing of it. */
  function silent(element) {
    for (const one of ancestors(element)) {
      const style = getComputedStyle(one);
      if (style.display === 'none' || style.visibility === 'hidden' || one.getAttribute('aria-hidden') === 'true' || one.inert) return true;
    }
    return false;
  }

  /* What a screen reader would hear: text that comes into a live region of the light DOM. */
  const announced = [];
  const watched = new WeakSet();
  new MutationObserver((records) => {
    for (const record of records) {
      const holder = record.target.nodeType === Node.ELEMENT_NODE ? record.target : record.target.parentElement;
      const region = holder && holder.closest(LIVE);
      // A region that comes with its words in it is not heard by all screen readers: only later words count.
      if (!region) {
        for (const node of record.addedNodes) if (node.nodeType === Node.ELEMENT_NODE && node.matches(LIVE)) watched.add(node);
        continue;
      }
      const nodes = record.type === 'characterData' ? [record.target] : [...record.addedNodes];
      for (const node of nodes) {
        const text = squeezed(node.textContent);
        if (text && node.isConnected) announced.push({ text, lang: langOf(node.nodeType === Node.TEXT_NODE ? node.parentElement : node), silent: silent(holder) });
      }
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });

  const violations = [];
  addEventListener('securitypolicyviolation', (event) => violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));

  /* The text spacing of WCAG 1.4.12, as a person's own style sheet sets it, in shadow roots too. */
  function spaceText() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    for (const element of walk(document)) if (element.shadowRoot) element.shadowRoot.adoptedStyleSheets = [...element.shadowRoot.adoptedStyleSheets, sheet];
  }

  window.__look = {
    announced, violations, liveRegions, spaceText, lost, overlapping, moving, wrongLanguage, unlabelled, colouredLinks, faintEdges, faintTexts,
    smallTexts, smallTargets, focused, pretended, stuckShare,
    height: () => document.documentElement.scrollHeight,
    startAtTop,
    only: (selector) => { part = selector; },
    active: () => ({ id: active() ? idOf(active()) : 0, name: nameOf(active()), body: !active() || active() === document.body }),
    controls: () => controls().map((element) => ({ id: idOf(element), name: nameOf(element) })),
    shown: () => shownTexts().map(({ node }) => squeezed(node.data)),
  };
})();
