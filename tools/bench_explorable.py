"""How long a key on a slider takes to become a picture, in real JupyterLab: `python -m tools.bench_explorable`.

Three things take turns in one notebook: the explorable of notebook 1; the same picture redrawn by
`ipywidgets.interact`, as most courses do it; and the floor, a slider linked to a number in the browser. The time runs
from the keyboard event to the end of the frame in which the change is painted.
"""

import statistics
import tempfile
from pathlib import Path

from tools.browser import NOT_RUN, find_browser
from tools.lab import Notebook, chromium, jupyterlab, write_notebook

EVENTS = 100
MOVES = 60  # of the mouse, in a drag of about a second
MOST_OF_FLOOR, MOST_OF_INTERACT, MOST_OF_FIRST = 1.3, 1 / 7, 2.0

INTERACT = """
import ipywidgets as w, matplotlib.pyplot as plt, numpy as np
from helpers.explore import explore_loss

grid = np.linspace(1e-4, 1 - 1e-4, 137)

def picture(y_hat):
    figure, axes = plt.subplots(figsize=(7.2, 4.1))
    loss = -np.log(max(y_hat, 1e-3))
    axes.plot(grid, -np.log(grid), linewidth=3.5)
    axes.plot(grid, -np.log(1 - grid), linestyle="--", alpha=0.35)
    axes.plot([y_hat], [loss], "s", markersize=9)
    axes.plot([y_hat - 0.1, y_hat + 0.1], [loss + 0.1 / max(y_hat, 0.1), loss - 0.1 / max(y_hat, 0.1)], color="black")
    axes.text(0.11, 5.2, r"$y = 1: -\\log\\,\\hat{y}$")
    axes.text(0.89, 5.2, r"$y = 0: -\\log(1-\\hat{y})$", ha="right")
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.2, 7.5), xlabel="predicted probability", ylabel="loss (nats)")
    axes.set_title(r"$\\ell = -[y\\,\\log\\,\\hat{y} + (1-y)\\,\\log(1-\\hat{y})]$")
    plt.show()
    print(f"The loss is {loss:.3f} nats.")
"""
LINKED = """
slider, number = w.IntSlider(max=108), w.IntText()
link = w.jslink((slider, "value"), (number, "value"))
w.VBox([slider, number])
"""
CELLS = [
    INTERACT + "\npicture(0.5)\n",  # so that neither of the two pays for matplotlib's first drawing
    "explore_loss(y_hat=0.0)",
    "w.interact(picture, y_hat=w.FloatSlider(value=0, max=1, step=0.01));",
    LINKED,
]
# name: cell, the handle to press, and JavaScript that reads what is shown
ENTRANTS = {
    "explorable": (1, "input[type=range]", "cell.querySelector('[data-layer=over]:last-of-type')?.innerHTML"),
    "interact": (2, ".noUi-handle", "cell.querySelector('img')?.src"),
    "floor": (3, ".noUi-handle", "cell.querySelector('input[type=number]')?.value"),
}

# Ends after the frame in which what `read` returns has changed; the clock starts with the event itself.
MEASURE = """
window.after = (start, read, before, done) => {
  const look = () => {
    if (start() === undefined || read() === before) return requestAnimationFrame(look);
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => done(performance.now() - start());
    port2.postMessage(0);
  };
  requestAnimationFrame(look);
};
window.cellAt = (k) => document.querySelector(`.jp-Notebook .jp-Cell[data-windowed-list-index="${k}"]`);
window.arm = (read) => {
  let start;
  addEventListener("keydown", (event) => (start = event.timeStamp), {capture: true, once: true});
  window.result = new Promise((done) => after(() => start, read, read(), done));
};
window.record = (read) => {
  window.trace = {changes: 0, last: 0, moved: 0, running: true};
  let before = read();
  addEventListener("pointermove", (event) => (trace.moved = event.timeStamp), {capture: true});
  const look = () => {
    const now = read();
    if (now !== before) [before, trace.last, trace.changes] = [now, performance.now(), trace.changes + 1];
    if (trace.running) requestAnimationFrame(look);
  };
  look();
};
"""


def reader(name):
    k, _, expression = ENTRANTS[name]
    return f"() => {{ const cell = cellAt({k}); return {expression}; }}"


def handle(notebook, name):
    k, selector, _ = ENTRANTS[name]
    return notebook.cell(k).locator(selector).first


def press(notebook, name):
    """Seconds from one arrow key to its picture."""
    handle(notebook, name).focus()
    notebook.page.evaluate(f"() => {{ arm({reader(name)}) }}")
    notebook.page.keyboard.press("ArrowRight")
    return notebook.page.evaluate("() => result") / 1000


def drag(notebook, name):
    """Pictures shown in a fast drag, and seconds by which the last of them is behind the mouse."""
    mouse, page = notebook.page.mouse, notebook.page
    start, step = _grasp(handle(notebook, name))
    page.evaluate(f"() => record({reader(name)})")
    mouse.move(*start)
    mouse.down()
    for k in range(MOVES):
        mouse.move(start[0] - k * step, start[1])
        page.wait_for_timeout(1000 / MOVES)
    mouse.up()
    page.wait_for_timeout(2000)
    trace = page.evaluate("() => { trace.running = false; return trace }")
    return trace["changes"], max(trace["last"] - trace["moved"], 0) / 1000


def _grasp(locator):
    """Where to take hold of a handle that stands at the right, and how far to go to the left at each move."""
    box = locator.bounding_box()
    is_range = locator.evaluate("(element) => element.matches('input')")
    x = box["x"] + box["width"] * (0.9 if is_range else 0.5)
    return (x, box["y"] + box["height"] / 2), 3.0 if is_range else 1.5


def first_picture(notebook, name):
    """Seconds from running the cell to its first picture."""
    k, _, _ = ENTRANTS[name]
    milliseconds = notebook.page.evaluate(f"""() => new Promise((done) => {{
      const start = performance.now(), read = {reader(name)};
      jupyterapp.shell.currentWidget.content.activeCellIndex = {k};
      after(() => start, () => read() !== undefined, false, done);
      jupyterapp.commands.execute("notebook:run-cell");
    }})""")
    return milliseconds / 1000


def measure(notebook):
    notebook.page.evaluate(f"() => {{ {MEASURE} }}")
    notebook.run_cell(0)
    first = {name: first_picture(notebook, name) for name in ENTRANTS}
    times = {name: [] for name in ENTRANTS}
    notebook.page.wait_for_timeout(1000)
    for _ in range(EVENTS):
        for name, seconds in times.items():
            seconds.append(press(notebook, name))
    return first, times, {name: drag(notebook, name) for name in ENTRANTS}


def in_jupyterlab():
    with tempfile.TemporaryDirectory() as place:
        folder, home = Path(place, "notebooks"), Path(place, "home")
        folder.mkdir()
        home.mkdir()
        write_notebook(folder / "bench.ipynb", CELLS)
        with jupyterlab(folder, home) as address, chromium(find_browser()) as browser:
            return measure(Notebook(browser.new_page(viewport={"width": 1200, "height": 2000}), address, "bench.ipynb"))


def p95(seconds):
    return statistics.quantiles(seconds, n=20)[-1]


def show(first, times, drags):
    for name, seconds in times.items():
        pictures, behind = drags[name]
        print(
            f"  {name}: key to picture {1000 * statistics.median(seconds):.1f} ms (p95 {1000 * p95(seconds):.1f}); "
            f"first picture {1000 * first[name]:.0f} ms after running the cell; "
            f"fast drag: {pictures} pictures, the last {1000 * behind:.0f} ms behind"
        )


def rows():
    """(what, seconds, baseline, bound on their ratio) for the table of `tools.bench`."""
    if find_browser() is None:
        raise RuntimeError(NOT_RUN)
    first, times, drags = in_jupyterlab()
    show(first, times, drags)
    median = {name: statistics.median(seconds) for name, seconds in times.items()}
    yield "key to picture: explorable against a linked number", median["explorable"], median["floor"], MOST_OF_FLOOR
    yield "key to picture: explorable against interact", median["explorable"], median["interact"], MOST_OF_INTERACT
    yield "first picture: explorable against interact", first["explorable"], first["interact"], MOST_OF_FIRST


if __name__ == "__main__":
    for what, seconds, baseline, bound in rows():
        print(f"{what}: {seconds / baseline:.2f}, bound {bound:.2f}")
