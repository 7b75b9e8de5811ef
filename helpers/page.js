// What every part of a page shares. A part is a place with a still, its data (JSON in gzip in base64) and a script with a
// function `render({model, el})`, as anywidget wants it. In a page, where no kernel is, the model is the one below.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

// The elements inside a place, as elements of HTML.
/** @type {(place: ParentNode, selector: string) => HTMLElement[]} */
const all = (place, selector) => [...place.querySelectorAll(selector)].filter((one) => one instanceof HTMLElement);

/** @param {ParentNode | undefined} place @param {string} selector */
const focusOn = (place, selector) => all(place ?? document, selector)[0]?.focus();

// Words with values put into their places.
/** @type {(words: string, ...values: (string | number)[]) => string} */
const fill = (words, ...values) => words.replaceAll("{}", () => String(values.shift()));

// Whether the text is in the clipboard; where the browser keeps that to itself, what shows the text is selected.
/** @param {string} text @param {Node} shown */
async function copyOrSelect(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(shown);
    return false;
  }
}

// For ids: no two parts of a window have the same, whichever script made them.
function ownName() {
  window.courseParts = (window.courseParts ?? 0) + 1;
  return `part${window.courseParts}`;
}

// JupyterLab would take a control's keys for its shortcuts, and Enter from a text, which it looks for as it is put in.
// It asks the focused element itself whether it may.
/** @param {Element} control */
function keepKeys(control) {
  control.setAttribute("data-lm-suppress-shortcuts", "");
  control.addEventListener("beforeinput", (event) => event.stopImmediatePropagation(), true);
}

// localStorage, and for what a browser refuses or has no room for, a memory that ends with the page.
/** @returns {Memory} */
function findStorage() {
  const memory = (window.courseMemory ??= new Map());
  /** @param {(storage: Memory & Storage) => Json} call */
  const attempt = (call) => {
    try {
      return call(localStorage);
    } catch {
      return null;
    }
  };
  /** @param {string} key @param {string} text */
  const write = (key, text) => attempt((storage) => (storage.setItem(key, text), !storage.forgets));
  const remembers = write("cross-entropy-course", "");
  attempt((storage) => storage.removeItem("cross-entropy-course"));
  return {
    getItem: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key)),
    setItem(key, text) {
      memory.delete(key);
      if (!write(key, text)) memory.set(key, text);
    },
    get forgets() {
      return !remembers || memory.size > 0;
    },
  };
}

const LONGEST = 1e6; // letters; no part writes as much, and each reading would take its time

// What cannot be read is put aside, not lost.
/** @param {Memory} storage @param {string} key @returns {Json} */
function recall(storage, key) {
  const text = storage.getItem(key) ?? "null";
  try {
    if (text.length <= LONGEST) return JSON.parse(text);
  } catch {
    // no JSON
  }
  storage.setItem(key, "null");
  storage.setItem(`${key}.damaged`, text);
  return null;
}

// state._kept: the key in the storage for each name that is to outlive the page. It is read afresh each time, since
// another part may have written it.
/** @param {Json} state @returns {Model} */
function pageModel(state) {
  const kept = state._kept ?? {};
  const storage = findStorage();
  /** @type {[string, () => void][]} */
  let listeners = [];
  /** @param {string} name */
  const get = (name) => (name in kept ? recall(storage, kept[name]) : null) ?? state[name];
  return {
    get,
    set(name, value) {
      if (get(name) === value) return;
      if (name in kept) storage.setItem(kept[name], JSON.stringify(value));
      else state[name] = value;
      for (const [event, callback] of listeners) if (event === `change:${name}`) callback();
    },
    save_changes() {},
    on: (event, callback) => listeners.push([event, callback]),
    off: (event, callback) => (listeners = listeners.filter((one) => one[0] !== event || one[1] !== callback)),
    get forgets() {
      return storage.forgets;
    },
  };
}

/** @param {HTMLElement} place @param {Render} render */
async function start(place, render) {
  const data = place.querySelector('script[type="application/gzip"]');
  const packed = atob(data?.textContent ?? "");
  const bytes = new Blob([Uint8Array.from(packed, (letter) => letter.charCodeAt(0))]).stream();
  const state = await new Response(bytes.pipeThrough(new DecompressionStream("gzip"))).json();
  render({ model: pageModel(state), el: place });
}

// Every place that waits for this very script, and for no other version of it.
/** @param {string} name @param {Render} render */
function startAll(name, render) {
  const waiting = `.course-part[data-part="${name}"]:not([data-started])`;
  for (const place of all(document, waiting)) {
    place.dataset.started = "";
    place.started = start(place, render);
  }
}
