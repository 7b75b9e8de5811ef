// The numbers of an explorable as a table: a row for each value of the first control, at the present values of the
// others. It is made when the reader unfolds it. The numbers come from Python.

const COPIED = "Copied. Paste it into a spreadsheet.";
const SELECTED = "Selected. Copy it with the keys that your browser has for it.";

/** @type {Tool} */
function valueTable({ controls, numbers, frame }) {
  const [moving, ...others] = controls;
  const table = make("table");
  const copy = make("button", { type: "button" }, "Copy");
  const told = make("span", { role: "status" });
  const reached = { tabindex: 0, role: "group", "aria-label": "Values, to be scrolled" };
  const box = make("div", { class: "explorable-values", ...reached }, table);
  const element = make("details", {}, make("summary", {}, "Values as a table"), copy, " ", told, box);
  const heads = [moving.label, ...numbers.names];
  let at = /** @type {number[]} */ ([]);
  let filledFor = ""; // the values of the other controls

  const row = (/** @type {number} */ k) => numbers.rows[frame([k, ...at.slice(1)])];
  const shown = (/** @type {number | string} */ value) => String(value).replace("-", "−");
  const line = (/** @type {number} */ k) => {
    const cells = row(k).map((value) => make("td", {}, shown(value)));
    return make("tr", {}, make("th", { scope: "row" }, moving.texts[k]), ...cells);
  };
  const fill = () => {
    const kept = (/** @type {Control} */ { baked, texts }, /** @type {number} */ k) =>
      texts[baked[nearest(baked, at[k + 1])]]; // the state that the numbers are of
    const state = others.map((control, k) => `${control.label}: ${kept(control, k)}`).join(", ");
    const head = make("tr", {}, ...heads.map((name) => make("th", { scope: "col" }, name)));
    const parts = [make("thead", {}, head), make("tbody", {}, ...moving.baked.map(line))];
    table.replaceChildren(make("caption", {}, state || "All values"), ...parts);
  };
  const update = () => {
    if (!element.open) return;
    if (filledFor !== String(at.slice(1)) || !table.firstChild) fill();
    filledFor = String(at.slice(1));
    table.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const present = table.tBodies[0].rows[moving.baked.indexOf(at[0])];
    present?.setAttribute("aria-current", "true");
    if (present) box.scrollTop = present.offsetTop - box.clientHeight / 2;
  };
  element.addEventListener("toggle", update);
  copy.addEventListener("click", async () => {
    const lines = [heads, ...moving.baked.map((k) => [moving.values[k], ...row(k)])];
    const text = lines.map((each) => each.join("\t")).join("\n");
    told.textContent = (await copyOrSelect(text, table)) ? COPIED : SELECTED;
  });
  const show = (/** @type {number[]} */ now) => {
    at = now;
    told.textContent = "";
    update();
  };
  return { element, show, stop() {} };
}
