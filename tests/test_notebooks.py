"""Every notebook: found, stored in one form, within the budgets, and running as stored."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tools import notebook_rules as rules
from tools import notebooks

# the one list of what must be there
EXPECTED = [
    "01_definition.ipynb",
    "02_maximum_likelihood.ipynb",
    "03_gradient_vs_squared_error.ipynb",
    "04_week2_exercise.ipynb",
    "05_multiclass.ipynb",
    "06_active_recall.ipynb",
    "07_calibration.ipynb",
    "instructor/04_week2_exercise.ipynb",
    "instructor/05_multiclass.ipynb",
    "instructor/07_calibration.ipynb",
]

ALL = notebooks.find_notebooks()
LESSONS = [path for path in ALL if path.parent == notebooks.NOTEBOOKS]
GENERATED = [path for path in LESSONS if notebooks.instructor_of(path).exists()]
ONCE = [path for path in ALL if path not in GENERATED]  # an exercise with its solutions, as it runs in the end
ROOT = notebooks.NOTEBOOKS.parent


def name(value):
    return str(value.relative_to(notebooks.NOTEBOOKS)) if isinstance(value, Path) else value.__name__


def test_the_notebooks_are_found():
    assert {name(path) for path in ALL} >= set(EXPECTED)
    assert len(GENERATED) == len(notebooks.find_instructor_notebooks()) > 0


@pytest.mark.parametrize("path", ALL, ids=name)
def test_notebook_is_normalised(path):
    assert notebooks.is_normalised(path), "run `make notebooks`"


@pytest.mark.parametrize("rule", rules.ALL, ids=name)
@pytest.mark.parametrize("path", ALL, ids=name)
def test_notebook_keeps_to(rule, path):
    assert list(rule(path)) == []


@pytest.mark.parametrize("rule", rules.LESSONS, ids=name)
@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_lesson_keeps_to(rule, path):
    assert list(rule(path)) == []


def without_results(nb):
    return [notebooks.without(cell, {"outputs", "execution_count"}) for cell in nb.cells]


@pytest.mark.parametrize("path", GENERATED, ids=name)
def test_student_notebook_is_the_instructors_without_solutions(path):
    student, generated = notebooks.read(path), notebooks.generate(notebooks.read(notebooks.instructor_of(path)))
    assert without_results(student) == without_results(notebooks.normalise(generated))
    assert student.metadata == generated.metadata


def run_nbval(path, *options):
    """As `pytest --nbval notebooks`, typed in the root, for one notebook, which may lie elsewhere."""
    command = [sys.executable, "-m", "pytest", "--nbval", str(path), "-c", "pyproject.toml", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=500)


@pytest.mark.timeout(520)
@pytest.mark.parametrize("path", ALL, ids=name)
def test_notebook_runs_as_stored(path, tmp_path):
    run = run_nbval(path, f"--junitxml={tmp_path / 'report.xml'}", "-p", "no:cacheprovider")
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr[-2000:]
    ran = int(ElementTree.parse(tmp_path / "report.xml").getroot().find("testsuite").get("tests"))
    assert ran == len(rules.code(path)) > 0


def up_to_the_first_explorable():
    nb = notebooks.read(LESSONS[0])
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    (first, *_) = [k for k, cell in enumerate(code) if "explore_" in cell.source and cell.outputs]
    nb.cells = code[: first + 1]
    return nb, nb.cells[first].outputs[0].data


@pytest.mark.parametrize(("form", "altered"), [(None, 0), ("text/plain", 1), ("text/html", 1)])
def test_an_altered_sentence_is_noticed(form, altered, tmp_path):
    nb, stored = up_to_the_first_explorable()
    assert stored.keys() == {"text/plain", "text/html"}
    sentence = stored["text/plain"]
    if form:
        assert stored[form].count(sentence) == 1
        stored[form] = stored[form].replace(sentence, sentence.replace("1", "2", 1))
    notebooks.nbformat.write(nb, tmp_path / "some.ipynb")
    run = run_nbval(tmp_path / "some.ipynb", "-p", "no:cacheprovider")
    assert run.returncode == altered, run.stdout
    assert (f"{altered} failed" in run.stdout) == bool(altered)
