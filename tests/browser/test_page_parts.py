"""Parts of a page where a reader puts them: twice, copied, moved, in two notebooks, out of sight, run again."""

import pytest
from playwright.sync_api import expect

from browser import figures
from browser.view import STARTED, View, moves_at_all
from helpers import recall
from tools.lab import READY, write_notebook

CELLS = [
    "from browser import figures\nfrom helpers import recall",
    "figures.playing(2)",
    "point = figures.point()\ndisplay(point, point)",
    'recall.ask("first-loss")',
    'recall.ask("why-not-squared-error")',
]
PLAYING, TWICE, CARD, TEXT = 1, 2, 3, 4
# What an interval leaves behind that nobody stops.
COUNT_INTERVALS = """() => {
  const [begin, end] = [window.setInterval, window.clearInterval];
  window.intervals = new Map();
  window.setInterval = (call, time, ...rest) => {
    const id = begin(call, time, ...rest);
    intervals.set(id, time);
    return id;
  };
  window.clearInterval = (id) => (intervals.delete(id), end(id));
}"""
ONE_STEP_TO_UNDO = 600  # milliseconds between two changes; of what is closer, JupyterLab makes one
STEP = round(2000 / 11)  # milliseconds between the steps of PLAYING
OURS = f"() => [...intervals.values()].filter((time) => time === {STEP}).length"
OPEN = "(path) => jupyterapp.commands.execute('docmanager:open', {path}).then(() => {})"
PARTS = """() => [...document.querySelectorAll(".course-part")].map((place) => [
  place.dataset.started !== undefined, place.querySelectorAll(".explorable, .recall-card").length])"""
RUN_BEHIND_ANOTHER_TAB = """async () => {
  const {shell, commands} = jupyterapp, panel = shell.currentWidget;
  const done = commands.execute("notebook:run-all-cells");
  const other = await commands.execute("launcher:create");
  await done;
  shell.activateById(panel.id);
  other.dispose();
}"""
IDS = "() => [...document.querySelectorAll('.course-part [id]')].map((element) => element.id)"


@pytest.fixture(scope="module")
def notebook(folder, run_notebook):
    write_notebook(folder / "parts.ipynb", CELLS)
    with run_notebook("parts.ipynb") as notebook:
        for k, count in ((PLAYING, 1), (TWICE, 2)):
            expect(notebook.cell(k).locator(".explorable")).to_have_count(count)
        expect(notebook.cell(CARD).locator(".recall-card")).to_have_count(1)
        yield notebook


def run(notebook, command, cell=None):
    if cell is not None:
        notebook.to_cell(cell)
    notebook.page.evaluate(f"() => jupyterapp.commands.execute('notebook:{command}').then(() => {{}})")


def judges(card):
    """Whether it tells a right number from a wrong one."""
    said = []
    for typed in ("0.693", "0.1"):
        card.get_by_role("textbox").fill(typed)
        card.get_by_role("textbox").press("Enter")
        said.append(card.get_by_role("alert").locator("strong").inner_text())
    return said == ["✓ Right.", "✗ Not yet."]


def assert_alive(notebook, cell, count=1):
    """The cell's output holds so many parts, and each answers."""
    notebook.to_cell(cell)
    parts = notebook.cell(cell).locator(".explorable, .recall-card")
    expect(parts).to_have_count(count)
    for part in parts.all():
        assert judges(part) if part.get_by_role("textbox").count() else moves_at_all(part)


def test_shown_twice_each_has_its_own_place(notebook):
    first, second = (View(root) for root in notebook.cell(TWICE).locator(".explorable").all())
    notebook.to_cell(TWICE)
    first.press("place x", "End")
    assert second.readout == "The point is round and stands at 0.5."
    assert_alive(notebook, TWICE, 2)
    ids = notebook.page.evaluate(IDS)
    assert len(ids) > 10 and len(ids) == len(set(ids))


@pytest.mark.parametrize("cell", [TWICE, CARD])
def test_copied_deleted_brought_back_and_moved_it_is_alive(notebook, cell):
    count = 2 if cell == TWICE else 1
    run(notebook, "copy-cell", cell)
    run(notebook, "paste-cell-below")
    assert notebook.sources[cell] == notebook.sources[cell + 1]
    assert_alive(notebook, cell + 1, count)
    notebook.page.wait_for_timeout(ONE_STEP_TO_UNDO)
    run(notebook, "delete-cell")
    run(notebook, "undo-cell-action")
    assert_alive(notebook, cell + 1, count)
    assert_alive(notebook, cell, count)
    run(notebook, "delete-cell", cell + 1)
    run(notebook, "move-cell-up", cell)
    assert notebook.sources[cell - 1] == CELLS[cell]
    assert_alive(notebook, cell - 1, count)
    run(notebook, "move-cell-down")
    assert notebook.sources == CELLS


def test_enter_begins_a_new_line_in_a_text(notebook):
    notebook.to_cell(TEXT)
    area = notebook.cell(TEXT).locator("textarea")
    area.press_sequentially("one\ntwo")
    assert area.input_value() == "one\ntwo"


def test_made_out_of_sight_it_is_alive_when_it_is_seen(notebook):
    """In a collapsed output, and in the tab behind another."""
    run(notebook, "hide-cell-outputs", TWICE)
    notebook.run_cell(TWICE)
    run(notebook, "show-cell-outputs", TWICE)
    assert_alive(notebook, TWICE, 2)
    notebook.page.evaluate(RUN_BEHIND_ANOTHER_TAB)
    assert_alive(notebook, TWICE, 2)


# A way to leave what plays, and the way back to the notebook as it was.
WAYS = [
    ("run-cell", "run-cell"),
    ("clear-cell-output", "run-cell"),
    ("move-cell-down", "move-cell-up"),
    ("delete-cell", "undo-cell-action"),
]


def test_what_plays_leaves_nothing_behind(notebook):
    notebook.page.evaluate(COUNT_INTERVALS)
    for leave, back in WAYS:
        notebook.to_cell(PLAYING)
        view = View(notebook.cell(PLAYING).locator(".explorable"))
        view.button("Play").click()
        view.button("Pause").wait_for()
        assert notebook.page.evaluate(OURS) == 1
        notebook.page.wait_for_timeout(ONE_STEP_TO_UNDO)
        run(notebook, leave)
        notebook.page.wait_for_timeout(3 * STEP)
        assert notebook.page.evaluate(OURS) == 0, leave
        run(notebook, back, None if back == "undo-cell-action" else notebook.sources.index(CELLS[PLAYING]))
        assert notebook.sources == CELLS


def test_two_notebooks_in_one_window_do_not_meet(notebook, folder):
    write_notebook(folder / "other parts.ipynb", CELLS)
    page = notebook.page
    page.evaluate(OPEN, "other parts.ipynb")
    page.wait_for_function(READY)
    notebook.run_all()
    expect(page.locator(".jp-NotebookPanel:visible").locator(".explorable, .recall-card")).to_have_count(5)
    assert page.evaluate(PARTS) == [[True, 1]] * 10
    ids = page.evaluate(IDS)
    assert len(ids) > 20 and len(ids) == len(set(ids))
    shown = page.locator(".jp-NotebookPanel:visible").locator(".explorable, .recall-card")
    for part in shown.all()[:4]:
        assert judges(part) if part.get_by_role("textbox").count() else moves_at_all(part)


# ---------------------------------------------------------------- on a page from the disk


def test_each_script_starts_its_own_places_alone(new_page, tmp_path):
    html = [part._repr_mimebundle_()["text/html"] for part in (figures.point(), recall.ask("first-loss"))]
    path = tmp_path / "parts.html"
    path.write_text(f'<!doctype html><meta charset="utf-8"><title>Parts</title>{"".join([*html, *html])}', "utf-8")
    page = new_page(offline=True)
    page.goto(path.as_uri())
    page.evaluate(STARTED)
    assert page.evaluate(PARTS) == [[True, 1]] * 4
    assert [moves_at_all(root) for root in page.locator(".explorable").all()] == [True, True]
    assert [judges(card) for card in page.locator(".recall-card").all()] == [True, True]
    page.close()
