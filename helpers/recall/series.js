// Cards one after another: a drill, and a spaced review.

const AGAIN_AFTER = 3; // a wrong answer comes back after this many other cards

// A series says which card is `next`, or null at the end, and by its `status` how far one has come; it `took` an answer.

/** @type {SeriesKind} */
function drill(model, cards, words) {
  const count = cards.length;
  let [at, asked, right] = [-1, 0, 0];
  return {
    button: "Another one",
    took: (good) => ((asked += 1), (right += Number(good))),
    next: () => (++at < count ? at : null),
    status: () =>
      (at < count ? fill(words.at, at + 1, count, model.get("seed")) : words.end) +
      (asked ? ` ${fill(words.score, right, asked)}` : ""),
  };
}

// Leitner's boxes: a card answered right moves one box on and waits longer, one answered wrong goes back to the first.
/** @type {SeriesKind} */
function review(model, cards, words) {
  const ids = cards.map(({ id }) => id);
  /** @type {{waits: number[], fresh: number}} */
  const { waits, fresh } = model.get("leitner");
  /** @param {number} later */
  const day = (later) => {
    const date = new Date();
    date.setDate(date.getDate() + later);
    return date.toLocaleDateString("sv"); // as 2026-11-23
  };
  const last = day(Math.max(...waits)); // a later one was noted while the clock was wrong
  /** @param {string} due */
  const isDay = (due) => /^\d{4}-\d\d-\d\d$/.test(due) && due <= last;
  /** @param {[string, Box]} pair */
  const isSound = ([, entry]) => waits[entry?.box] !== undefined && isDay(entry.due);
  /** @returns {Record<string, Box>} */
  const soundBoxes = () => Object.fromEntries(Object.entries(model.get("boxes")).filter(isSound));
  const boxes = soundBoxes();
  const due = ids.filter((id) => boxes[id] && boxes[id].due <= day(0)).sort((a, b) => boxes[a].box - boxes[b].box);
  const queue = [...due, ...ids.filter((id) => !boxes[id]).slice(0, fresh)];
  /** @type {boolean | null} */
  let again = null; // whether the card at the front comes again; null until it is answered
  let begun = false;
  return {
    button: "Next card",
    took(good) {
      const box = good ? Math.min((soundBoxes()[queue[0]]?.box ?? 0) + 1, waits.length - 1) : 0;
      model.set("boxes", { ...model.get("boxes"), [queue[0]]: { box, due: day(waits[box]) } });
      again = !good;
    },
    next() {
      if (begun) {
        const id = String(queue.shift());
        if (again === null) queue.push(id);
        else if (again) queue.splice(AGAIN_AFTER, 0, id);
      }
      [begun, again] = [true, null];
      return queue.length ? ids.indexOf(queue[0]) : null;
    },
    status: () =>
      fill(queue.length ? words.left : words.end, queue.length) + (model.forgets ? ` ${words.forgets}` : ""),
  };
}

/** @type {Record<string, SeriesKind>} */
const SERIES = { drill, review };

// Shows one card of a series at a time; `wake` brings the card at a place to life.
/** @param {Place & {roots: HTMLElement[], wake: Wake}} place */
function oneByOne({ model, el, roots, wake }) {
  const series = SERIES[model.get("mode")](model, model.get("cards"), model.get("common").series);
  const line = make("p", { role: "status", tabindex: -1 });
  const another = make("button", { type: "button" }, series.button);
  /** @type {ReturnType<Wake>[]} */
  const awake = [];
  /** @type {number | null} */
  let shown = null;
  const tell = () => (line.textContent = series.status());
  /** @param {boolean} right */
  const took = (right) => {
    series.took(right);
    tell();
  };
  /** @param {boolean} focus */
  const go = (focus) => {
    if (shown !== null) roots[shown].hidden = true;
    shown = series.next();
    another.hidden = shown === null;
    tell();
    if (shown !== null) (awake[shown] ??= wake(shown, took)).begin(focus);
    else if (focus) line.focus();
  };
  roots.forEach((root) => (root.hidden = true));
  keepKeys(another);
  another.addEventListener("click", () => go(true));
  const place = make(
    "div",
    { class: "recall-series" },
    line,
    ...roots,
    make("div", { class: "recall-buttons" }, another),
  );
  el.querySelector(".course-still")?.replaceChildren(place);
  go(false);
}
