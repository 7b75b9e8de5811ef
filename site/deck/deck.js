// Makes every slide as large as it fits, then starts reveal.js. A long line of code shrinks its own block alone.

const SIZE = { width: 1280, height: 720 };
const ROOM = 688; // a slide's height without the strip at the bottom, where its number stands
const STEP = 0.05;
const SMALLEST = 0.75; // a slide that needs less is to be split
const LARGEST_PICTURE = 1.5;
const LARGEST_WORDS = 1.25;
const SMALLEST_CODE = 18; // pixels of 720
const CONTROLS = ".course-part :is(input, select, textarea)";

// WebKit rounds the width of what a box holds up, and the box's own down.
/** @param {Element} box */
function isTooWide(box) {
  return box.scrollWidth > box.clientWidth + 1;
}

/** @param {HTMLElement} box */
function fits(box) {
  return /** @type {HTMLElement} */ (box.parentElement).scrollHeight <= ROOM && !isTooWide(box);
}

// Letters may be whole pixels wide, so that a smaller font is not narrower in proportion.
/** @param {HTMLElement} pre @param {number} zoom */
function narrow(pre, zoom) {
  const smallest = SMALLEST_CODE / zoom;
  pre.style.fontSize = "";
  let size = Math.max(smallest, parseFloat(getComputedStyle(pre).fontSize));
  pre.style.fontSize = `${size}px`;
  while (isTooWide(pre) && size > smallest) {
    size = Math.max(smallest, Math.floor((size * pre.clientWidth) / pre.scrollWidth));
    pre.style.fontSize = `${size}px`;
  }
}

/** @param {HTMLElement} box @param {number} zoom */
function enlarge(box, zoom) {
  box.style.zoom = String(zoom);
  box.querySelectorAll("pre").forEach((pre) => narrow(pre, zoom));
}

// By halving, since each size tried is a layout of the whole slide.
/** @param {Element | null} slide */
function fit(slide) {
  const box = /** @type {HTMLElement | null | undefined} */ (slide?.querySelector(".fit"));
  if (!slide || !box) return;
  const largest = slide.querySelector(".explorable") ? LARGEST_PICTURE : LARGEST_WORDS;
  /** @param {number} k */
  const size = (k) => Math.round((SMALLEST + k * STEP) * 100) / 100;
  let low = 0;
  let high = Math.round((largest - SMALLEST) / STEP);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    enlarge(box, size(middle));
    if (fits(box)) low = middle;
    else high = middle - 1;
  }
  enlarge(box, size(low));
}

/** @param {string} selector */
const focusedIn = (selector) =>
  /** @type {HTMLElement | undefined} */ (
    document.activeElement?.closest(selector) ? document.activeElement : undefined
  );

// Keys belong to a focused control, but those of a remote control (page up and down) to the deck; Escape lets go.
/** @param {KeyboardEvent} event */
function letGo(event) {
  const focused = focusedIn(CONTROLS);
  if (!focused) return;
  if (event.key === "Escape") event.stopImmediatePropagation();
  if (["Escape", "PageUp", "PageDown"].includes(event.key)) focused.blur();
}

/** @param {KeyboardEvent} event */
function isForDeck(event) {
  return !focusedIn(CONTROLS) && !(["Enter", " "].includes(event.key) && focusedIn("summary, a, button"));
}

// Every card of a quiz but the first goes to a slide of its own.
/** @param {Element} quiz */
function spread(quiz) {
  const cards = [...quiz.querySelectorAll(":scope > .recall-card")];
  if (cards.length) quiz.querySelectorAll(":scope > hr").forEach((line) => line.remove());
  const slides = cards.slice(1).map((card) => {
    const [one, box] = [document.createElement("section"), document.createElement("div")];
    box.className = "fit";
    box.append(card);
    one.append(box);
    return one;
  });
  quiz.closest("section")?.after(...slides);
}

// Below every slide, since most have no heading of their own: where in the lecture one is.
function namePart() {
  const slides = Reveal.getSlides();
  const shown = slides.slice(0, slides.indexOf(Reveal.getCurrentSlide()) + 1);
  const headings = ["h1", "h2"].map((name) =>
    shown.map((/** @type {Element} */ slide) => slide.querySelector(name)).findLast(Boolean),
  );
  const words = headings.filter((each) => each instanceof HTMLElement).map((each) => each.innerText);
  document.querySelector(".part")?.replaceChildren(words.join(" · "));
}

// A link or an address may mean a picture on another slide (helpers/links.js).
/** @param {Element} picture */
function turnTo(picture) {
  const { h, v } = Reveal.getIndices(picture.closest("section"));
  Reveal.slide(h, v);
}

await MathJax.startup.promise;
keepPunctuation();
const parts = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".course-part"));
await Promise.allSettled([...parts].map((place) => place.started));
document.querySelectorAll(".course-still").forEach(spread);
document.querySelectorAll(".slides > section > section").forEach(fit);
parts.forEach((place) => place.setAttribute("data-prevent-swipe", ""));
document.body.classList.remove("measuring");
document.addEventListener("click", ({ target }) => {
  const isAnswer = target instanceof Element && target.closest(".recall-card, .recall-series, .forecast");
  if (isAnswer) fit(target.closest("section"));
});
document.addEventListener("toggle", ({ target }) => target instanceof Element && fit(target.closest("section")), true);
document.addEventListener("keydown", letGo, true);
// A note is for a part: it stays in the speaker's window until the next one.
/** @type {Element | undefined} */
let note;
for (const slide of document.querySelectorAll(".slides section section")) {
  const own = slide.querySelector("aside.notes");
  if (!own && note) slide.append(note.cloneNode(true));
  note = own ?? note;
}
await Reveal.initialize({
  ...SIZE,
  margin: 0,
  center: false,
  hash: true,
  navigationMode: "linear",
  controlsLayout: "edges",
  slideNumber: "c/t",
  transition: "none",
  keyboardCondition: isForDeck,
  pdfMaxPagesPerSlide: 1,
  pdfSeparateFragments: false,
  plugins: [RevealNotes],
});
document.addEventListener("course-show", ({ target }) => target instanceof Element && turnTo(target));
if (window.courseLed) turnTo(window.courseLed);
Reveal.on("slidechanged", namePart);
namePart();

export {};
