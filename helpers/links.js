// Links that bring a picture to a state, such as #explore_loss:y_hat=0.01&y=1, and addresses of a page that end so. What
// passes a link on may write its marks as %3A, %3D and %26.

const LINKED = ".explorable[data-name]";

/** @param {string} hash */
function wanted(hash) {
  const plain = hash.replace(/%(3A|3D|26)/gi, decodeURIComponent);
  const [, name, state] = plain.match(/^#(\w+):(.*)$/) ?? [];
  return { name, state: new URLSearchParams(state) };
}

/** @param {Node} root @param {Node} link */
function isAbove(root, link) {
  return root.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING;
}

// Of several pictures of that name, the nearest one above the link; for an address, the first. Returns it.
/** @param {string} hash @param {Node} [link] */
function lead(hash, link) {
  const { name, state } = wanted(hash);
  const fitting = all(document, LINKED).filter((root) => root.dataset.name === name && root.takes?.(state));
  const root = fitting.filter((each) => link && isAbove(each, link)).at(-1) ?? fitting[0];
  if (!root) return null;
  root.bringTo?.(state);
  root.scrollIntoView({ block: "nearest" });
  root.dispatchEvent(new CustomEvent("course-show", { bubbles: true })); // a deck turns to its slide
  return root;
}

/** @param {MouseEvent} event */
function followLink(event) {
  const link = event.target instanceof Element && event.target.closest('a[href^="#"]');
  const inNewTab = event.ctrlKey || event.metaKey || event.shiftKey; // which opens at that address
  if (!(link instanceof HTMLAnchorElement) || inNewTab) return;
  if (lead(link.hash, link)) event.preventDefault();
}

// Each picture that starts may be the one that the address means; once it is found, it is the reader's.
async function followAddress() {
  await Promise.allSettled(all(document, ".course-part").map((place) => place.started));
  window.courseLed ??= lead(location.hash);
}

// A value that the control has not: the nearest one; what is no number is passed over.
/** @param {Control} control @param {string} text @param {(k: number) => void} choose */
function bring(control, text, choose) {
  const exact = control.values.findIndex((value) => String(value) === text);
  const number = text.trim() ? Number(text) : NaN;
  if (exact >= 0) choose(exact);
  else if (Number.isFinite(number) && control.values.every(Number.isFinite)) {
    choose(nearest(/** @type {number[]} */ (control.values), number));
  }
}

/** @param {HTMLElement} root @param {string} name @param {Control[]} controls @param {(k: number, place: number) => void} choose */
function makeLinked(root, name, controls, choose) {
  if (name) root.dataset.name = name;
  root.takes = (state) => controls.some((control) => state.has(control.name));
  root.bringTo = (state) =>
    controls.forEach((control, k) => bring(control, state.get(control.name) ?? "", (place) => choose(k, place)));
  if (!window.courseLinks) {
    window.courseLinks = true;
    document.addEventListener("click", followLink, true);
    window.addEventListener("hashchange", () => lead(location.hash));
  }
  followAddress();
}
