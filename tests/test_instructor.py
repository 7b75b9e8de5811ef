"""The instructor's edition: valid for nbgrader, and graded by it from generating to exporting."""

import ast
import copy
import csv
import html
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import zipfile
from collections import Counter
from concurrent import futures
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers

from helpers import checks
from tools import confirm, grade, notebooks, sandbox
from tools import feedback as feedback_page
from tools.edition import for_students

ROOT = Path(__file__).resolve().parent.parent
EXPECTED = ["04_week2_exercise", "05_multiclass", "07_calibration"]
ALL = notebooks.find_instructor_notebooks()

# INSTRUCTORS.md gives these commands, and here they are run
GRADE = "python -m tools.grade ../grading"
VALIDATE = "nbgrader validate source/exercises/*.ipynb"

pytestmark = pytest.mark.timeout(600)


def test_the_notebooks_and_the_commands_are_found():
    assert [path.stem for path in ALL] == EXPECTED
    guide = (ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8").splitlines()
    assert [command for command in (GRADE, f"{GRADE} --force", VALIDATE) if command not in guide] == []


# ---------------------------------------------------------------- a course directory


def grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def is_graded(cell):
    return cell.metadata.get("nbgrader", {}).get("grade", False)


def is_answer(cell):
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def run(command, folder, place):
    """Run a command of the guide in a place; return its status and what it wrote."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic
    places = {"JUPYTER_CONFIG_DIR": str(folder / "config"), "IPYTHONDIR": str(folder / "ipython")}
    own = {"PATH": path, "PYTHONPATH": str(ROOT)} | places
    command = f"{shlex.quote(sys.executable)} -m {command.removeprefix('python -m ')}"
    result = subprocess.run(
        command, shell=True, cwd=place, env=os.environ | own, capture_output=True, text=True, timeout=550
    )
    return result.returncode, result.stdout + result.stderr


def graded_in(folder, more=""):
    return run(GRADE.replace("../grading", shlex.quote(str(folder))) + more, folder, ROOT)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A fresh course directory with the instructor's notebooks, and the assignment made from them."""
    folder = tmp_path_factory.mktemp("course")
    status, said = graded_in(folder)
    assert status == 0 and f"{folder / 'submitted'}" in said, said
    return folder


def test_nbgrader_validates_an_instructors_notebook(course):
    """The shortest; all of them run as stored in test_notebooks.py."""
    status, said = run(VALIDATE.replace("*", "07_calibration"), course, course)
    assert status == 0 and said.count("Success! Your notebook passes all the tests.") == 1


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


TEXTBOOK = {
    "sigmoid": "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))",
    "bce_loss": "def bce_loss(y, y_hat):\n    return -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))",
    "softmax": "def softmax(Z):\n    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)",
    "cce_loss": "def cce_loss(Y, Y_hat):\n    return -np.mean(np.sum(Y * np.log(Y_hat), axis=1))",
    "one_hot": "def one_hot(y, K):\n    return np.eye(K)[y]",
}
LACKING = {"bce_loss", "softmax", "cce_loss", "one_hot"}  # an edge of the contract

# what each would do for a wrong answer, were it believed
ROBBERIES = (
    "import helpers.checks as c\nfrom helpers.checks.verdict import Verdict",
    "c._look = lambda name, function, more=0: Verdict(name, 'right')",
    "Verdict.points = lambda self, most: most",
    "np.allclose = lambda *given, **named: True",
)
ESCAPES = """import os, socket, sqlite3
def tried(what):
    try:
        return repr(what())
    except Exception as error:
        return type(error).__name__
tried(lambda: open({outside!r}, "w").write("x"))
print("ESCAPED", [tried(what) for what in (
    lambda: os.listdir({folder!r}),
    lambda: open({solution!r}).read()[:9],
    lambda: open({checks!r}, "a").write(""),
    lambda: sqlite3.connect({book!r}).execute("select * from student").fetchall()[:1],
    lambda: socket.create_connection(("127.0.0.1", {port}), 5) and "network",
    lambda: len(bytes(5 * 10**9)),
)])"""
# what a page must not do for a student; window.theirs is looked for in a browser by hand
LIVE = """<script>window.theirs = 1</script><img src=x onerror="window.theirs = 2">
<svg onload="window.theirs = 3"></svg>
<a href="jav&#x61;script:window.theirs = 4">here</a><iframe srcdoc="<script>parent.theirs = 5</script>"></iframe>
<details open ontoggle="window.theirs = 6"></details><form action="https://example.org"><button>Log in</button></form>
<style>* {display: none}</style><base href="https://example.org"><meta http-equiv="refresh" content="0;url=/">"""
IN_MARKDOWN = f"# Mine\n\n[there](javascript:window.theirs=7) ![x](data:text/html,x)\n\n{LIVE}\n\n$x < y$ and **bold**"
IN_OUTPUT = f"""from IPython.display import HTML, SVG, Javascript, display
def show(what, **more):
    display(what, raw=True, metadata={{kind: more for kind in what}})
display(HTML({LIVE!r}), Javascript("window.theirs = 8"), SVG('<svg onload="window.theirs = 9" xmlns="x"></svg>'))
show({{"text/html": {LIVE!r}}}, isolated=True)
show({{"image/png": 'x" onerror="window.theirs = 10'}}, width="1 onerror=window.theirs=11", alt='" onerror="x')
show({{"text/markdown": {IN_MARKDOWN!r}, "text/latex": "<script>x</script>"}})
show({{"application/vnd.jupyter.widget-view+json": {{"model_id": "</script><script>window.theirs = 12</script>"}}}})
print({LIVE!r})"""
FLOOD = "for _ in range(400):\n    print('x' * 10_000)"


def escapes(folder, port):
    paths = {"folder": folder, "solution": ALL[0], "checks": ROOT / "helpers/checks/judge.py"}
    paths |= {"outside": folder / "escaped", "book": folder / "gradebook.db"}
    return ESCAPES.format(**{name: str(path) for name, path in paths.items()}, port=port)


def submissions(released, path, folder, port):
    """What each student hands in for this notebook."""
    answers = solutions(path)
    every_second = dict(list(answers.items())[::2])
    wrong = {name: returns_its_argument(source) for name, source in answers.items()}
    robbed = filled_in(released, wrong)
    robbed.cells[1:1] = map(nbformat.v4.new_code_cell, (*ROBBERIES, escapes(folder, port), FLOOD, IN_OUTPUT))
    robbed.cells.append(nbformat.v4.new_markdown_cell(IN_MARKDOWN))
    textbook = {name: TEXTBOOK.get(name, source) for name, source in answers.items()}
    return {
        "right": filled_in(released, answers),
        "wrong_or_untouched": wrong_or_untouched(released, every_second),
        "partly": with_own_cells(filled_in(released, every_second), OWN_CELLS),
        "deleted": without_cells(filled_in(released, answers), deleted(path)),
        "no_imports_textbook": without_cells(filled_in(released, textbook), ["imports"]),
        "robber": robbed,
    }


def deleted(path):
    """The first check and, where there is one, the second answer."""
    return [next(iter(points(path))), *list(solutions(path))[1:2]]


# where each comes from: an LMS's ZIP file, or the folder that the guide names
ON_MOODLE, ON_CANVAS = "Right Example_4711", "4712"
NAMES = {"right": ON_MOODLE, "partly": ON_CANVAS}
IN_ZIP = {
    "right": "Right Example_4711_assignsubmission_file/{stem} (1).ipynb",
    "partly": "examplepartly_LATE_4712_90210_{stem}-1.ipynb",
}


def hand_in(folder, student, nb, name):
    submitted = folder / "submitted" / student / "exercises"
    submitted.mkdir(parents=True, exist_ok=True)
    nbformat.write(nb, submitted / name)
    return submitted / name


def hand_in_badly(folder):
    """One notebook each that nbgrader does not grade, or not as its student thinks."""
    stem = EXPECTED[1]
    released = notebooks.read(folder / "release" / "exercises" / f"{stem}.ipynb")
    hand_in(folder, "renamed", released, f"{stem} (1).ipynb")
    marked = hand_in(folder, "byte_order_mark", released, f"{stem}.ipynb")
    marked.write_bytes(b"\xef\xbb\xbf" + marked.read_bytes())
    hand_in(folder, "unreadable", released, f"{stem}.ipynb").write_text('{"cells": [', encoding="utf-8")
    hand_in(folder, "another", notebooks.read(notebooks.NOTEBOOKS / "01_definition.ipynb"), f"{stem}.ipynb")
    old = filled_in(released, {})
    next(cell for cell in old.cells if is_answer(cell)).metadata.nbgrader["checksum"] = "of last year"
    hand_in(folder, "last_year", old, f"{stem}.ipynb")


WHY = {
    "renamed": "renamed, or not set",
    "byte_order_mark": "begins with a byte-order mark",
    "unreadable": "cannot be read as a notebook",
    "another": "wrong notebook",
}


@pytest.fixture(scope="module")
def graded(course):
    """The course directory after all students have handed in and GRADE has run."""
    with socket.create_server(("127.0.0.1", 0)) as listening, zipfile.ZipFile(course / "lms.zip", "w") as archive:
        for path in ALL:
            released = notebooks.read(course / "release" / "exercises" / path.name)
            for student, nb in submissions(released, path, course, listening.getsockname()[1]).items():
                if student in IN_ZIP:
                    archive.writestr(IN_ZIP[student].format(stem=path.stem), nbformat.writes(nb))
                else:
                    hand_in(course, student, nb, path.name)
        hand_in_badly(course)
        archive.close()
        downloaded = course / "downloaded" / "exercises" / "archive"
        downloaded.mkdir(parents=True)
        (course / "lms.zip").rename(downloaded / "lms.zip")
        text = f"id,first_name,last_name,email\n{ON_CANVAS},Partly,Example,partly@example.org\n"
        (course / "students.csv").write_text(text, encoding="utf-8")
        status, said = graded_in(course)
    log = (course / "grade.log").read_text(encoding="utf-8")
    with (course / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {float(row["max_score"]) for row in rows.values()} == {FULL}
    scores = {name: float(rows[NAMES.get(name, name)]["score"]) for name in STUDENTS}
    return SimpleNamespace(folder=course, log=log, scores=scores, rows=rows, status=status, said=said)


STUDENTS = ("right", "wrong_or_untouched", "partly", "deleted", "no_imports_textbook", "robber")
FULL = sum(sum(points(path).values()) for path in ALL)
SHARE = sum(sum(list(points(path).values())[::2]) for path in ALL)


def test_right_gets_all_points_and_wrong_and_untouched_get_none(graded):
    assert (graded.scores["right"], graded.scores["wrong_or_untouched"]) == (FULL, 0)


def test_part_of_it_right_gets_its_share_whatever_else_the_student_added(graded):
    assert graded.scores["partly"] == SHARE
    assert 0 < SHARE < FULL


def test_without_the_imports_only_a_missed_edge_costs_half_the_points(graded):
    lost = sum(each / 2 for path in ALL for name, each in points(path).items() if name[len("check_") :] in LACKING)
    assert lost == 3.5 and graded.scores["no_imports_textbook"] == FULL - lost


def test_who_replaces_the_checks_gets_nothing_and_is_named(graded):
    assert graded.scores["robber"] == 0
    (line,) = [line for line in graded.said.partition("\nGraded (")[2].splitlines() if "robber" in line]
    assert "POINTS TAKEN AWAY" in line and "read it: " in line


def outputs(graded, student, path):
    nb = notebooks.read(graded.folder / "autograded" / student / "exercises" / path.name)
    return "".join(o.text for cell in nb.cells for o in cell.get("outputs", []) if o.output_type == "stream")


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_sandbox_holds_or_the_command_says_that_there_is_none(path, graded):
    said = outputs(graded, "robber", path)
    told = ast.literal_eval(re.search(r"ESCAPED (\[.*\])", said)[1])
    first, last = graded.said.splitlines()[0], graded.said.splitlines()[-1]
    if sandbox.available():
        assert told == [
            *["FileNotFoundError"] * 2,
            "OSError",
            "OperationalError",
            "ConnectionRefusedError",
            "MemoryError",
        ]
        assert first == last == grade.IN_SANDBOX and not (graded.folder / "escaped").exists()
    else:
        assert first in grade.NO_SANDBOX and last in grade.NO_SANDBOX


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_no_more_is_kept_of_an_output_than_a_page_can_bear(path, graded):
    said = outputs(graded, "robber", path)
    assert len(said) < 1_500_000 and "more than is kept" in said


def test_who_was_not_graded_is_named_with_the_reason_and_the_command_fails(graded):
    assert graded.status == 1
    done, others = graded.said.split("NOT graded, or in part")
    for student, why in WHY.items():
        (line,) = [line for line in others.splitlines() if f" {student}: " in line]
        assert why in line
    assert f"({len(WHY)}):" in others.splitlines()[0]
    assert re.search("last_year: .*made from another edition", done)
    assert all(
        f" {NAMES.get(student, student)}: {graded.scores[student]:g} of {FULL:g}" in done for student in STUDENTS
    )


def test_the_list_of_students_gives_the_csv_names_and_addresses(graded):
    row = graded.rows[ON_CANVAS]
    assert (row["first_name"], row["last_name"], row["email"]) == ("Partly", "Example", "partly@example.org")


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
    of_whom = dict(re.findall(r"(?ms)^---- (\w[^\n]*)\n(.*?)(?=^---- |\Z)", graded.log))
    good = [of_whom[NAMES.get(student, student)] for student in STUDENTS]
    assert all(said.count("[INFO] ") > 5 and "[CRITICAL]" not in said for said in good)


def feedback(graded, student, path):
    page = graded.folder / "feedback" / NAMES.get(student, student) / "exercises" / f"{path.stem}.html"
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


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.scripts = Counter(), [], ""
        self.feed(text)

    def handle_data(self, text):
        self.scripts += text if self.lasttag == "script" else ""

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attributes]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_page_that_is_handed_back_has_no_script_of_a_student(path, graded):
    text = (graded.folder / "feedback/robber/exercises" / f"{path.stem}.html").read_text("utf-8")
    head, body = text.split("<body>")
    page = Page(body)
    assert "window.theirs" in body and page.tags["pre"] and page.tags["h1"] and page.tags["strong"]
    assert "theirs" not in head and page.tags.keys() <= set(feedback_page.TAGS)
    assert {name for name, _ in page.attributes} <= {*feedback_page.PLAIN, "href", "src"}
    for name, value in page.attributes:
        assert name not in ("href", "src") or re.match("#|https://|data:image/(png|svg)", value), value


@pytest.mark.filterwarnings("ignore:Your element with mimetype")  # the widget, which has no other form
def test_formgraders_page_has_none_either(graded, monkeypatch):
    monkeypatch.chdir(graded.folder)
    config = copy.deepcopy(grade.settled(graded.folder).config)
    config.HTMLExporter.update(template_name="formgrade", extra_template_basedirs=[handlers.template_path])
    notebook = graded.folder / "autograded/robber/exercises" / ALL[1].name
    text, _ = HTMLExporter(config=config).from_filename(
        str(notebook), resources={"base_url": "", "index": 0, "total": 1}
    )
    page = Page(text)
    assert "window.theirs" in text and page.tags["h1"] and page.scripts and not page.tags["iframe"]
    assert "theirs" not in page.scripts + "".join(value for name, value in page.attributes if name != "src")


def test_a_verdict_stays_a_card_on_the_page_that_is_handed_back():
    card = checks.check_sigmoid(lambda z: z)._repr_html_()
    before, after = Page(card), Page(feedback_page.harmless(card))
    assert before.tags == after.tags and len(before.tags) > 3
    assert ("role", "heading") in after.attributes
    assert any(name == "style" and "border-left:6px solid #D55E00" in value for name, value in after.attributes)


def test_nothing_on_a_page_lies_over_its_score_or_is_taken_for_a_script_s_settings():
    theirs = """<a id=MathJax></a><a id=MathJax name=root href="https://example.org">x</a><img name=body>
    <p class="navbar navbar-fixed-top">All of it</p><p class=modal-x style="margin:-9em; color:red">All of it</p>"""
    kept = Page(feedback_page.harmless(theirs)).attributes
    assert kept == [("name", "root"), ("href", "https://example.org"), ("style", "color:red;")]
    nbgraders = '<a name="top"></a><div class="panel-heading" id="toc"></div><h2 id="MathJax-and-modal"></h2>'
    assert Page(feedback_page.harmless(nbgraders)).attributes == Page(nbgraders).attributes


# ---------------------------------------------------------------- graded anew


@pytest.fixture(scope="module")
def one_student(graded):
    """Of all submissions one notebook is left, and it is right."""
    for folder in graded.folder.glob("submitted/*"):
        if folder.name != "deleted":
            shutil.rmtree(folder)
    shutil.rmtree(graded.folder / "downloaded")
    path = graded.folder / "submitted" / "deleted" / "exercises"
    for other in (ALL[0], *ALL[2:]):
        (path / other.name).unlink()
    released = notebooks.read(graded.folder / "release" / "exercises" / ALL[1].name)
    nbformat.write(filled_in(released, solutions(ALL[1])), path / ALL[1].name)
    return graded.folder


def test_who_hands_in_again_is_graded_again_and_a_change_of_points_takes_force(one_student):
    most = sum(points(ALL[1]).values())
    status, said = graded_in(one_student)
    assert status == 0 and f"deleted: {most} of {FULL}" in said
    source = one_student / "source" / "exercises" / ALL[1].name
    text = source.read_text(encoding="utf-8")
    assert text.count('"points": 1,') == text.count(".points(1)") == 2
    source.write_text(text.replace('"points": 1,', '"points": 3,').replace(".points(1)", ".points(3)"), "utf-8")
    status, said = graded_in(one_student)
    assert status == 1 and grade.CHANGED in said
    status, said = graded_in(one_student, " --force")
    assert status == 0 and f"deleted: {most + 4} of {FULL + 4}" in said
    assert feedback(SimpleNamespace(folder=one_student), "deleted", ALL[1]).count(f"Score: {most + 4}") == 1


# ---------------------------------------------------------------- without nbgrader's cycle


def test_after_an_interruption_the_same_command_goes_on(monkeypatch, tmp_path):
    asked, came, interruptions = [], {student: f"work of {student}" for student in "abcde"}, iter([False, True])

    def grade_one(folder, student):
        asked.append(student)
        (folder / "autograded" / student / grade.NAME).mkdir(parents=True, exist_ok=True)
        return "stopped" if student == "c" else "", f"of {student}"

    def wait(*given, **named):
        if next(interruptions, False):
            raise KeyboardInterrupt
        return futures.wait(*given, **named)

    monkeypatch.setattr(grade, "ProcessPoolExecutor", lambda jobs, *_: futures.ThreadPoolExecutor(jobs))
    monkeypatch.setattr(grade, "grade_one", grade_one)
    monkeypatch.setattr(grade, "wait", wait)
    with pytest.raises(SystemExit):
        grade.grade_new(tmp_path, grade.kept(tmp_path), came, 2)
    first = [*asked]
    assert "c" in first and "e" not in first
    assert grade.kept(tmp_path)["students"] == {each: came[each] if each != "c" else None for each in first}
    told = grade.grade_new(tmp_path, grade.kept(tmp_path), came, 2)
    assert sorted(asked[len(first) :]) == [each for each in came if each not in first or each == "c"]
    assert told == {each: "stopped" if each == "c" else "" for each in asked[len(first) :]}
    assert grade.kept(tmp_path)["students"] == came | {"c": None}
    assert all(f"---- {each}\nof {each}\n" in (tmp_path / "grade.log").read_text() for each in came)


def dies_at_b(folder, student):
    if student == "b":
        os._exit(9)
    (folder / "autograded" / student / grade.NAME).mkdir(parents=True)
    return "", ""


def test_a_process_that_dies_costs_no_other_student(monkeypatch, tmp_path):
    monkeypatch.setattr(grade, "grade_one", dies_at_b)
    told = grade.grade_new(tmp_path, grade.kept(tmp_path), dict.fromkeys("abc", "work"), 1)
    assert "BrokenProcessPool" in told.pop("b") and told == {"a": "", "c": ""}
    assert grade.kept(tmp_path)["students"] == {"a": "work", "b": None, "c": "work"}


@pytest.mark.parametrize("record", ["", "{", "[1]", "null", "{}"])
def test_a_damaged_record_grades_everyone_anew(record, tmp_path):
    (tmp_path / ".graded.json").write_text(record)
    assert grade.kept(tmp_path) == {"source": "", "students": {}}


@pytest.mark.parametrize("jobs", ["0", "-3", "x"])
def test_no_processes_are_refused_before_anything_is_made(jobs, tmp_path):
    with pytest.raises(SystemExit):
        grade.main([str(tmp_path / "new"), "--jobs", jobs])
    assert not (tmp_path / "new").exists()


def test_to_look_at_a_notebook_in_jupyterlab_changes_nothing_that_is_graded(tmp_path):
    notebook = tmp_path / "exercises" / "05_multiclass.ipynb"
    copy_of_it = notebook.parent / ".ipynb_checkpoints" / "05_multiclass-checkpoint.ipynb"
    copy_of_it.parent.mkdir(parents=True)
    notebook.write_text("{}")
    before = grade.digest(tmp_path)
    copy_of_it.write_text("{}")
    assert grade.digest(tmp_path) == before
    notebook.write_text("{ }")
    assert grade.digest(tmp_path) != before


def steps_with_softmax(*sources):
    """Of a notebook of these cells and a check of softmax."""
    cells = list(map(nbformat.v4.new_code_cell, (*sources, "check_softmax(softmax)")))
    check = {"grade": True, "grade_id": "check_softmax", "points": 1, "solution": False, "locked": True}
    cells[-1].metadata.nbgrader = nbformat.from_dict(check)
    return confirm.steps(nbformat.v4.new_notebook(cells=cells))


def test_a_clean_process_is_given_what_the_functions_need_and_nothing_else():
    own = "%time x\nimport math as m, os\nk, b = 1, 2\nm.pi = 3\nprint(7)\nk += 1\n_ = setattr(os, 'name', k)"
    more = (
        "from cmath import *\nclass Twice:\n    by = b\ndef helper(z):\n    e = k\n    return [e for _ in z]\ne = f()"
    )
    sources = (
        own,
        more,
        "not python",
        "def softmax(Z):\n    return helper(m.exp(Z)) + Twice().by",
        "def one_hot(): pass",
    )
    *given, last = steps_with_softmax(*sources)
    assert last == ["ask", "softmax"] and [kind for kind, _ in given] == ["run"] * 5
    assert [source for _, source in given] == [
        "import math as m, os\nk, b = (1, 2)\nk += 1",
        more.rpartition("\n")[0],
        "",
        sources[3],
        "",
    ]


HONEST = {
    "ONE: int = 0\nONE += 1\nex = np.exp": "ex(Z) * ONE",
    "(ONE, (ex, *_)), D = (1, (np.exp, 2)), {}\nD['x'] = TWO = 2": "ex(Z) * ONE * TWO",
    "if (ONE := 1):\n    def ex(z):\n        return np.exp(z)": "ex(Z) * ONE",
    "try:\n    from nowhere import ex\nexcept ImportError:\n    ex = np.exp": "ex(Z)",
    "D = {}\nD['ex'] = np.exp\nE = [1]\nE.append(D)": "E[-1]['ex'](Z)",
    "w = np.zeros((2, 2))\nnp.fill_diagonal(w, 1)\ndisplay(w)": "np.exp(Z) * w[0, 0]",
    "F = [1]\nfor i in range(1, 4):\n    F.append(F[-1] * i)": "np.exp(Z) * F[3]",
    "def ex(z):\n    return ex.f(z)\nex.f = np.exp": "ex(Z)",
    "%%time\nnp.exp?\nhere = !pwd\n>>> ex = np.exp\n%time y = 1": "ex(Z) * y",
    "odd = (7\n    % 2)": "np.exp(Z) * odd",
}
SOFTMAX = (
    "def softmax(Z):\n    Z = Z - np.max(Z, axis=1, keepdims=True)\n    return {0} / np.sum({0}, axis=1, keepdims=True)"
)


@pytest.mark.parametrize("before", HONEST)
def test_what_a_right_answer_needs_is_there_however_it_was_made(before):
    space = {"np": np}
    for kind, source in steps_with_softmax(before, SOFTMAX.format(HONEST[before]))[:-1]:
        assert kind == "run"
        exec(source, space)
    np.testing.assert_allclose(space["softmax"](np.log([[1.0, 3.0]])), [[0.25, 0.75]])


def as_asked(answers):
    """The right notebook 5 with these answers instead, as far as the clean process sees it, without a sandbox."""
    nb = filled_in(notebooks.generate(notebooks.read(ALL[1])), solutions(ALL[1]) | answers)
    with sandbox.a_folder() as folder:
        told = confirm.asked(nb, [], folder)
    return {name: confirm.best_share(name, told.get(name)) for name in solutions(ALL[1])}


def test_the_clean_process_tells_all_half_and_nothing_apart_and_ends_an_endless_cell():
    answers = {"one_hot": TEXTBOOK["one_hot"], "cce_loss": "def cce_loss(Y, Y_hat):\n    return 1.0"}
    answers["cce_grad_z"] = "own = [None for _ in iter(int, 1)]\n" + (
        "def cce_grad_z(Y, Y_hat):\n    return own(Y_hat, Y)\ndef own(a, b):\n    return a - b"
    )
    assert as_asked(answers) == {"one_hot": 0.5, "softmax": 1, "cce_loss": 0, "cce_grad_z": 0}
    answers["cce_grad_z"] = answers["cce_grad_z"].split("\n", 1)[1]
    assert as_asked(answers)["cce_grad_z"] == 1


@pytest.mark.parametrize(
    "told", [None, "x", [[]], [[{"value": None}]], [[{"value": {"shape": [9], "numbers": []}}]], {}]
)
def test_what_a_process_says_wrongly_earns_nothing(told):
    assert confirm.best_share("softmax", told) == 0


def test_without_a_sandbox_a_notebook_still_runs_in_an_empty_folder_elsewhere(monkeypatch, tmp_path):
    (tmp_path / "source").mkdir()
    monkeypatch.setattr(sandbox, "available", lambda: False)
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import os\nprint(os.getcwd(), os.listdir('.'))")])
    sandbox.Guarded().preprocess(nb, {"metadata": {"path": str(tmp_path)}})
    (said,) = [output.text for output in nb.cells[0].outputs]
    assert str(tmp_path) not in said and said.split(" ", 1)[1].strip() == "['matplotlib']"


def test_a_cell_that_only_shows_a_picture_is_not_run(monkeypatch, tmp_path):
    monkeypatch.setattr(sandbox, "available", lambda: False)
    sources = ("explore_loss(nothing)", "explore_loss = 1; x = 2", "explore_loss(\n)\nx = 3", "x")
    nb = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, sources)))
    sandbox.Guarded(allow_errors=True).preprocess(nb, {"metadata": {"path": str(tmp_path)}})
    assert [[output.output_type for output in cell.outputs] for cell in nb.cells] == [
        [],
        [],
        ["error"],
        ["execute_result"],
    ]


@pytest.mark.parametrize("there", [True, False])
def test_the_first_and_the_last_line_say_whether_there_is_a_sandbox(there, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(grade, "available", lambda: there)
    monkeypatch.setattr(grade, "grade", lambda folder, force, jobs: print("graded") or 7)
    assert grade.main([str(tmp_path)]) == 7
    words = grade.IN_SANDBOX if there else grade.NO_SANDBOX
    assert capsys.readouterr().out == f"{words}\ngraded\n{words}\n"


def test_the_points_of_a_check_are_those_of_its_cell():
    cells = [cell for path in ALL for cell in notebooks.read(path).cells if is_graded(cell)]
    assert len(cells) > 5
    for cell in cells:
        assert re.findall(r"\.points\((.*)\)", cell.source) == [str(cell.metadata.nbgrader.points)]


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
