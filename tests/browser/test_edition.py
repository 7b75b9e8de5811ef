"""The student's edition in JupyterLab: what opening, saving and working in a notebook mean to the next update."""

import json

import pytest

from tools.edition import edition, state, update

NAME = "01_definition.ipynb"
SAVE = "() => jupyterapp.commands.execute('docmanager:save')"
FILES = {NAME: edition()[NAME]}
NEWER = {NAME: FILES[NAME].replace(b"**Goals.**", b"**Your goals.**")}


@pytest.fixture
def course(folder):
    """A student's folder in the folder that JupyterLab serves."""
    update(folder / "course", FILES)
    return folder / "course"


@pytest.fixture
def opened(course, open_notebook):
    notebook = open_notebook(f"course/{NAME}")
    yield notebook
    notebook.page.close()


def save(notebook):
    notebook.page.evaluate(SAVE)
    notebook.page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")


def test_nothing_is_shown_before_it_is_run(opened):
    assert [output for output in opened.outputs if output] == []


def test_a_notebook_that_was_only_opened_is_renewed_and_one_that_was_run_is_not(course, opened):
    assert NEWER != FILES
    path = course / NAME
    save(opened)
    assert json.loads(path.read_bytes())["metadata"]["language_info"]["version"]  # which JupyterLab has put in
    update(course, NEWER)
    assert state(path.read_bytes()) == state(NEWER[NAME])

    opened.page.evaluate("() => jupyterapp.shell.currentWidget.context.revert()")
    opened.run_cell(next(k for k, source in enumerate(opened.sources) if source.startswith("import")))
    opened.page.locator(".jp-InputPrompt", has_text="[1]:").wait_for()
    save(opened)
    work = path.read_bytes()
    update(course, FILES)
    assert path.read_bytes() == work
    assert len(list(course.glob("*new version*"))) == 1
