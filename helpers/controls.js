// The controls of an explorable: a slider, a slider that plays, radio buttons. Each shows a position on its grid, and sets
// the model; none keeps a state of its own.

/** @param {number[]} numbers @param {number} wanted */
function nearest(numbers, wanted) {
  const distance = (/** @type {number} */ k) => Math.abs(numbers[k] - wanted);
  return numbers.reduce((best, _, k) => (distance(k) < distance(best) ? k : best), 0);
}

// The position of the model's value on the control's grid.
/** @param {Control} control @param {Model} model */
function position(control, model) {
  const value = model.get(control.name);
  const exact = control.values.indexOf(value);
  return exact >= 0 ? exact : nearest(/** @type {number[]} */ (control.values), value);
}

// The nearest baked frame of a layer, and whether it is the frame of just this state.
/** @param {Control[]} controls @param {number[]} at @param {number[]} chosen */
function baked(controls, at, chosen) {
  let frame = 0;
  let exact = true;
  for (const k of chosen) {
    const grid = controls[k].baked;
    const place = nearest(grid, at[k]);
    exact = exact && grid[place] === at[k];
    frame = frame * grid.length + place;
  }
  return { frame, exact };
}

/** @param {string[]} texts */
function longest(texts) {
  return texts.reduce((a, b) => (b.length > a.length ? b : a), "");
}

/** @param {Model} model @param {Control} control @param {number} k */
function choose(model, control, k) {
  model.set(control.name, control.values[k]);
  model.save_changes();
}

/** @type {Part} */
function slider(model, control, id) {
  const range = { min: 0, max: control.values.length - 1, step: 1 };
  const input = make("input", { type: "range", id, ...range, autocomplete: "off" });
  const output = make("output", { for: id, "aria-hidden": "true" });
  output.style.minWidth = `${longest(control.texts).length + 1}ch`;
  input.addEventListener("input", () => choose(model, control, Number(input.value)));
  const show = (/** @type {number} */ k) => {
    if (Number(input.value) !== k) input.value = String(k);
    input.setAttribute("aria-valuetext", control.texts[k]);
    output.textContent = control.texts[k];
  };
  const element = make(
    "div",
    { class: "explorable-control" },
    make("label", { for: id }, control.label),
    input,
    output,
  );
  return { element, input, show, stop() {} };
}

// The browser holds what listens to a setting for as long as a page is open; a view that is thrown away is not to be held.
/** @param {MediaQueryList} setting @param {HTMLElement} button @param {() => void} act */
function followSetting(setting, button, act) {
  const weak = new WeakRef(button);
  button.addEventListener("course-setting", act);
  setting.addEventListener("change", () => weak.deref()?.dispatchEvent(new Event("course-setting")));
}

/** @type {Part} */
function play(model, control, id) {
  const part = slider(model, control, id);
  const last = control.values.length - 1;
  const motion = window.matchMedia("(prefers-reduced-motion: reduce)");
  const button = make("button", { type: "button" });
  let timer = 0;
  const name = () => {
    button.textContent = motion.matches ? "Step" : timer ? "Pause" : "Play";
    button.setAttribute("aria-label", `${button.textContent}: ${control.label}`);
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    name();
  };
  const step = (/** @type {number} */ size) => {
    if (!button.isConnected) return stop(); // its cell has been run again, or deleted
    const next = Math.min(position(control, model) + size, last);
    choose(model, control, next);
    if (next === last) stop();
  };
  button.addEventListener("click", () => {
    if (timer) return stop();
    if (position(control, model) === last) choose(model, control, 0);
    else if (motion.matches) step(Math.ceil(last / 10));
    if (!motion.matches) timer = setInterval(step, control.interval, 1);
    name();
  });
  for (const event of ["pointerdown", "input"]) part.input?.addEventListener(event, stop);
  part.element.prepend(button);
  followSetting(motion, button, stop);
  name();
  return { ...part, stop };
}

/** @type {Part} */
function choice(model, control, id) {
  const inputs = control.values.map((_, k) => {
    const input = make("input", { type: "radio", name: id, id: `${id}-${k}`, autocomplete: "off" });
    input.addEventListener("change", () => choose(model, control, k));
    return input;
  });
  const labels = inputs.map((input, k) => make("label", { for: input.id }, input, control.texts[k]));
  const name = make("span", { id: `${id}-name` }, control.label);
  const element = make("div", { class: "explorable-control", role: "radiogroup", "aria-labelledby": name.id });
  element.append(name, ...labels);
  const show = (/** @type {number} */ k) => {
    inputs[k].checked = true;
  };
  return { element, show, stop() {} };
}

/** @type {Record<string, Part>} */
const PARTS = { slider, play, choice };
