// Shows a baked explorable: one background, and for each layer the fragment of the present state.
// The state lives in the model, one trait a control; this file keeps no copy of it, computes nothing and draws nothing.

const REST = 400; // milliseconds without a change before a screen reader hears the readout
const SMALLEST = 0.85; // of its own width; where there is less room, the narrow picture is shown
const PATIENCE = 5000; // milliseconds of waiting for the kernel before the reader is told what is the matter

/** @param {Picture} picture @param {(svg: string) => string} own @param {string} readoutId */
function stage(picture, own, readoutId) {
  const layers = picture.layers.map((layer) => `<g data-layer="${layer.under ? "under" : "over"}"></g>`);
  const pick = (/** @type {boolean} */ under) => layers.filter((_, k) => picture.layers[k].under === under).join("");
  const card = make("div", { class: "explorable-card" });
  card.style.background = picture.colour;
  card.style.width = `${(picture.width / 0.75) * picture.zoom}px`;
  card.innerHTML = own(
    `<svg viewBox="0 0 ${picture.width} ${picture.height}" role="img" aria-describedby="${readoutId}">` +
      `<defs>${picture.definitions}</defs><g>${picture.ground}</g>${pick(true)}<g>${picture.background}</g>${pick(false)}</svg>`,
  );
  const svg = /** @type {SVGElement} */ (card.firstChild);
  svg.setAttribute("aria-label", picture.alt);
  const groups = {
    under: [...svg.querySelectorAll('[data-layer="under"]')],
    over: [...svg.querySelectorAll('[data-layer="over"]')],
  };
  const group = (/** @type {Layer} */ layer) => groups[layer.under ? "under" : "over"].shift();
  return { card, groups: /** @type {Element[]} */ (picture.layers.map(group)) };
}

// The picture for a narrow place, where the letters of the wide one would be smaller than 9 pixels. A hidden place has no
// width, and keeps what it has.
/** @param {Picture} wide @param {Partial<Picture> | null} narrow @param {number} room @returns {Picture} */
function fitting(wide, narrow, room) {
  return narrow && room && room < SMALLEST * (wide.width / 0.75) ? { ...wide, ...narrow } : wide;
}

/** @type {Render} */
function render({ model, el }) {
  /** @type {[Picture, Partial<Picture> | null]} */
  const [wide, narrow] = [model.get("_picture"), model.get("_narrow")];
  let picture = fitting(wide, narrow, el.clientWidth);
  /** @type {Control[]} */
  const controls = model.get("_controls");
  const all = controls.map((_, k) => k);
  const id = ownName(); // ids of one view never meet another view's
  const own = (/** @type {string} */ svg) => svg.replaceAll(/(id="|#)@@(?<=<[^<>]*)/g, `$1${id}-`); // in tags, not in a reader's words
  let { card, groups } = stage(picture, own, `${id}-readout`);
  const parts = controls.map((control, k) => PARTS[control.kind](model, control, `${id}-${k}`));
  const tasks = taskList(picture.tasks, controls);
  const present = () => controls.map((control) => position(control, model));
  const chooseFor = (/** @type {number} */ k, /** @type {number} */ place) => choose(model, controls[k], place);
  let led = ""; // the state to which a link has led: no task is done by that
  const leadTo = (/** @type {number} */ k, /** @type {number} */ place) => {
    chooseFor(k, place);
    led = String(present());
  };
  const words = make("span", { "aria-hidden": "true" });
  const room = make("span", { class: "explorable-room", "aria-hidden": "true" }, longest(picture.readouts));
  const live = make("span", { class: "explorable-live", id: `${id}-readout`, "aria-live": "polite" });
  /** @type {string[]} */
  let shown = []; // the fragment that each layer holds now, so that none is put in twice
  /** @type {number[]} */
  let timers = [];
  const say = (/** @type {string} */ text) => (live.textContent = words.textContent = text);
  const rest = () => {
    say(words.textContent);
    if (String(present()) !== led) tasks.tick(present());
  };
  const take = (/** @type {Drag} */ { control }) => {
    parts.forEach((part) => part.stop());
    parts[control].input?.focus({ preventScroll: true });
  };

  const holdOn = () => card.append(...holds(picture, controls, present, chooseFor, take));
  const about = {
    controls,
    frame: (/** @type {number[]} */ at) => baked(controls, at, all).frame,
    go: (/** @type {number} */ k) => chooseFor(0, k),
  };
  const { numbers } = wide;
  const tools = numbers ? [listening, valueTable].map((tool) => tool({ ...about, numbers })) : [];

  const show = () => {
    const at = present();
    if (String(at) !== led) led = "";
    const reply = model.get("_reply");
    const answered =
      reply.at !== undefined && reply.at.every((/** @type {number} */ k, /** @type {number} */ i) => k === at[i]);
    picture.layers.forEach((layer, i) => {
      const { frame, exact } = baked(controls, at, layer.controls);
      const fragment = answered && !exact ? reply.frames[i] : layer.frames[frame];
      if (shown[i] !== fragment) groups[i].innerHTML = own((shown[i] = fragment));
    });
    const { frame, exact } = baked(controls, at, all);
    words.textContent = exact ? picture.readouts[frame] : answered ? reply.readout : "computing…";
    parts.forEach((part, k) => part.show(at[k]));
    tools.forEach((tool) => tool.show(at));
    timers.forEach(clearTimeout);
    timers = [setTimeout(rest, REST)];
    if (!exact && !answered) timers.push(setTimeout(say, PATIENCE, "Still computing: the kernel is busy or gone."));
  };

  const fit = () => {
    const best = fitting(wide, narrow, el.clientWidth);
    if (best.width === picture.width) return;
    const before = card;
    [picture, shown] = [best, []];
    ({ card, groups } = stage(picture, own, `${id}-readout`));
    before.replaceWith(card);
    holdOn();
    show();
  };
  const watch = new ResizeObserver(() => requestAnimationFrame(fit));
  if (narrow) watch.observe(el);

  const root = make("div", { class: "explorable" }, card);
  root.style.width = `${(wide.width / 0.75) * wide.zoom}px`;
  root.append(make("div", { class: "explorable-controls" }, ...parts.map((part) => part.element)));
  root.append(make("div", { class: "explorable-readout" }, room, words), live, tasks.element);
  root.append(make("div", { class: "explorable-tools" }, ...tools.map((tool) => tool.element)));
  holdOn();
  root.querySelectorAll("input, button, summary, [tabindex]").forEach(keepKeys);
  el.replaceChildren(root);
  makeLinked(root, picture.name, controls, leadTo);
  const events = [...controls.map((control) => `change:${control.name}`), "change:_reply"];
  events.forEach((event) => model.on(event, show));
  show();
  live.textContent = words.textContent;
  return () => {
    events.forEach((event) => model.off(event, show));
    watch.disconnect();
    [...parts, ...tools].forEach((part) => part.stop());
    timers.forEach(clearTimeout);
  };
}

export default { render };
