// Forecasts: ŷ is locked before the outcome is known, and afterwards pays −log of what it gave to what happened. No
// mathematics here but this price and a mean. The words come from forecasts.toml.

/** @typedef {{id: string, y: number, yHat: number, scored: boolean, loss: number}} Forecast */

/** @param {number} number */
const shown = (number) => (Number.isFinite(number) ? number.toFixed(3) : "∞");
/** @param {number} yHat */
const hundredths = (yHat) => yHat.toFixed(2);
/** @type {(y: number, yHat: number) => number} */
const lossOf = (y, yHat) => 0 - (y ? Math.log(yHat) : Math.log1p(-yHat));
/** @param {Forecast} forecast */
const priceOf = ({ y, yHat, loss }) =>
  `−log${y ? ` ${hundredths(yHat)}` : `(1 − ${hundredths(yHat)})`} = ${shown(loss)}`;
/** @param {number[]} losses */
const sumOf = (losses) => losses.reduce((sum, loss) => sum + loss, 0);
/** @param {number[]} losses */
const meanOf = (losses) => sumOf(losses) / losses.length;

// What is kept of each forecast: {yHat, scored}. What makes no sense is as if it were not there, and stays where it is.
/** @param {Model} model @returns {Forecast[]} */
function lockedIn(model) {
  const kept = model.get("forecasts");
  /** @type {{id: string, y: number}[]} */
  const asked = model.get("asked");
  const sound = asked.filter(
    ({ id }) => typeof kept[id]?.yHat === "number" && kept[id].yHat >= 0 && kept[id].yHat <= 1,
  );
  return sound.map(({ id, y }) => {
    const { yHat, scored } = kept[id];
    return { id, y, yHat, scored: scored === true, loss: lossOf(y, yHat) };
  });
}

/** @param {Model} model */
const scoredIn = (model) => lockedIn(model).filter(({ scored }) => scored);

// All views in a window, in whichever notebook, show the same; also those that a notebook has taken out of sight. What
// else a page keeps is no news: to show all again would take the focus, a selection and an open question away.
function showEverywhere() {
  for (const view of window.courseForecasts ?? []) view.deref()?.dispatchEvent(new Event("course-forecast"));
}

/** @param {Model} model @param {HTMLElement} root @param {() => void} show */
function follow(model, root, show) {
  if (!window.courseForecasts) {
    window.courseForecasts = new Set();
    const ours = [null, model.get("_kept").forecasts]; // null: all is cleared
    addEventListener("storage", ({ key }) => ours.includes(key) && showEverywhere());
  }
  window.courseForecasts.add(new WeakRef(root));
  root.addEventListener("course-forecast", show);
  show();
}

/** @param {Model} model @param {Record<string, {yHat: number, scored: boolean}>} forecasts */
function keep(model, forecasts) {
  model.set("forecasts", forecasts);
  showEverywhere();
}

/** @param {string} words @param {() => void} act */
function button(words, act) {
  const made = make("button", { type: "button" }, words);
  made.addEventListener("click", act);
  keepKeys(made);
  return made;
}

/** @param {string} words */
const line = (words) => make("p", {}, words);

// The mean, and beside it what always saying ½ pays. From the first infinite price on it stays infinite.
/** @param {number[]} losses @param {Hints} words */
function meanLines(losses, words) {
  const finite = losses.filter(Number.isFinite);
  const lines = [line(fill(words.mean, losses.length, shown(meanOf(losses)), shown(lossOf(1, 0.5))))];
  if (finite.length === losses.length) return lines;
  const without = finite.length ? fill(words.without, finite.length, shown(meanOf(finite))) : words.withoutAll;
  return [...lines, line(`${words.infinite} ${without}`)];
}

// A slider from 0 to 1 with its value in words: {place, slider, tell}.
/** @param {Hints} words */
function sliderFor(words) {
  const slider = make("input", { type: "range", min: 0, max: 1, step: 0.01, value: 0.5, autocomplete: "off" });
  const output = make("output", { "aria-hidden": "true" }); // the slider itself says it
  const tell = () => {
    const value = hundredths(Number(slider.value));
    output.textContent = `ŷ = ${value}`;
    slider.setAttribute("aria-valuetext", fill(words.value, value));
  };
  keepKeys(slider);
  slider.addEventListener("input", tell);
  const end = (/** @type {string} */ text) => make("span", { "aria-hidden": "true" }, text);
  const track = make("span", { class: "forecast-slider" }, end("0"), slider, end("1"));
  return { place: make("label", {}, `${words.wanted} `, track, output), slider, tell };
}

// One forecast: a slider and Lock, then What happened?, then the price.
/** @param {Model} model @param {HTMLElement} root */
function forecast(model, root) {
  const [id, words] = [model.get("id"), model.get("words")];
  const { place, slider, tell } = sliderFor(words);
  const said = make("p", { class: "forecast-locked", tabindex: -1 });
  const outcome = make("div", { class: "recall-feedback", tabindex: -1 });
  const mine = () => lockedIn(model).find((one) => one.id === id);
  /** @param {number} yHat @param {boolean} scored */
  const put = (yHat, scored) => keep(model, { ...model.get("forecasts"), [id]: { yHat, scored } });
  const lock = button(words.lock, () => {
    if (mine()) showEverywhere();
    else put(Number(slider.value), false);
    said.focus();
  });
  const ask = button(words.happened, () => {
    put(mine()?.yHat ?? Number(slider.value), true);
    outcome.focus();
  });
  /** @param {Forecast} one */
  const told = (one) => {
    const why = all(root, "details p").map((paragraph) => paragraph.cloneNode(true));
    const price = fill(one.loss === Infinity ? words.nothing : words.price, priceOf(one));
    const losses = scoredIn(model).map(({ loss }) => loss);
    return [...why, line(price), ...meanLines(losses, words)];
  };
  const show = () => {
    const one = mine();
    if (one) slider.value = String(one.yHat);
    else if (slider.disabled) slider.value = "0.5"; // forgotten
    tell();
    [slider.disabled, lock.hidden, ask.hidden] = [Boolean(one), Boolean(one), !one || one.scored];
    const locked = one ? [fill(one.scored ? words.scored : words.locked, hundredths(one.yHat))] : [];
    said.textContent = [...locked, ...(model.forgets ? [words.forgets] : [])].join(" ");
    outcome.replaceChildren(...(one?.scored ? told(one) : []));
  };
  all(root, "details").forEach((details) => (details.hidden = true));
  const buttons = make("div", { class: "recall-buttons" }, lock, ask);
  root.append(make("div", { class: "recall-form" }, place, buttons, said, outcome));
  follow(model, root, show);
}

// The table of all that are locked, the scored ones first.
/** @param {Forecast[]} locked @param {Map<string, HTMLElement>} statements @param {Json} words */
function tableOf(locked, statements, words) {
  const rows = [...locked.filter(({ scored }) => scored), ...locked.filter(({ scored }) => !scored)];
  const head = words.columns.map((/** @type {string} */ name) => make("th", { scope: "col" }, name));
  const body = rows.map(({ id, y, yHat, scored, loss }) => {
    const statement = make("th", { scope: "row" }, ...(statements.get(id)?.cloneNode(true).childNodes ?? []));
    const cells = [hundredths(yHat), ...(scored ? [String(y), shown(loss)] : ["–", "–"])];
    return make("tr", {}, statement, ...cells.map((text) => make("td", {}, text)));
  });
  const [caption, thead] = [make("caption", {}, words.caption), make("thead", {}, make("tr", {}, ...head))];
  return make("table", {}, caption, thead, make("tbody", {}, ...body));
}

/** @param {Forecast[]} scored @param {Map<string, HTMLElement>} statements @param {Hints} words */
function worstLine(scored, statements, words) {
  const worst = scored.reduce((one, other) => (other.loss > one.loss ? other : one));
  const statement = statements.get(worst.id)?.textContent ?? "";
  if (worst.loss === Infinity) return line(fill(words.worstInfinite, statement));
  if (worst.loss === 0) return line(words.worstNothing);
  return line(fill(words.worst, Math.round((100 * worst.loss) / sumOf(scored.map(({ loss }) => loss))), statement));
}

// Two lines of Python, to be copied; where the clipboard is refused they are selected.
/** @param {Forecast[]} scored @param {Hints} words */
function python(scored, words) {
  /** @param {string} name @param {(number | string)[]} values */
  const list = (name, values) => `${name} = np.array([${values.join(", ")}])`;
  const lists = [
    list(
      "y",
      scored.map(({ y }) => y),
    ),
    list(
      "y_hat",
      scored.map(({ yHat }) => hundredths(yHat)),
    ),
  ];
  const [code, said] = [make("code", {}, lists.join("\n")), make("span", { role: "status" })];
  const copy = button(words.copy, async () => {
    said.textContent = (await copyOrSelect(lists.join("\n"), code)) ? words.copied : words.selected;
  });
  return [line(words.python), make("pre", { tabindex: 0 }, code), make("div", { class: "recall-buttons" }, copy, said)];
}

// Forgets all, but asks once more.
/** @param {Hints} words @param {() => void} act */
function forget(words, act) {
  const place = make("div", { class: "recall-buttons" });
  const first = button(words.forget, () => {
    place.replaceChildren(make("span", {}, words.sure), button(words.yes, act), no);
    no.focus();
  });
  const no = button(words.no, () => {
    place.replaceChildren(first);
    first.focus();
  });
  place.append(first);
  return place;
}

/** @param {Model} model @param {HTMLElement} root @param {HTMLElement[]} stored */
function table(model, root, stored) {
  const words = model.get("words");
  const statements = new Map(stored.map((one) => [one.dataset.forecast ?? "", one]));
  const forgetAll = () => {
    keep(model, {});
    root.focus();
  };
  root.setAttribute("tabindex", "-1");
  follow(model, root, () => {
    const [locked, scored] = [lockedIn(model), scoredIn(model)];
    const forgets = model.forgets ? [line(words.forgets)] : [];
    if (!locked.length) return root.replaceChildren(line(words.none), ...forgets);
    const losses = scored.map(({ loss }) => loss);
    const below = scored.length
      ? [...meanLines(losses, words), worstLine(scored, statements, words), ...python(scored, words)]
      : [line(words.noneScored)];
    root.replaceChildren(tableOf(locked, statements, words), ...below, ...forgets, forget(words, forgetAll));
  });
}

/** @param {Place} place */
function render({ model, el }) {
  const [root] = all(el, ".forecast");
  if (model.get("id")) forecast(model, root);
  else table(model, root, all(el, ".course-more [data-forecast]"));
}

export default { render };
