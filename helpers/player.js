// Shows a baked explorable: one background, and for each layer the fragment of the present state.
// The state lives in the model, one trait a control; this file keeps no copy of it, computes nothing and draws nothing.

const REST = 400; // milliseconds without a change before a screen reader hears the readout
const PATIENCE = 5000; // milliseconds of waiting for the kernel before the reader is told what is the matter

function nearest(numbers, wanted) {
  const distance = (k) => Math.abs(numbers[k] - wanted);
  return numbers.reduce((best, _, k) => (distance(k) < distance(best) ? k : best), 0);
}

// The position of the model's value on the control's grid.
function position(control, model) {
  const value = model.get(control.name);
  const exact = control.values.indexOf(value);
  return exact >= 0 ? exact : nearest(control.values, value);
}

function longest(texts) {
  return texts.reduce((a, b) => (b.length > a.length ? b : a), "");
}

function choose(model, control, k) {
  model.set(control.name, control.values[k]);
  model.save_changes();
}

function slider(model, control, id) {
  const range = { min: 0, max: control.values.length - 1, step: 1 };
  const input = make("input", { type: "range", id, ...range, autocomplete: "off" });
  const output = make("output", { for: id, "aria-hidden": "true" });
  output.style.minWidth = `${longest(control.texts).length + 1}ch`;
  input.addEventListener("input", () => choose(model, control, Number(input.value)));
  const show = (k) => {
    if (Number(input.value) !== k) input.value = k;
    input.setAttribute("aria-valuetext", control.texts[k]);
    output.textContent = control.texts[k];
  };
  const element = make("div", { class: "explorable-control" }, make("label", { for: id }, control.label), input, output);
  return { element, input, show, stop() {} };
}

function play(model, control, id) {
  const part = slider(model, control, id);
  const last = control.values.length - 1;
  const motion = window.matchMedia("(prefers-reduced-motion: reduce)");
  const button = make("button", { type: "button" });
  let timer = null;
  const name = () => {
    button.textContent = motion.matches ? "Step" : timer ? "Pause" : "Play";
    button.setAttribute("aria-label", `${button.textContent}: ${control.label}`);
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    name();
  };
  const step = (size) => {
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
  for (const event of ["pointerdown", "input"]) part.input.addEventListener(event, stop);
  part.element.prepend(button);
  motion.addEventListener("change", stop);
  name();
  return { ...part, stop };
}

function choice(model, control, id) {
  const inputs = control.values.map((value, k) => {
    const input = make("input", { type: "radio", name: id, id: `${id}-${k}`, autocomplete: "off" });
    input.addEventListener("change", () => choose(model, control, k));
    return input;
  });
  const labels = inputs.map((input, k) => make("label", { for: input.id }, input, control.texts[k]));
  const name = make("span", { id: `${id}-name` }, control.label);
  const element = make("div", { class: "explorable-control", role: "radiogroup", "aria-labelledby": name.id });
  element.append(name, ...labels);
  const show = (k) => (inputs[k].checked = true);
  return { element, show, stop() {} };
}

const PARTS = { slider, play, choice };

// The nearest baked frame of a layer, and whether it is the frame of just this state.
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

function stage(picture, own, readoutId) {
  const layers = picture.layers.map((layer) => `<g data-layer="${layer.under ? "under" : "over"}"></g>`);
  const pick = (under) => layers.filter((_, k) => picture.layers[k].under === under).join("");
  const card = make("div", { class: "explorable-card" });
  card.style.background = picture.colour;
  card.style.width = `${(picture.width / 0.75) * picture.zoom}px`;
  card.innerHTML = own(
    `<svg viewBox="0 0 ${picture.width} ${picture.height}" role="img" aria-describedby="${readoutId}">` +
    `<defs>${picture.definitions}</defs><g>${picture.ground}</g>${pick(true)}<g>${picture.background}</g>${pick(false)}</svg>`,
  );
  const svg = card.firstChild;
  svg.setAttribute("aria-label", picture.alt);
  const groups = { under: [...svg.querySelectorAll('[data-layer="under"]')], over: [...svg.querySelectorAll('[data-layer="over"]')] };
  return { card, groups: picture.layers.map((layer) => groups[layer.under ? "under" : "over"].shift()) };
}

function render({ model, el }) {
  const picture = model.get("_picture");
  const controls = model.get("_controls");
  const all = controls.map((_, k) => k);
  const id = ownName(); // ids of one view never meet another view's
  const own = (svg) => svg.replaceAll(/(id="|#)@@(?<=<[^<>]*)/g, `$1${id}-`); // in tags, not in a reader's words
  const { card, groups } = stage(picture, own, `${id}-readout`);
  const parts = controls.map((control, k) => PARTS[control.kind](model, control, `${id}-${k}`));
  const tasks = taskList(picture.tasks, controls);
  const present = () => controls.map((control) => position(control, model));
  const chooseFor = (k, place) => choose(model, controls[k], place);
  const words = make("span", { "aria-hidden": "true" });
  const room = make("span", { class: "explorable-room", "aria-hidden": "true" }, longest(picture.readouts));
  const live = make("span", { class: "explorable-live", id: `${id}-readout`, "aria-live": "polite" });
  const shown = []; // the fragment that each layer holds now, so that none is put in twice
  let timers = [];
  const say = (text) => (live.textContent = words.textContent = text);
  const rest = () => {
    say(words.textContent);
    tasks.tick(present());
  };
  const take = ({ control }) => {
    parts.forEach((part) => part.stop());
    parts[control].input.focus({ preventScroll: true });
  };

  const show = () => {
    const at = present();
    const reply = model.get("_reply");
    const answered = reply.at !== undefined && reply.at.every((k, i) => k === at[i]);
    picture.layers.forEach((layer, i) => {
      const { frame, exact } = baked(controls, at, layer.controls);
      const fragment = answered && !exact ? reply.frames[i] : layer.frames[frame];
      if (shown[i] !== fragment) groups[i].innerHTML = own((shown[i] = fragment));
    });
    const { frame, exact } = baked(controls, at, all);
    words.textContent = exact ? picture.readouts[frame] : answered ? reply.readout : "computing…";
    parts.forEach((part, k) => part.show(at[k]));
    timers.forEach(clearTimeout);
    timers = [setTimeout(rest, REST)];
    if (!exact && !answered) timers.push(setTimeout(say, PATIENCE, "Still computing: the kernel is busy or gone."));
  };

  const root = make("div", { class: "explorable" }, card);
  root.style.width = card.style.width;
  root.append(make("div", { class: "explorable-controls" }, ...parts.map((part) => part.element)));
  root.append(make("div", { class: "explorable-readout" }, room, words), live, tasks.element);
  card.append(...holds(picture, controls, present, chooseFor, take));
  root.querySelectorAll("input, button").forEach(keepKeys);
  el.replaceChildren(root);
  makeLinked(root, picture.name, controls, chooseFor);
  const events = [...controls.map((control) => `change:${control.name}`), "change:_reply"];
  events.forEach((event) => model.on(event, show));
  show();
  live.textContent = words.textContent;
  return () => {
    events.forEach((event) => model.off(event, show));
    parts.forEach((part) => part.stop());
    timers.forEach(clearTimeout);
  };
}

export default { render };
