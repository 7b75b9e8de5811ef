"""Every explorable on a projector of 1280 × 720: picture, controls and readout are seen at once, in large letters.

What it asks the reader to try stands below them.
"""

import contextlib

import pytest
from playwright.sync_api import TimeoutError
from test_explore import CASES

from browser.view import View, assert_fits
from tools.lab import write_notebook

NAMES = sorted(CASES)
MAKE = """
from test_explore import CASES
from helpers import explorable, plots
# The room for a picture is what counts; drawing it takes time.
explorable.svg_fragments = lambda figure, drawings: (["" for _ in drawings], {})
usual = [CASES[name]() for name in sorted(CASES)]
plots.present()
large = [CASES[name]() for name in sorted(CASES)]
"""
CARDS = "from helpers import recall\nrecall.quiz('01')"
CELLS = [MAKE, CARDS, *(f"{made}[{k}]" for made in ("usual", "large") for k in range(len(NAMES)))]

WINDOWS = {
    "with the file browser": "() => jupyterapp.shell.expandLeft()",
    "simple, for presentation": """() => {
      const {shell} = jupyterapp;
      shell.collapseLeft();
      Object.assign(shell, {mode: "single-document", presentationMode: true});
    }""",
}
# Brings the output to the top of the notebook, and says how much of it, down to its readout, is left out of sight.
LEFT_OUT = """(root) => {
  root.scrollIntoView({block: "start"});
  const seen = root.closest(".jp-WindowedPanel-outer").getBoundingClientRect();
  const {top} = root.getBoundingClientRect();
  const {bottom} = root.querySelector(".explorable-readout").getBoundingClientRect();
  return Math.max(bottom - seen.bottom, seen.top - top);
}"""
# In CSS pixels: letters of ten points in the picture, and the words below it.
LETTERS = """(root) => {
  const svg = root.querySelector("svg");
  const words = getComputedStyle(root.querySelector(".explorable-readout"));
  return [10 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width, parseFloat(words.fontSize)];
}"""


@pytest.fixture(scope="module")
def notebook(folder, run_notebook):
    write_notebook(folder / "presenting.ipynb", CELLS)
    with run_notebook("presenting.ipynb", viewport={"width": 1280, "height": 720}) as notebook:
        notebook.page.wait_for_function(
            "() => jupyterapp.shell.currentWidget.content.widgets.at(-1).model.outputs.length > 0", timeout=120_000
        )
        yield notebook


def at_the_top(notebook, k):
    """The explorable of a cell, once it has been brought to the top of the notebook and all of it can be seen."""
    notebook.to_cell(k)
    root = notebook.cell(k).locator(".explorable")
    root.wait_for()
    with contextlib.suppress(TimeoutError):
        notebook.page.wait_for_function(f"(root) => ({LEFT_OUT})(root) <= 0.5", arg=root.element_handle())
    assert root.evaluate(LEFT_OUT) <= 0.5, f"{CELLS[k]}, {NAMES[(k - 2) % len(NAMES)]}: so many pixels are not seen"
    return View(root)


def test_cards_grow_with_the_rest(notebook):
    notebook.page.evaluate(WINDOWS["simple, for presentation"])
    notebook.to_cell(1)
    card = notebook.cell(1).locator(".recall").first
    card.wait_for()
    assert card.evaluate("(card) => parseFloat(getComputedStyle(card).fontSize)") >= 16


@pytest.mark.parametrize(
    ("made", "window"), [("usual", "with the file browser"), ("large", "simple, for presentation")]
)
def test_every_explorable_is_seen_without_scrolling(notebook, window, made):
    notebook.page.evaluate(WINDOWS[window])
    cells = [k for k, source in enumerate(CELLS) if source.startswith(made)]
    assert len(cells) == len(NAMES) > 0
    for k in cells:
        view = at_the_top(notebook, k)
        assert_fits(view)
        letters, words = view.root.evaluate(LETTERS)
        if made == "large":
            assert letters >= 16 and words >= 16, NAMES[cells.index(k)]
