// Forecasts: ŷ is locked before the outcome is known, and afterwards pays −log of what it gave to what happened. No
// mathematics here but this price and a mean. The words come from Python.

const fill = (text, ...values) => text.replaceAll("{}", () => values.shift());
const shown = (number) => (Number.isFinite(number) ? number.toFixed(3) : "∞");
const hundredths = (yHat) => yHat.toFixed(2);
const lossOf = (y, yHat) => 0 - (y ? Math.log(yHat) : Math.log1p(-yHat));
const priceOf = (y, yHat) => `−log${y ? ` ${hundredths(yHat)}` : `(1 − ${hundredths(yHat)})`} = ${shown(lossOf(y, yHat))}`;
const sumOf = (losses) => losses.reduce((sum, loss) => sum + loss, 0);
const meanOf = (losses) => sumOf(losses) / losses.length;

// What is kept of each forecast: {yHat, scored}. What makes no sense is as if it were not there, and stays where it is.
function lockedIn(model) {
  const kept = model.get("forecasts");
  const isSound = ({ id }) => typeof kept[id]?.yHat === "number" && kept[id].yHat >= 0 && kept[id].yHat <= 1;
  const found = model.get("asked").filter(isSound);
  return found.map(({ id, y }) => ({ id, y, ...kept[id], loss: lossOf(y, kept[id].yHat) }));
}

const scoredIn = (model) => lockedIn(model).filter(({ scored }) => scored === true);

// All views in a window, in whichever notebook, show the same; also those that a notebook has taken out of sight.
function showEverywhere() {
  for (const view of window.courseForecasts) view.deref()?.dispatchEvent(new Event("course-forecast"));
}

function follow(root, show) {
  if (!window.courseForecasts) {
    window.courseForecasts = new Set();
    addEventListener("storage", showEverywhere);
  }
  window.courseForecasts.add(new WeakRef(root));
  root.addEventListener("course-forecast", show);
  show();
}

function keep(model, id, entry) {
  model.set("forecasts", { ...model.get("forecasts"), [id]: entry });
  showEverywhere();
}

function button(words, act) {
  const made = make("button", { type: "button" }, words);
  made.addEventListener("click", act);
  keepKeys(made);
  return made;
}

const line = (words) => make("p", {}, words);

// The mean, and beside it what always saying ½ pays. From the first infinite price on it stays infinite.
function meanLines(losses, words) {
  const finite = losses.filter(Number.isFinite);
  const lines = [line(fill(words.mean, losses.length, shown(meanOf(losses)), shown(lossOf(1, 0.5))))];
  if (finite.length === losses.length) return lines;
  const without = finite.length ? fill(words.without, finite.length, shown(meanOf(finite))) : words.withoutAll;
  return [...lines, line(`${words.infinite} ${without}`)];
}

// One forecast: a slider and Lock, then What happened?, then the price.
function forecast(model, root) {
  const [id, words] = [model.get("id"), model.get("words")];
  const mine = () => lockedIn(model).find((one) => one.id === id);
  const details = root.querySelector("details");
  const slider = make("input", { type: "range", min: 0, max: 1, step: 0.01, value: 0.5, autocomplete: "off" });
  const output = make("output", {});
  const said = make("p", { class: "forecast-locked", tabindex: -1 });
  const outcome = make("div", { class: "recall-feedback", tabindex: -1 });
  const lock = button(words.lock, () => {
    if (!mine()) keep(model, id, { yHat: Number(slider.value), scored: false });
    said.focus();
  });
  const ask = button(words.happened, () => {
    keep(model, id, { yHat: mine().yHat, scored: true });
    outcome.focus();
  });
  const tell = () => {
    output.textContent = `ŷ = ${hundredths(Number(slider.value))}`;
    slider.setAttribute("aria-valuetext", fill(words.value, hundredths(Number(slider.value))));
  };
  const show = () => {
    const { y, yHat, scored, loss } = mine() ?? {};
    const isLocked = yHat !== undefined;
    if (isLocked) slider.value = yHat;
    tell();
    [slider.disabled, lock.hidden, ask.hidden] = [isLocked, isLocked, !isLocked || scored === true];
    const locked = isLocked ? fill(scored === true ? words.scored : words.locked, hundredths(yHat)) : "";
    said.textContent = [locked, model.forgets ? words.forgets : ""].join(" ").trim();
    if (scored !== true) return outcome.replaceChildren();
    const why = [...details.querySelectorAll("p")].map((paragraph) => paragraph.cloneNode(true));
    const price = line(fill(loss === Infinity ? words.nothing : words.price, priceOf(y, yHat)));
    outcome.replaceChildren(...why, price, ...meanLines(scoredIn(model).map((one) => one.loss), words));
  };
  details.hidden = true;
  keepKeys(slider);
  slider.addEventListener("input", tell);
  const label = make("label", {}, `${words.wanted} `, make("span", { class: "forecast-slider" }, "0", slider, "1"), output);
  const buttons = make("div", { class: "recall-buttons" }, lock, ask);
  root.append(make("div", { class: "recall-form" }, label, buttons, said, outcome));
  follow(root, show);
}

// The table of all that are locked, the scored ones first.
function tableOf(model, statements, words) {
  const rows = lockedIn(model).sort((a, b) => (b.scored === true) - (a.scored === true));
  const cells = ({ id, y, yHat, scored, loss }) => [hundredths(yHat), ...(scored === true ? [y, shown(loss)] : ["–", "–"])];
  const head = make("tr", {}, ...words.columns.map((name) => make("th", { scope: "col" }, name)));
  const body = rows.map((row) => {
    const statement = make("th", { scope: "row" }, ...statements.get(row.id).cloneNode(true).childNodes);
    return make("tr", {}, statement, ...cells(row).map((text) => make("td", {}, text)));
  });
  return make("table", {}, make("caption", {}, words.caption), make("thead", {}, head), make("tbody", {}, ...body));
}

function worstLine(scored, statements, words) {
  const worst = scored.reduce((one, other) => (other.loss > one.loss ? other : one));
  const statement = statements.get(worst.id).textContent;
  if (worst.loss === Infinity) return line(fill(words.worstInfinite, statement));
  if (worst.loss === 0) return line(words.worstNothing);
  return line(fill(words.worst, Math.round((100 * worst.loss) / sumOf(scored.map((one) => one.loss))), statement));
}

// Two lines of Python, to be copied; where the clipboard is refused they are selected.
function python(scored, words) {
  const list = (name, values) => `${name} = np.array([${values.join(", ")}])`;
  const text = [list("y", scored.map(({ y }) => y)), list("y_hat", scored.map(({ yHat }) => hundredths(yHat)))].join("\n");
  const [code, said] = [make("code", {}, text), make("span", { role: "status" })];
  const copy = button(words.copy, async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = words.copied;
    } catch {
      getSelection().selectAllChildren(code);
      said.textContent = words.selected;
    }
  });
  return [line(words.python), make("pre", { tabindex: 0 }, code), make("div", { class: "recall-buttons" }, copy, said)];
}

// Forgets all, but asks once more.
function forget(model, words, done) {
  const place = make("div", { class: "recall-buttons" });
  const first = button(words.forget, () => {
    place.replaceChildren(make("span", {}, words.sure), yes, no);
    no.focus();
  });
  const yes = button(words.yes, () => {
    model.set("forecasts", {});
    showEverywhere();
    done();
  });
  const no = button(words.no, () => {
    place.replaceChildren(first);
    first.focus();
  });
  place.append(first);
  return place;
}

function table(model, root, more) {
  const words = model.get("words");
  const statements = new Map([...more.querySelectorAll("[data-forecast]")].map((one) => [one.dataset.forecast, one]));
  root.setAttribute("tabindex", -1);
  follow(root, () => {
    const scored = scoredIn(model);
    const forgets = model.forgets ? [line(words.forgets)] : [];
    if (!lockedIn(model).length) return root.replaceChildren(line(words.none), ...forgets);
    const losses = scored.map(({ loss }) => loss);
    const sums = scored.length ? [...meanLines(losses, words), worstLine(scored, statements, words)] : [];
    const below = scored.length ? python(scored, words) : [line(words.noneScored)];
    root.replaceChildren(tableOf(model, statements, words), ...sums, ...below, ...forgets, forget(model, words, () => root.focus()));
  });
}

function render({ model, el }) {
  const root = el.querySelector(".forecast");
  if (model.get("id")) forecast(model, root);
  else table(model, root, el.querySelector(".course-more"));
}

export default { render };
