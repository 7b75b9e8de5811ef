// What ipywidgets leaves out for those who use the keyboard: radio buttons that know of one another, so that the arrow
// keys choose; Enter in a line of text for the button; no shortcut of JupyterLab while a control has the focus. And links
// that open beside the notebook: JupyterLab does so for a link with these two attributes.

function group(box) {
  box.setAttribute("role", "radiogroup");
  box.setAttribute("aria-label", "Answers");
  const name = `answers ${Math.random()}`;
  box.querySelectorAll("input").forEach((radio) => (radio.name = name));
}

function openInLab(link) {
  const { pathname, hash } = new URL(link.href);
  const [, path] = pathname.match(/\/lab\/(?:workspaces\/[^/]+\/)?tree\/(.+)/) ?? [];
  if (!path) return;
  link.dataset.commandlinkerCommand = "rendermime:handle-local-link";
  link.dataset.commandlinkerArgs = JSON.stringify({ path: decodeURIComponent(path), id: decodeURIComponent(hash) });
}

function onFocus(target) {
  target.setAttribute("data-lm-suppress-shortcuts", "");
  const box = target.closest(".widget-radio-box:not([role])");
  if (box) group(box);
}

function onKey(card, target, key) {
  if (key === "Enter" && target.matches("input[type=text]")) card.querySelector("button").click();
}

function onClick(target) {
  const link = target.closest("a[href]");
  if (link) openInLab(link);
}

function render({ el }) {
  const heard = new AbortController();
  const listen = (type, act) => {
    const ours = (event) => {
      const card = el.closest(".recall-card");
      if (card?.contains(event.target)) act(event, card);
    };
    document.addEventListener(type, ours, { capture: true, signal: heard.signal });
  };
  listen("focusin", ({ target }) => onFocus(target));
  listen("keydown", ({ target, key }, card) => {
    onFocus(target); // it may have had the focus before this was here
    onKey(card, target, key);
  });
  listen("click", ({ target }) => onClick(target));
  el.dataset.listening = "";
  return () => heard.abort();
}

export default { render };
