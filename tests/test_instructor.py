"""The instructor's edition: valid for nbgrader, and graded by it from generating to exporting."""

import ast
import copy
import csv
import html
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from tools import notebooks
from tools.edition import for_students

ROOT = Path(__file__).resolve().parent.parent
EXPECTED = ["04_week2_exercise", "05_multiclass", "07_calibration"]
ALL = notebooks.find_instructor_notebooks()
CONFIG = notebooks.NOTEBOOKS / "instructor" / "nbgrader_config.py"

# INSTRUCTORS.md gives these commands, and here they are run
GENERATE = "nbgrader generate_assignment exercises"
GRADE = ("nbgrader autograde exercises", "nbgrader generate_feedback exercises", "nbgrader export")
VALIDATE = "nbgrader validate source/exercises/*.ipynb"

pytestmark = pytest.mark.timeout(600)


def test_the_notebooks_and_the_commands_are_found():
    assert [path.stem for path in ALL] == EXPECTED
    guide = (ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8").splitlines()
    assert [command for command in (GENERATE, *GRADE, VALIDATE) if command not in guide] == []


# ---------------------------------------------------------------- a course directory


def grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def is_graded(cell):
    return cell.metadata.get("nbgrader", {}).get("grade", False)


def is_answer(cell):
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def run(command, folder):
    """Run one of the commands above in the course directory; return what it wrote."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic
    places = {"JUPYTER_CONFIG_DIR": str(folder / "config"), "IPYTHONDIR": str(folder / "ipython")}
    own = {"PATH": path, "PYTHONPATH": str(ROOT)} | places
    command, how = f"{shlex.quote(sys.executable)} -m {command}", {"env": os.environ | own, "timeout": 500}
    result = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, **how)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-5000:]
    return result.stdout + result.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A fresh course directory with the instructor's notebooks, and the assignment made from them."""
    folder = tmp_path_factory.mktemp("course")
    source = folder / "source" / "exercises"
    source.mkdir(parents=True)
    shutil.copy(CONFIG, folder)
    for path in ALL:
        shutil.copy(path, source)
    run(GENERATE, folder)
    return folder


def test_nbgrader_validates_the_instructors_notebooks(course):
    assert run(VALIDATE, course).count("Success! Your notebook passes all the tests.") == len(ALL)


def without_results(nb):
    return [notebooks.without(cell, {"outputs", "execution_count"}) for cell in nb.cells]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_students_have_what_nbgrader_releases(path, course):
    student = for_students(notebooks.without_solutions(notebooks.NOTEBOOKS / path.name))
    released = notebooks.read(course / "release" / "exercises" / path.name)
    assert without_results(student) == without_results(released)
    assert student.metadata == released.metadata


# ---------------------------------------------------------------- what students hand in


def solutions(path):
    return {grade_id(cell): cell.source for cell in notebooks.read(path).cells if is_answer(cell)}


def points(path):
    return {grade_id(cell): cell.metadata.nbgrader.points for cell in notebooks.read(path).cells if is_graded(cell)}


def filled_in(released, answers):
    """The released notebook with these answers. The student has deleted every cell that can be deleted: less to run."""
    nb = copy.deepcopy(released)
    nb.cells = [cell for cell in nb.cells if not cell.metadata.get("deletable", True)]
    for cell in nb.cells:
        cell.source = answers.get(grade_id(cell), cell.source)
    return nb


def returns_its_argument(source):
    """A wrong answer to any of the exercises: the function gives back what it was given first."""
    function = next(node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    function.body = ast.parse(f"return {function.args.args[0].arg}").body
    return ast.unparse(function)


def wrong_or_untouched(released, wrong):
    """Some answers wrong, the others not begun, and in the checks something that never fails."""
    nb = filled_in(released, {name: returns_its_argument(source) for name, source in wrong.items()})
    for cell in filter(is_graded, nb.cells):
        cell.source = "print('all right')"
    return nb


OWN_CELLS = (
    "1 / 0  # an experiment that failed",
    "X, y, z, w, b, losses = 1, 2, 3, 4, 5, 6",
    "import helpers\n\nchecks = verdict = check_sigmoid = check_softmax = print",
)


def with_own_cells(nb, own):
    """The student's own cells between all the others."""
    cells = []
    for place, cell in enumerate(nb.cells):
        cells += [cell, nbformat.v4.new_code_cell(own[place % len(own)]), nbformat.v4.new_markdown_cell("My notes.")]
    nb.cells = cells
    return nb


def without_cells(nb, names):
    nb.cells = [cell for cell in nb.cells if grade_id(cell) not in names]
    return nb


def submissions(released, path):
    """What each student hands in for this notebook."""
    answers = solutions(path)
    every_second = dict(list(answers.items())[::2])
    return {
        "right": filled_in(released, answers),
        "wrong_or_untouched": wrong_or_untouched(released, every_second),
        "partly": with_own_cells(filled_in(released, every_second), OWN_CELLS),
        "partly_in_another_order": with_own_cells(filled_in(released, every_second), OWN_CELLS[::-1]),
        "deleted": without_cells(filled_in(released, answers), deleted(path)),
    }


def deleted(path):
    """The first check and, where there is one, the second answer."""
    return [next(iter(points(path))), *list(solutions(path))[1:2]]


@pytest.fixture(scope="module")
def graded(course):
    """The course directory after all students have handed in and the commands of GRADE have run."""
    for path in ALL:
        released = notebooks.read(course / "release" / "exercises" / path.name)
        for student, nb in submissions(released, path).items():
            folder = course / "submitted" / student / "exercises"
            folder.mkdir(parents=True, exist_ok=True)
            nbformat.write(nb, folder / path.name)
    log = "".join(run(command, course) for command in GRADE)
    with (course / "grades.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {float(row["max_score"]) for row in rows} == {FULL}
    return SimpleNamespace(folder=course, log=log, scores={row["student_id"]: float(row["score"]) for row in rows})


FULL = sum(sum(points(path).values()) for path in ALL)
SHARE = sum(sum(list(points(path).values())[::2]) for path in ALL)


def test_right_gets_all_points_and_wrong_and_untouched_get_none(graded):
    assert (graded.scores["right"], graded.scores["wrong_or_untouched"]) == (FULL, 0)


def test_part_of_it_right_gets_its_share_whatever_else_the_student_added_or_deleted(graded):
    assert graded.scores["partly"] == graded.scores["partly_in_another_order"] == SHARE
    assert 0 < SHARE < FULL


def test_a_deleted_check_is_reported_and_put_back(graded):
    for path in ALL:
        check = deleted(path)[0]
        assert f"Missing grade cell {check} encountered, adding to notebook" in graded.log
        put_back = notebooks.read(graded.folder / "autograded" / "deleted" / "exercises" / path.name)
        (source,) = [cell.source for cell in put_back.cells if grade_id(cell) == check]
        assert source.startswith(f"# This check, {check}, was missing. nbgrader put it back.\n")


def test_a_deleted_answer_loses_its_points_and_no_others(graded):
    assert graded.scores["deleted"] == FULL - sum(sum(list(points(path).values())[1:2]) for path in ALL)
    lost = [(path, answer) for path in ALL for answer in deleted(path)[1:]]
    assert len(lost) > 1
    for path, answer in lost:
        assert f"NameError: name '{answer}' is not defined" in feedback(graded, "deleted", path)


def test_nbgrader_finds_nothing_odd_in_the_checks(graded):
    assert "cannot be converted" not in graded.log  # an output that was taken for partial credit
    # nbgrader's own lines only: what a kernel says about its history or its ports belongs to the machine
    assert len(re.findall(r"(?m)^\[\w+App \| INFO\]", graded.log)) > 20
    assert re.findall(r"(?m)^\[\w+App \| (?:ERROR|CRITICAL)\].*", graded.log) == []


def feedback(graded, student, path):
    page = graded.folder / "feedback" / student / "exercises" / f"{path.stem}.html"
    return html.unescape(re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_feedback_says_what_is_wrong_and_asks_a_question(path, graded):
    functions = list(solutions(path))
    assert functions
    for function in functions:
        assert f"✓ {function}: right" in feedback(graded, "right", path)
    said = feedback(graded, "wrong_or_untouched", path)
    for function in functions[::2]:
        assert f"AssertionError: ✗ {function}: wrong" in said
    for function in functions[1::2]:
        assert f"AssertionError: ○ {function}: not attempted" in said
    assert said.count("Hint 1: ") == len(functions[::2])


# ---------------------------------------------------------------- the lecture plan


def test_the_lecture_plan_adds_up_and_agrees_with_the_notebooks():
    guide = (ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (0\w+) \| (\d+) minutes.*?: ([\d +]+) \|", guide, re.M)
    assert [name for name, *_ in rows] == [path.stem for path in sorted(notebooks.NOTEBOOKS.glob("0[1-57]*.ipynb"))]
    for name, total, parts in rows:
        minutes = list(map(int, parts.split("+")))
        notes = next(
            cell.source
            for cell in notebooks.read(notebooks.NOTEBOOKS / f"{name}.ipynb").cells
            if notebooks.is_for_the_lecturer(cell)
        )
        first = notes.split("Ask the room")[0]
        assert sum(minutes) == int(total)
        assert [int(number) for number in re.findall(r"\b(\d+) (?:minutes )?(?:for|with|to be)\b", first)] == minutes
