// What ipywidgets leaves out for those who use the keyboard: radio buttons that know of one another, so that the arrow
// keys choose; Enter in a line of text for the button; no shortcut of JupyterLab while a control has the focus. Links
// that open beside the notebook: JupyterLab does so for a link with these two attributes. The focus on the first control
// of a card that a button has asked for, since the button is drawn anew and loses it. And buttons that wait for what was
// changed before: while the kernel is busy, ipywidgets keeps changes back, but no clicks.

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

// The card's controls are put in place one by one, some of them later than this.
function focusFirst(el, frames = 60) {
  const control = el.closest(".recall-card")?.querySelector("input, select, textarea");
  if (control) control.focus();
  else if (frames) requestAnimationFrame(() => focusFirst(el, frames - 1));
}

// A click waits for an answer of the kernel; before that comes, the change that was kept back has left.
function clicker(model, signal) {
  const waiting = [];
  let passing = null;
  const pass = () => {
    passing = waiting.shift();
    passing?.click();
    passing = null;
  };
  model.on("msg:custom", pass);
  signal.addEventListener("abort", () => model.off("msg:custom", pass));
  return (event, button) => {
    if (button === passing) return;
    event.stopImmediatePropagation();
    waiting.push(button);
    model.send({});
  };
}

function render({ model, el }) {
  const heard = new AbortController();
  const click = clicker(model, heard.signal);
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
  listen("click", (event) => {
    const [link, button] = ["a[href]", "button"].map((kind) => event.target.closest(kind));
    if (link) openInLab(link);
    if (button) click(event, button);
  });
  el.dataset.listening = "";
  if (model.get("take_focus")) focusFirst(el);
  model.set("take_focus", false); // another view of this card leaves the focus where it is
  return () => heard.abort();
}

export default { render };
