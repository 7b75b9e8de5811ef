// A hand on the picture: pressing and dragging inside an axes moves the controls that lie along it to the nearest value.

/** @type {Record<string, string>} */
const CURSORS = { x: "ew-resize", y: "ns-resize", xy: "move" };
// What a finger that goes the other way, and two fingers, still do.
/** @type {Record<string, string>} */
const SCROLLS = { x: "pan-y pinch-zoom", y: "pan-x pinch-zoom", xy: "pinch-zoom" };

// The value of a control that lies nearest to `wanted`, the others staying as they are.
/** @param {Drag} drag @param {number} wanted @param {Control[]} controls @param {number[]} at */
function under(drag, wanted, controls, at) {
  const grid = controls[drag.control].baked;
  const state = (/** @type {number} */ k) => at.map((own, i) => (i === drag.control ? k : own));
  return grid[
    nearest(
      grid.map((k) => drag.at[baked(controls, state(k), drag.controls).frame]),
      wanted,
    )
  ];
}

// A box over the axes, as HTML, which scales with the picture. `take` is told that a hand has come, `move` where it is.
/**
 * @param {Hold} hold @param {Picture} picture
 * @param {(drag: Drag) => void} take @param {(drag: Drag, wanted: number) => void} move
 */
function holdOf({ box, drags }, picture, take, move) {
  const ways = drags
    .map(({ along }) => along)
    .sort()
    .join("");
  const place = make("div", { class: "explorable-hold" });
  const sides = { left: box[0] / picture.width, top: box[1] / picture.height };
  const sizes = { width: box[2] / picture.width, height: box[3] / picture.height };
  for (const [side, share] of Object.entries({ ...sides, ...sizes })) place.style.setProperty(side, `${100 * share}%`);
  Object.assign(place.style, { cursor: CURSORS[ways], touchAction: SCROLLS[ways] });
  let from = /** @type {PointerEvent | null} */ (null); // where a finger has come down, until it is clear that it does not scroll

  const follow = (/** @type {PointerEvent} */ event) => {
    const { left, top, width, height } = place.getBoundingClientRect();
    const x = box[0] + (box[2] * (event.clientX - left)) / width;
    const y = box[1] + (box[3] * (event.clientY - top)) / height;
    for (const drag of drags) move(drag, drag.along === "x" ? x : y);
  };
  const goesAcross = (/** @type {PointerEvent} */ from, /** @type {PointerEvent} */ { clientX, clientY }) => {
    const [along, across] = [Math.abs(clientX - from.clientX), Math.abs(clientY - from.clientY)];
    return (ways === "x" && across > along) || (ways === "y" && along > across);
  };
  place.addEventListener("mousedown", (event) => event.preventDefault()); // which would take the focus away
  place.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    place.setPointerCapture(event.pointerId);
    take(drags[0]);
    from = event.pointerType === "touch" ? event : null;
    if (!from) follow(event);
  });
  const drag = (/** @type {PointerEvent} */ event) => {
    if (!event.isPrimary || !place.hasPointerCapture(event.pointerId) || (from && goesAcross(from, event))) return;
    from = null;
    follow(event);
  };
  place.addEventListener("pointermove", drag);
  place.addEventListener("pointerup", drag);
  return place;
}

/**
 * @param {Picture} picture @param {Control[]} controls @param {() => number[]} present
 * @param {(k: number, place: number) => void} choose @param {(drag: Drag) => void} take
 */
function holds(picture, controls, present, choose, take) {
  const move = (/** @type {Drag} */ drag, /** @type {number} */ wanted) =>
    choose(drag.control, under(drag, wanted, controls, present()));
  return picture.holds.map((hold) => holdOf(hold, picture, take, move));
}
