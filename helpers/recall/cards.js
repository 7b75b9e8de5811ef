// Question cards, judged in the page from what Python computed. No mathematics here but whether a typed number is one of
// those given. All words come from the HTML of the card, so that whoever typesets a page typesets them too.

/** @type {(value: number, wanted: number, tolerance: number) => boolean} */
const same = (value, wanted, tolerance) => value === wanted || Math.abs(value - wanted) <= tolerance;
/** @type {(a: number, b: number, part: number, least?: number) => boolean} */
const isClose = (a, b, part, least = 0) =>
  Number.isFinite(a - b) && Math.abs(a - b) <= Math.max(part * Math.max(Math.abs(a), Math.abs(b)), least);

// The kinds: what each puts into its card, and how it judges. A judgement is whether the answer is right (null: it cannot
// be judged), and what to say: names of words in the page, or words.

/** @param {HTMLElement[]} options @param {string} type @param {string} name */
function tick(options, type, name) {
  return options.map((option) => {
    const input = make("input", { type, name });
    option.replaceChildren(make("label", {}, input, ...option.childNodes));
    return input;
  });
}

/** @type {Kind} */
function choice({ options, card, name, hints }) {
  const inputs = tick(options, "radio", name);
  return () => {
    const k = inputs.findIndex((input) => input.checked);
    if (k < 0) return [null, hints.choose];
    return k === card.right ? [true, "explanation"] : [false, `slip-${k}`];
  };
}

/** @type {(slips: string[]) => Judgement} */
const rightWithout = (slips) => (slips.length ? [false, ...slips] : [true, "explanation"]);

// What was wrongly chosen, and then what was missed.
/** @param {HTMLInputElement[]} inputs @param {number[]} right */
function slipsOf(inputs, right) {
  const slips = [...inputs.keys()].filter((k) => inputs[k].checked !== right.includes(k));
  return slips.sort((a, b) => Number(inputs[b].checked) - Number(inputs[a].checked)).map((k) => `slip-${k}`);
}

/** @type {Kind} */
function several({ options, card, name, hints }) {
  const inputs = tick(options, "checkbox", name);
  return () =>
    inputs.some((input) => input.checked) ? rightWithout(slipsOf(inputs, card.right)) : [null, hints.chooseSeveral];
}

/** @type {Kind} */
function order({ options, card, hints }) {
  const places = options.map((option, k) => {
    const choices = ["–", ...options].map((_, place) => make("option", { value: place }, place ? String(place) : "–"));
    const select = make("select", { "aria-label": `Place of ${String.fromCharCode(65 + k)}` }, ...choices);
    option.prepend(select);
    return select;
  });
  return () => {
    const given = places.map((select) => Number(select.value));
    if (given.includes(0) || new Set(given).size < given.length) return [null, hints.order];
    const wrong = card.right
      .slice(1)
      .find((/** @type {number} */ step, /** @type {number} */ i) => given[card.right[i]] > given[step]);
    return rightWithout(wrong === undefined ? [] : [`slip-${wrong}`]);
  };
}

/**
 * @param {string} text @param {Card} card @param {Hints} hints
 * @returns {string | number} the number, or what to say
 */
function readNumber(text, card, hints) {
  const [, before, given] =
    text
      .trim()
      .toLowerCase()
      .match(/^(.*?)(nats?|bits?|)$/s) ?? [];
  const number = before.trimEnd();
  /** @param {string} words */
  const unit = (words) => words.replace(/s+$/, "");
  if (unit(given) !== unit(card.unit) && given && number) return fill(hints.unit, text, given);
  const plain = number.replaceAll("−", "-").replaceAll(",", ".").replaceAll("∞", "inf");
  if (!number) return hints.empty;
  if (/^[+-]?inf(inity)?$/.test(plain)) return plain.startsWith("-") ? -Infinity : Infinity;
  return /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/.test(plain) ? Number(plain) : fill(hints.none, text);
}

/** @type {Kind} */
function number({ form, card, hints }) {
  const input = make("input", { type: "text", autocomplete: "off", inputmode: "text" });
  form.append(make("label", {}, `${hints.wanted} `, input));
  return () => {
    const value = readNumber(input.value, card, hints);
    if (typeof value === "string") return [null, value];
    if (same(value, Number(card.right), card.tolerance)) return [true, "explanation"];
    const slip = card.wrong.findIndex((/** @type {string} */ wrong) => same(value, Number(wrong), card.tolerance));
    if (slip >= 0) return [false, `slip-${slip}`];
    if (value !== 0 && card.coarse.some((/** @type {number} */ coarse) => isClose(value, coarse, 1e-9, 1e-12)))
      return [false, hints.coarse];
    if (isClose(value, Number(card.right), card.near)) return [false, hints.nearly];
    return [false, fill(hints.unknown, input.value.trim())];
  };
}

// A text is first written, then compared with the model answer, point by point.
/** @type {Kind} */
function text({ form, words, name }) {
  const area = make("textarea", { rows: 4 });
  form.append(make("label", { class: "recall-wide" }, "Your answer: ", area));
  const compared = make("div", { hidden: "" }, ...words("model"), ...words("compare"), ...words("points"));
  const inputs = tick(all(compared, ".recall-option"), "checkbox", name);
  form.append(compared);
  const judge = () => rightWithout(slipsOf(inputs, [...inputs.keys()]));
  return Object.assign(judge, { compared });
}

/** @type {Record<string, Kind>} */
const KINDS = { "choose one": choice, "choose several": several, number, order, text };

// What stands in a node, once more. A front end may have made its links to its own; they do what the first ones do.
/** @param {Element} node */
function copied(node) {
  const copy = /** @type {Element} */ (node.cloneNode(true));
  const links = node.querySelectorAll("a");
  /** @type {(k: number) => (event: Event) => void} */
  const follow = (k) => (event) => {
    event.preventDefault();
    links[k].click();
  };
  copy.querySelectorAll("a").forEach((link, k) => link.addEventListener("click", follow(k)));
  return [...copy.childNodes];
}

// The words that stand in these places under a name; what is no name is said as it is.
/** @param {Element[]} places @returns {Words} */
function wordsIn(...places) {
  const named = places.flatMap((place) => all(place, "[data-say]"));
  return (name) => {
    const found = named.find((one) => one.dataset.say === name);
    return found ? copied(found) : [name];
  };
}

// The form of a card, with what its kind puts into it: {form, judge, words}.
/** @param {HTMLElement} root @param {Element} store @param {Card} card @param {Common} common */
function fillIn(root, store, card, common) {
  const details = /** @type {HTMLDetailsElement} */ (root.querySelector("details"));
  details.hidden = true; // it stays, for what typesets the page has its words to do
  const form = make("form", { class: "recall-form", novalidate: "" });
  const options = all(root, ".recall-option");
  const role = card.kind === "choose one" ? "radiogroup" : "group";
  if (options.length) form.append(make("div", { role, "aria-label": common.labels[card.kind] }, ...options));
  const words = wordsIn(details, store);
  const hints = { ...common.hints, ...card.hints };
  const judge = KINDS[card.kind]({ form, options, card, words, hints, name: ownName() });
  root.classList.add("recall-card");
  root.dataset.card = card.id;
  root.append(form);
  return { form, judge, words };
}

// Brings one card to life; `took` hears once whether the first answer was right.
/**
 * @param {HTMLElement} root @param {Element} store @param {Card} card @param {Common} common
 * @param {(right: boolean) => void} took
 */
function enliven(root, store, card, common, took) {
  const { form, judge, words } = fillIn(root, store, card, common);
  const check = make("button", { type: "submit" }, judge.compared ? "Done" : "Check");
  const show = make("button", { type: "button" }, "Show the answer");
  const feedback = make("div", { class: "recall-feedback", role: "alert" });
  form.append(make("div", { class: "recall-buttons" }, check, show), feedback);
  form.querySelectorAll("input, select, textarea, button").forEach(keepKeys);
  let answered = false;
  /** @param {boolean} right */
  const take = (right) => {
    if (!answered) took(right);
    answered = true;
  };
  /** @param {boolean} on */
  const compare = (on) => {
    if (judge.compared) [judge.compared.hidden, check.hidden, show.hidden] = [!on, !on, on];
    if (on) focusOn(judge.compared, "input"); // the button that had it is gone
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [right, ...names] = judge();
    const lead = right === null ? [] : [make("strong", {}, right ? "✓ Right." : "✗ Not yet.")];
    const said = [...names, ...(right === false ? ["back"] : [])].map(words);
    feedback.replaceChildren(...[lead, ...said].map((nodes) => make("div", {}, ...nodes)));
    if (right !== null) take(right);
  });
  show.addEventListener("click", () => {
    if (judge.compared) return compare(true);
    feedback.replaceChildren(...words("answer"));
    take(false);
  });
  /** @param {boolean} focus */
  const begin = (focus) => {
    form.reset();
    feedback.replaceChildren();
    answered = false;
    compare(false);
    root.hidden = false;
    if (focus) focusOn(form, "input, select, textarea");
  };
  compare(false);
  return { begin };
}

/** @type {Render} */
function render({ model, el }) {
  const [cards, common] = [model.get("cards"), model.get("common")];
  const more = /** @type {Element} */ (el.querySelector(".course-more"));
  const stores = more.querySelectorAll(".recall-words");
  const own = all(more, ".recall");
  const roots = own.length ? own : all(el, ".course-still .recall").slice(0, cards.length);
  /** @type {Wake} */
  const wake = (k, took) => enliven(roots[k], stores[k], cards[k], common, took);
  if (model.get("mode") in SERIES) oneByOne({ model, el, roots, wake });
  else roots.forEach((_, k) => wake(k, () => {}));
}

export default { render };
