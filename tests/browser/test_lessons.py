"""The notebooks of the course in JupyterLab: run, and every control of every explorable moved to both ends."""

import re

import pytest

from browser.axe import can_be_seen, faint_words, focus_rings, violations
from browser.view import View, drive_and_compare, explorables_of
from tools.notebooks import NOTEBOOKS

LESSONS = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))  # the exercises unsolved
OUTPUT = ".jp-OutputArea-output"
THEMES = ["JupyterLab Dark", "JupyterLab Light"]  # the last of them stays
# JupyterLab's body has no height and hides what lies beyond it, so that axe-core takes everything for hidden.
UNCOVER = ".jp-ThemedContainer { overflow: visible !important; }"
CALL = re.compile(r"^explore_\w+\(", re.MULTILINE)


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request, run_notebook):
    with run_notebook(request.param) as notebook:
        yield notebook


def test_there_are_lessons():
    assert len(LESSONS) == 6 and LESSONS[0] == "01_definition.ipynb"


def test_it_runs_without_an_error(lesson):
    outputs = [output for outputs in lesson.outputs for output in outputs]
    assert len(outputs) > 0
    for output in outputs:
        assert output["output_type"] != "error", output
        assert output.get("name") != "stderr", output


def test_every_explorable_follows_its_controls(lesson):
    explorables = explorables_of(lesson)
    assert len(explorables) == sum(bool(CALL.search(source)) for source in lesson.sources)
    for k, explorable in explorables:
        lesson.to_cell(k)
        view = View(lesson.cell(k).locator(".explorable"))
        drive_and_compare(view, explorable)
        assert lesson.active_cell == k, "a key meant for a control moved the notebook"


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
