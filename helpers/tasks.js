// What a reader is asked to bring about: a list that is ticked where the state reaches a task, and stays ticked for as
// long as the page is open, since the next reading is to start afresh.

const MARKS = { open: "○", done: "✓" };

/** @param {Task} task */
function taskItem({ words }) {
  const mark = make("span", { class: "explorable-mark", "aria-hidden": "true" }, MARKS.open);
  const said = make("span", { class: "explorable-live" }); // what the mark says to the eye
  return { mark, said, element: make("li", {}, mark, said, make("span", {}, words)) };
}

// `tick(at)` is told the state in which the reader has come to rest.
/** @param {Task[]} tasks @param {Control[]} controls */
function taskList(tasks, controls) {
  const items = tasks.map(taskItem);
  const live = make("span", { class: "explorable-live", role: "status" });
  const element = make("div", { class: "explorable-tasks", hidden: "" });
  if (tasks.length) element.removeAttribute("hidden");
  element.append(
    make("span", {}, "Try this:"),
    make("ul", { role: "list" }, ...items.map((item) => item.element)),
    live,
  );
  const tick = (/** @type {number[]} */ at) => {
    const reached = (/** @type {Task} */ { controls: chosen, reached: digits }) => {
      const { frame, exact } = baked(controls, at, chosen);
      return exact && digits[frame] === "1";
    };
    const news = tasks.filter((task, k) => items[k].mark.textContent === MARKS.open && reached(task));
    for (const task of news) {
      const item = items[tasks.indexOf(task)];
      item.mark.textContent = MARKS.done;
      item.said.textContent = "done: ";
    }
    if (news.length) live.textContent = news.map(({ words }) => `Done: ${words}`).join(" ");
  };
  return { element, tick };
}
