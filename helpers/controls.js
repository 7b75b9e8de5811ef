// The controls of an explorable: a slider, a slider that plays, radio buttons. Each shows a position on its grid, and sets
// the model; none keeps a state of its own.

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
  const element = make(
    "div",
    { class: "explorable-control" },
    make("label", { for: id }, control.label),
    input,
    output,
  );
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
