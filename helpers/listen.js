// Lets a reader hear numbers. While it is on, each step of a control sounds once; at first the first control runs
// through its values, once for each number, and returns. It is off until a reader asks for it. The pitches come from Python.

const STOPS = 60; // of one run, at most
const STEP = 80; // milliseconds
const LENGTH = 0.14; // seconds of one tone
const SILENT = "This browser gives no sound here.";
const WAVES = /** @type {const} */ (["sine", "square", "sawtooth"]); // within the picture, beyond it, infinite

/** @param {AudioContext} audio @param {Sound} sound @param {number} when */
function tone(audio, [hertz, wave], when) {
  const [voice, volume] = [audio.createOscillator(), audio.createGain()];
  voice.type = WAVES[wave];
  voice.frequency.value = hertz;
  volume.gain.setValueAtTime(wave ? 0.04 : 0.15, when); // the other waves are shriller
  volume.gain.linearRampToValueAtTime(0, when + LENGTH);
  voice.connect(volume);
  volume.connect(audio.destination);
  voice.start(when);
  voice.stop(when + LENGTH);
}

/** @type {Tool} */
function listening({ controls, numbers, frame, go }) {
  const motion = window.matchMedia("(prefers-reduced-motion: reduce)");
  const [name, all] = [`to ${Object.keys(numbers.heard).join(", then ")}`, Object.values(numbers.heard)];
  const button = make("button", { type: "button", title: "Higher is a higher pitch. Escape ends it." });
  const told = make("span", { role: "status" });
  let audio = /** @type {AudioContext | null} */ (null);
  let timer = 0; // runs while one listens
  let at = /** @type {number[]} */ ([]);
  let home = -1; // where the control stood before its run
  let queue = /** @type {{voice: Sound[], k: number}[]} */ ([]); // what the control has still to run through

  const sound = (/** @type {Sound[][]} */ voices, /** @type {number[]} */ state) =>
    voices.forEach((voice, n) => audio && tone(audio, voice[frame(state)], audio.currentTime + n * LENGTH));
  const say = () => {
    button.textContent = audio ? "Stop" : "Listen";
    button.setAttribute("aria-label", `${button.textContent}${audio ? " listening" : ""} ${name}`);
  };
  const back = () => {
    if (home < 0) return;
    at = [home, ...at.slice(1)];
    home = -1;
    go(at[0]);
  };
  const stop = () => {
    back();
    clearInterval(timer);
    audio?.close();
    [audio, queue] = [null, []];
    window.removeEventListener("keydown", onEscape, true);
    say();
  };
  const onEscape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.stopImmediatePropagation(); // a deck would show all its slides
    stop();
  };
  const step = () => {
    if (!button.isConnected) return stop(); // its cell has been run again, or deleted
    const next = queue.shift();
    if (!next) return back();
    const state = [next.k, ...at.slice(1)];
    sound([next.voice], state);
    if (motion.matches) return;
    at = state;
    go(next.k);
  };
  const run = () => {
    const { baked } = controls[0];
    const stops = baked.filter((_, k) => k % Math.ceil(baked.length / STOPS) === 0 || k === baked.length - 1);
    queue = all.flatMap((voice) => stops.map((k) => ({ voice, k })));
    home = at[0];
    timer = setInterval(step, STEP);
  };
  button.addEventListener("click", () => {
    if (audio) return stop();
    const refuse = () => (told.textContent = SILENT);
    try {
      audio = new AudioContext();
    } catch {
      return refuse();
    }
    told.textContent = "";
    audio.resume().catch(refuse);
    window.addEventListener("keydown", onEscape, true);
    say();
    run();
  });
  const show = (/** @type {number[]} */ now) => {
    if (String(now) === String(at)) return; // its own step
    [at, queue, home] = [now, [], -1];
    sound(all, now);
  };
  say();
  return { element: make("span", {}, button, " ", told), show, stop };
}
