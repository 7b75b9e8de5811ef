"""Notebooks of the course in JupyterLab: run, every control of every explorable moved to both ends, saved, and
opened again when the kernel is gone."""

import pytest
from playwright.sync_api import expect

from browser.axe import can_be_seen, faint_words, focus_rings, violations
from browser.view import (
    AFTER_PAINT,
    STATE_LINKS,
    View,
    assert_leads,
    cells_of,
    drive_and_compare,
    explorables_of,
    moves_at_all,
)
from tools.notebooks import NOTEBOOKS

LESSONS = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))  # the exercises unsolved
# All run as stored in test_notebooks.py and are driven on the site; here, those that differ in kind: explorables and
# forecasts, an exercise with its checks, cards.
RUN = ["01_definition.ipynb", "04_week2_exercise.ipynb", "06_active_recall.ipynb"]
OUTPUT = ".jp-OutputArea-output"
THEMES = ["JupyterLab Dark", "JupyterLab Light"]  # the last of them stays
# JupyterLab's body has no height and hides what lies beyond it, so that axe-core takes everything for hidden.
UNCOVER = ".jp-ThemedContainer { overflow: visible !important; }"
# A part is the same HTML wherever it stands, and each page of the site is driven closely; here, those that differ in
# kind.
CLOSELY = pytest.mark.parametrize("lesson", ["01_definition.ipynb"], indirect=True)
QUIZ = '<div class="recall"><p>'


@pytest.fixture(scope="module", params=RUN)
def lesson(request, run_notebook):
    with run_notebook(request.param) as notebook:
        notebook.name = request.param
        yield notebook


@pytest.fixture
def third_party():
    return ["Could not restore the debugger state", "Comm not found"]  # JupyterLab, of a kernel that ends


@pytest.fixture
def explorables(lesson, in_python):
    """(cell, explorable) of the lesson."""
    return explorables_of(lesson, in_python(lesson.name.removesuffix(".ipynb")))


def test_there_are_lessons():
    assert set(RUN) < set(LESSONS)


def test_it_runs_without_an_error(lesson):
    outputs = [output for outputs in lesson.outputs for output in outputs]
    assert len(outputs) > 0
    for output in outputs:
        assert output["output_type"] != "error", output
        assert output.get("name") != "stderr", output


@CLOSELY
def test_every_explorable_follows_its_controls(lesson, explorables):
    for k, explorable in explorables:
        lesson.to_cell(k)
        drive_and_compare(View(lesson.cell(k).locator(".explorable")), explorable)
        assert lesson.active_cell == k, "a key meant for a control moved the notebook"


@CLOSELY
def test_links_to_a_state_lead_there(lesson, explorables):
    linking = [k for k, source in enumerate(lesson.sources) if "](#explore_" in source]
    for k in linking:
        views = [(View(lesson.cell(j).locator(".explorable")), made) for j, made in explorables if j < k]
        for link in lesson.cell(k).locator(STATE_LINKS).all():
            lesson.to_cell(k)
            assert_leads(link, views)
    assert len(linking) > 0 or not explorables


@CLOSELY
def test_what_it_shows_is_accessible_in_both_themes(lesson):
    lesson.draw_all_cells()
    lesson.page.add_style_tag(content=UNCOVER)
    everything = lesson.page.locator(".jp-Notebook")
    assert violations(lesson.page, include=OUTPUT) == []
    for theme in THEMES:  # which only change contrasts, of which axe-core sees hardly any in JupyterLab
        lesson.change_theme(theme)
        faint, count = faint_words(everything)
        assert count > 50
        assert faint == []
        rings = focus_rings(everything)
        assert len(rings) > 5
        assert [ring for ring in rings if not can_be_seen(ring)] == []


# ---------------------------------------------------------------- the next day


def judges(card):
    """Whether a card says something to an answer that is empty, or shows what to compare with."""
    card.scroll_into_view_if_needed()
    card.get_by_role("button", name="Check").or_(card.get_by_role("button", name="Show the answer")).first.click()
    return card.locator(".recall-feedback:not(:empty), textarea ~ *, label.recall-wide + div:not([hidden])").count() > 0


def assert_alive(notebook, explorables):
    """Every explorable moves, a card of each quiz judges, and nothing asks for a widget that is gone."""
    for k, _ in explorables:
        notebook.to_cell(k)
        assert moves_at_all(notebook.cell(k).locator(".explorable")), notebook.sources[k]
    quizzes = cells_of(notebook, QUIZ)
    assert len(quizzes) > 0
    for k in quizzes:
        notebook.to_cell(k)
        card = notebook.cell(k).locator(".recall-card:visible").first
        assert judges(card), card.inner_text()
    assert notebook.page.get_by_text("Error displaying widget").count() == 0


def test_saved_and_opened_again_without_a_kernel_it_is_alive(lesson, explorables, open_notebook):
    lesson.save()
    notebook = open_notebook(lesson.name)
    notebook.end_kernel()
    assert_alive(notebook, explorables)
    notebook.page.close()


@CLOSELY
def test_a_copy_that_is_not_trusted_shows_the_stills(lesson, explorables, open_notebook, folder):
    """JupyterLab takes scripts out of outputs that it has not seen being made."""
    lesson.save()
    copy = folder / f"copy of {lesson.name}"
    text = (folder / lesson.name).read_text("utf-8")
    copy.write_text(text.replace("# ", "# A copy: ", 1), "utf-8")
    notebook = open_notebook(copy.name)
    notebook.page.evaluate(AFTER_PAINT)
    for k, explorable in explorables:
        notebook.to_cell(k)
        picture = notebook.cell(k).get_by_role("img", name=explorable.explorable.alt, exact=True)
        expect(picture).to_be_visible()
    for k in cells_of(notebook, QUIZ):
        notebook.to_cell(k)
        expect(notebook.cell(k).get_by_text("Answer", exact=True).first).to_be_visible()
    assert notebook.page.locator(".explorable, .recall-card").count() == 0
    assert notebook.page.locator(".recall-words").count() > 0
    assert notebook.page.locator(".recall-words:visible").count() == 0, "these are answers"
    notebook.page.close()
    copy.unlink()
