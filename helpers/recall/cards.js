// Question cards, judged in the page from what Python computed. No mathematics here but whether a typed number is one of
// those given. All words come from the HTML of the card, so that whoever typesets a page typesets them too.

const AGAIN_AFTER = 3; // a wrong answer comes back after this many other cards

const fill = (words, ...values) => values.reduce((text, value) => text.replace("{}", () => value), words);
const same = (value, wanted, tolerance) => value === wanted || Math.abs(value - wanted) <= tolerance;
const isClose = (a, b, part, least = 0) =>
  Number.isFinite(a) && Math.abs(a - b) <= Math.max(part * Math.max(Math.abs(a), Math.abs(b)), least);

// The kinds: what each puts into its card, and how it judges. A judgement is whether the answer is right (null: it cannot
// be judged), and what to say: names of words in the page, or words.

function tick(options, type, name) {
  return options.map((option) => {
    const input = make("input", { type, name });
    option.replaceChildren(make("label", {}, input, ...option.childNodes));
    return input;
  });
}

function choice({ options, card, name, hints }) {
  const inputs = tick(options, "radio", name);
  return () => {
    const k = inputs.findIndex((input) => input.checked);
    if (k < 0) return [null, hints.choose];
    return k === card.right ? [true, "explanation"] : [false, `slip-${k}`];
  };
}

const rightWithout = (slips) => (slips.length ? [false, ...slips] : [true, "explanation"]);

function slipsOf(inputs, right) {
  const isSlip = (k) => inputs[k].checked !== right.includes(k);
  const slips = (wanted) => inputs.map((_, k) => k).filter((k) => inputs[k].checked === wanted && isSlip(k));
  return [...slips(true), ...slips(false)].map((k) => `slip-${k}`);
}

function several({ options, card, name, hints }) {
  const inputs = tick(options, "checkbox", name);
  return () =>
    inputs.some((input) => input.checked) ? rightWithout(slipsOf(inputs, card.right)) : [null, hints.chooseSeveral];
}

function order({ options, card, hints }) {
  const places = options.map((option, k) => {
    const choices = ["–", ...options.keys()].map((place, i) => make("option", { value: i }, i ? `${place + 1}` : place));
    const select = make("select", { "aria-label": `Place of ${String.fromCharCode(65 + k)}` }, ...choices);
    option.prepend(select);
    return select;
  });
  return () => {
    const given = places.map((select) => Number(select.value));
    if (given.includes(0) || new Set(given).size < given.length) return [null, hints.order];
    const steps = card.right.slice(1);
    const wrong = steps.find((step, i) => given[card.right[i]] > given[step]);
    return rightWithout(wrong === undefined ? [] : [`slip-${wrong}`]);
  };
}

function readNumber(text, card, hints) {
  const [, number, given] = text.trim().toLowerCase().match(/^(.*?)\s*(nats?|bits?|)$/s);
  const unit = (words) => words.replace(/s+$/, "");
  if (unit(given) !== unit(card.unit) && given && number) return fill(hints.unit, text, given);
  const plain = number.replaceAll("−", "-").replaceAll(",", ".").replaceAll("∞", "inf");
  if (!number) return hints.empty;
  if (/^[+-]?inf(inity)?$/.test(plain)) return plain.startsWith("-") ? -Infinity : Infinity;
  return /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/.test(plain) ? Number(plain) : fill(hints.none, text);
}

function number({ form, card, hints }) {
  const input = make("input", { type: "text", autocomplete: "off", inputmode: "text" });
  form.append(make("label", {}, `${hints.wanted} `, input));
  return () => {
    const value = readNumber(input.value, card, hints);
    if (typeof value === "string") return [null, value];
    if (same(value, Number(card.right), card.tolerance)) return [true, "explanation"];
    const slip = card.wrong.findIndex((wrong) => same(value, Number(wrong), card.tolerance));
    if (slip >= 0) return [false, `slip-${slip}`];
    if (value !== 0 && card.coarse.some((coarse) => isClose(value, coarse, 1e-9, 1e-12))) return [false, hints.coarse];
    if (isClose(value, Number(card.right), card.near)) return [false, hints.nearly];
    return [false, fill(hints.unknown, input.value.trim())];
  };
}

// A text is first written, then compared with the model answer, point by point.
function text({ form, words, name }) {
  const area = make("textarea", { rows: 4 });
  form.append(make("label", { class: "recall-wide" }, "Your answer: ", area));
  const compared = make("div", { hidden: "" }, ...words("model"), ...words("compare"), ...words("points"));
  const inputs = tick([...compared.querySelectorAll(".recall-option")], "checkbox", name);
  form.append(compared);
  const judge = () => rightWithout(slipsOf(inputs, [...inputs.keys()]));
  return Object.assign(judge, { compared });
}

const KINDS = { "choose one": choice, "choose several": several, number, order, text };

// What stands in a node, once more. A front end may have made its links to its own; they do what the first ones do.
function copied(node) {
  if (!node) return [];
  const copy = node.cloneNode(true);
  const links = node.querySelectorAll("a");
  copy.querySelectorAll("a").forEach((link, k) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      links[k].click();
    }),
  );
  return [...copy.childNodes];
}

// Brings one card to life; `took` hears once whether the first answer was right.
function enliven(root, store, card, common, took) {
  const name = ownName();
  const find = (which) => [root.querySelector("details"), store].map((place) => place.querySelector(`[data-say="${which}"]`));
  const words = (which) => copied(find(which).find(Boolean));
  const form = make("form", { class: "recall-form", novalidate: "" });
  const options = [...root.querySelectorAll(".recall-option")];
  root.classList.add("recall-card");
  root.dataset.card = card.id;
  root.querySelector("details").hidden = true; // it stays, for what typesets the page has its words to do
  root.append(form);
  if (options.length) {
    const role = card.kind === "choose one" ? "radiogroup" : "group";
    form.append(make("div", { role, "aria-label": common.labels[card.kind] }, ...options));
  }
  const judge = KINDS[card.kind]({ form, options, card, name, words, hints: { ...common.hints, ...card.hints } });
  const check = make("button", { type: "submit" }, judge.compared ? "Done" : "Check");
  const show = make("button", { type: "button" }, "Show the answer");
  const feedback = make("div", { class: "recall-feedback", role: "alert" });
  form.append(make("div", { class: "recall-buttons" }, check, show), feedback);
  let answered = false;
  const take = (right) => {
    if (!answered) took(right);
    answered = true;
  };
  const compare = (on) => {
    if (judge.compared) [judge.compared.hidden, check.hidden, show.hidden] = [!on, !on, on];
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [right, ...say] = judge();
    const lead = right === null ? [] : [make("strong", {}, right ? "✓ Right." : "✗ Not yet.")];
    const back = right === false ? [words("back")] : [];
    const said = say.map((which) => (words(which).length ? words(which) : [which]));
    feedback.replaceChildren(...[...(lead.length ? [lead] : []), ...said, ...back].map((nodes) => make("div", {}, ...nodes)));
    if (right !== null) take(right);
  });
  show.addEventListener("click", () => {
    if (judge.compared) return compare(true);
    feedback.replaceChildren(...words("answer"));
    take(false);
  });
  form.querySelectorAll("input, select, textarea, button").forEach((each) => each.setAttribute("data-lm-suppress-shortcuts", ""));
  const begin = (focus) => {
    form.reset();
    feedback.replaceChildren();
    answered = false;
    compare(false);
    root.hidden = false;
    if (focus) form.querySelector("input, select, textarea").focus();
  };
  compare(false);
  return { root, begin };
}

// One card at a time: `next` says which, or null at the end, and `status` how far one has come.
function series(cards, el, { next, status, button }) {
  const line = make("p", { role: "status" });
  const another = make("button", { type: "button", "data-lm-suppress-shortcuts": "" }, button);
  let shown = null;
  const go = (focus) => {
    if (shown !== null) cards(shown).root.hidden = true;
    shown = next();
    another.hidden = shown === null;
    if (shown !== null) cards(shown).begin(focus);
    line.textContent = status();
  };
  another.addEventListener("click", () => go(true));
  el.prepend(line);
  el.append(make("div", { class: "recall-buttons" }, another));
  go(false);
  return () => (line.textContent = status());
}

function drill(count, model, words) {
  let [at, asked, right] = [-1, 0, 0];
  return {
    button: "Another one",
    took: (good) => ((asked += 1), (right += good)),
    next: () => (at + 1 < count ? ++at : null),
    status: () =>
      (at + 1 < count || asked < count ? fill(words.at, at + 1, count, model.get("seed")) : words.end) +
      (asked ? ` ${fill(words.score, right, asked)}` : ""),
  };
}

// Leitner's boxes: a card answered right moves one box on and waits longer, one answered wrong goes back to the first.
function review(ids, model, words) {
  const { waits, fresh } = model.get("leitner");
  const day = (later) => {
    const date = new Date();
    date.setDate(date.getDate() + later);
    return date.toLocaleDateString("sv"); // as 2026-11-23
  };
  const isSound = ([, entry]) => waits[entry?.box] !== undefined && /^\d{4}-\d\d-\d\d$/.test(entry.due);
  const boxes = Object.fromEntries(Object.entries(model.get("boxes")).filter(isSound));
  const due = ids.filter((id) => boxes[id] && boxes[id].due <= day(0)).sort((a, b) => boxes[a].box - boxes[b].box);
  const queue = [...due, ...ids.filter((id) => !boxes[id]).slice(0, fresh)];
  let again = null; // whether the card at the front comes again; null until it is answered
  let begun = false;
  return {
    button: "Next card",
    took(good) {
      const present = model.get("boxes");
      const box = good ? Math.min((present[queue[0]]?.box ?? 0) + 1, waits.length - 1) : 0;
      model.set("boxes", { ...present, [queue[0]]: { box, due: day(waits[box]) } });
      again = !good;
    },
    next() {
      if (begun) {
        const id = queue.shift();
        if (again === null) queue.push(id);
        else if (again) queue.splice(AGAIN_AFTER, 0, id);
      }
      [begun, again] = [true, null];
      return queue.length ? ids.indexOf(queue[0]) : null;
    },
    status: () => fill(queue.length ? words.left : words.end, queue.length) + (model.forgets ? ` ${words.forgets}` : ""),
  };
}

const SERIES = { drill, review };

function render({ model, el }) {
  const [cards, common] = [model.get("cards"), model.get("common")];
  const more = el.querySelector(".course-more");
  const stores = [...more.querySelectorAll(".recall-words")];
  const own = [...more.querySelectorAll(".recall")];
  const roots = own.length ? own : [...el.querySelectorAll(".course-still .recall")].slice(0, cards.length);
  const wake = (k, took) => enliven(roots[k], stores[k], cards[k], common, took);
  const kind = SERIES[model.get("mode")];
  if (!kind) return roots.forEach((_, k) => wake(k, () => {}));
  const place = make("div", { class: "recall-series" }, ...roots);
  roots.forEach((root) => (root.hidden = true));
  el.querySelector(".course-still").replaceChildren(place);
  const awake = {};
  const run = kind(model.get("mode") === "drill" ? cards.length : cards.map(({ id }) => id), model, common.series);
  const took = (right) => {
    run.took(right);
    tell();
  };
  const tell = series((k) => (awake[k] ??= wake(k, took)), place, run);
}

export default { render };
