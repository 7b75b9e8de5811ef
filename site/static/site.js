// A formula that is wider than its place scrolls, so the keyboard must be able to reach it.
/** @param {ParentNode} part */
function reach(part) {
  for (const formula of part.querySelectorAll("mjx-container"))
    if (formula.scrollWidth > formula.clientWidth) formula.setAttribute("tabindex", "0");
}

window.addEventListener("load", async () => {
  await window.MathJax?.startup.promise;
  keepPunctuation();
  reach(document);
});
document.addEventListener("toggle", ({ target }) => target instanceof Element && reach(target), true);
for (const event of ["click", "submit"])
  // when a card has answered
  document.addEventListener(event, () => document.querySelectorAll(".recall-feedback").forEach(reach));
