"""The notebook tools on toy notebooks: one form, generation, and the rules."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers import recall
from tools import browser, notebook_rules, notebooks, pages

RIGHT = """\
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION"""
HIDDEN = """\
double
### BEGIN HIDDEN TESTS
assert double(3) == 6
### END HIDDEN TESTS"""


def nbgrader(grade_id, **flags):
    flags = {"grade": False, "solution": False, "locked": False, "task": False} | flags
    points = {"points": 1} if flags["grade"] else {}
    return {"nbgrader": {"grade_id": grade_id, "schema_version": 3, **flags, **points}}


@pytest.fixture
def folder(tmp_path):
    """A folder of notebooks with one lesson that keeps every rule and one exercise with solutions."""
    return fill(tmp_path / "notebooks")


@pytest.fixture(scope="module")
def executed_once(tmp_path_factory):
    folder = fill(tmp_path_factory.mktemp("course") / "notebooks")
    assert notebooks.main([], folder) == 0
    return folder


@pytest.fixture
def executed(executed_once, tmp_path):
    return Path(shutil.copytree(executed_once, tmp_path / "notebooks"))


def fill(folder):
    (folder / "instructor").mkdir(parents=True)
    nbformat.write(lesson(), folder / "01_lesson.ipynb")
    nbformat.write(exercise(), folder / "instructor" / "02_exercise.ipynb")
    return folder


def lesson():
    title = "# Toy\n\nDoes it run?\n\n**Goals**: add. 5 minutes. It needs nothing."
    slide = {"slideshow": {"slide_type": "slide"}}
    folded = "<details><summary>Answer</summary>Yes.</details>\n" * 3
    end = "You can now add.\n\n## References\n\n- One.\n- Two.\n\n[Onwards](02_exercise.ipynb)"
    cells = [
        new_markdown_cell(title, metadata=slide),
        new_code_cell("import math", execution_count=1),
        new_markdown_cell(folded),
        new_code_cell("math.sqrt(4)", execution_count=2),
        new_markdown_cell(end),
    ]
    return new_notebook(cells=cells)


def exercise():
    cells = [
        new_markdown_cell("# Exercise"),
        new_code_cell(RIGHT, metadata=nbgrader("double", solution=True)),
        new_code_cell(HIDDEN, metadata=nbgrader("check_double", grade=True, locked=True)),
    ]
    return new_notebook(cells=cells)


def change(path, edit):
    nb = notebooks.read(path)
    edit(nb)
    nbformat.write(nb, path)


# ---------------------------------------------------------------- generate, execute, normalise


def test_notebooks_are_generated_executed_and_normalised(executed, capsys):
    paths = notebooks.all_paths(executed)
    assert [path.name for path in paths] == ["01_lesson.ipynb", "02_exercise.ipynb", "02_exercise.ipynb"]
    assert all(notebooks.is_normalised(path) for path in paths)
    assert notebooks.main(["--check"], executed) == 0
    assert notebooks.read(executed / "01_lesson.ipynb").cells[3].outputs[0].data["text/plain"] == "2.0"

    before = {path: path.read_text("utf-8") for path in paths}
    assert notebooks.main([], executed) == 0
    assert {path: path.read_text("utf-8") for path in paths} == before


def test_student_notebook_has_holes_and_no_hidden_tests(executed):
    student = notebooks.read(executed / "02_exercise.ipynb")
    assert student.cells[1].source == "def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    assert student.cells[2].source == "double"
    assert student.cells[2].metadata.editable is False
    assert "checksum" in student.cells[2].metadata.nbgrader
    assert notebooks.read(executed / "instructor" / "02_exercise.ipynb").cells[1].source == RIGHT


def test_student_notebook_is_what_nbgrader_generates(executed, tmp_path):
    (tmp_path / "source" / "week2").mkdir(parents=True)
    shutil.copy(executed / "instructor" / "02_exercise.ipynb", tmp_path / "source" / "week2")
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "week2", "--course-dir", str(tmp_path)]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # nbgrader calls alembic by name
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, env=os.environ | {"PATH": path}, timeout=100)
    theirs = notebooks.read(tmp_path / "release" / "week2" / "02_exercise.ipynb")
    ours = notebooks.read(executed / "02_exercise.ipynb")
    assert len(theirs.cells) == 3
    results = {"outputs", "execution_count"}
    assert [notebooks.without(c, results) for c in ours.cells] == [notebooks.without(c, results) for c in theirs.cells]


ANSWERED = {
    "solve": lambda nb: nb.cells[1].update(source="def double(x):\n    return x + x"),
    "add a cell": lambda nb: nb.cells.append(new_code_cell("1")),
    "delete a cell": lambda nb: nb.cells.pop(),
    "note": lambda nb: nb.cells[0].update(source="# Exercise, mine"),
    "unsign": lambda nb: nb.metadata.pop(notebooks.OUR_KEY),
}


@pytest.mark.parametrize("spoil", ANSWERED)
def test_an_exercise_that_somebody_has_written_into_is_neither_overwritten_nor_handed_out(executed, spoil):
    path = executed / "02_exercise.ipynb"
    assert notebooks.without_solutions(path) == notebooks.read(path)
    change(path, ANSWERED[spoil])
    work = path.read_bytes()
    for use in (notebooks.without_solutions, notebooks.update):
        with pytest.raises(
            ValueError, match=r"02_exercise\.ipynb is not as generated: .* Move it away; `make notebooks` "
        ):
            use(path)
    assert path.read_bytes() == work


def test_running_the_exercise_is_not_work_and_a_change_of_the_source_is_carried_over(executed):
    path = executed / "02_exercise.ipynb"
    change(path, lambda nb: nb.cells[2].update(execution_count=9, outputs=[]))
    change(executed / "instructor" / "02_exercise.ipynb", lambda nb: nb.cells[0].update(source="# New title"))
    assert notebooks.main(["02_exercise"], executed) == 0
    assert notebooks.read(path).cells[0].source == "# New title"
    assert notebooks.read(path).cells[2].execution_count == 2


def test_a_notebook_with_an_error_stays_as_it_was(folder):
    path = folder / "01_lesson.ipynb"
    change(path, lambda nb: nb.cells[1].update(source="1 / 0"))
    before = path.read_bytes()
    with pytest.raises(Exception, match="ZeroDivisionError"):
        notebooks.main(["01_lesson"], folder)
    assert path.read_bytes() == before
    assert [each.name for each in folder.iterdir() if each.is_file()] == ["01_lesson.ipynb"]


def test_an_unknown_name_is_refused_with_the_known_ones(folder):
    with pytest.raises(ValueError, match=r"No notebook '07'; there are: .*01_lesson\.ipynb, "):
        notebooks.main(["07"], folder)


VOLATILE = {
    "execution times": lambda nb: nb.cells[1].metadata.update(execution={"iopub.status.busy": "2026-01-01T00:00:00Z"}),
    "widget view": lambda nb: (
        nb.cells[3]
        .outputs[0]
        .data.update(
            {"application/vnd.jupyter.widget-view+json": {"model_id": "1", "version_major": 2, "version_minor": 0}}
        )
    ),
    "widget state": lambda nb: nb.metadata.update(widgets={"state": {}}),
    "Python's version": lambda nb: nb.metadata.language_info.update(version="3.11.7"),
    "kernel's name": lambda nb: nb.metadata.kernelspec.update(display_name="my environment"),
}


@pytest.mark.parametrize("what", VOLATILE)
def test_what_is_volatile_is_noticed_and_taken_out(executed, capsys, what):
    path = executed / "01_lesson.ipynb"
    stored = path.read_text("utf-8")
    change(path, VOLATILE[what])
    assert path.read_text("utf-8") != stored
    assert notebooks.main(["--check"], executed) == 1
    assert "01_lesson.ipynb is NOT normalised" in capsys.readouterr().out
    assert notebooks.to_text(notebooks.normalise(notebooks.read(path))) == stored


def test_another_layout_of_the_file_is_noticed(executed):
    path = executed / "01_lesson.ipynb"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")), indent=2) + "\n", "utf-8")
    assert not notebooks.is_normalised(path)


# ---------------------------------------------------------------- rules


def picture(text):
    data = {"image/png": "", **({"text/plain": text} if text else {})}
    return nbformat.v4.new_output("display_data", data=data)


def html(source):
    return nbformat.v4.new_output("display_data", data={"text/html": source, "text/plain": "text"})


def source(index, text):
    return lambda nb: nb.cells[index].update(source=text)


def output(out):
    return lambda nb: nb.cells[3].update(outputs=[out])


SPOILT = [
    ("is_executed_in_order", lambda nb: nb.cells[3].update(execution_count=3)),
    ("is_executed_in_order", lambda nb: nb.cells[3].update(execution_count=None)),
    ("runs_quietly", output(nbformat.v4.new_output("stream", name="stderr", text="Warning"))),
    ("runs_quietly", output(nbformat.v4.new_output("error", ename="E", evalue="bad", traceback=[]))),
    ("is_small", source(2, "x" * 300_000)),
    ("has_no_forbidden_code", source(3, "%matplotlib inline")),
    ("has_no_forbidden_code", source(3, "!pip install numpy")),
    ("has_no_forbidden_code", source(3, "from math import *")),
    ("has_no_forbidden_code", source(3, "import sys; sys.path.append('.')")),
    ("has_no_forbidden_code", source(3, "warnings.filterwarnings('ignore')")),
    ("has_no_forbidden_code", source(3, "x = 1;")),
    ("has_no_forbidden_code", source(3, "plt.plot(x)")),
    ("has_no_forbidden_code", source(3, "# NBVAL_SKIP\n1")),
    ("has_no_way_round_nbval", lambda nb: nb.cells[3].metadata.update(tags=["nbval-skip"])),
    ("has_no_way_round_nbval", lambda nb: nb.cells[3].metadata.update(tags=["raises-exception"])),
    ("has_slides", lambda nb: nb.cells[0].metadata.clear()),
    ("has_slides", lambda nb: nb.cells[1].metadata.update(slideshow={"slide_type": "-"})),
    ("has_text_for_every_picture", output(picture(None))),
    ("has_text_for_every_picture", output(picture("<Figure size 640x480 with 1 Axes>"))),
    ("has_text_for_every_picture", output(html('<img src="a.png" alt="">'))),
    ("has_text_for_every_picture", output(html("<svg></svg>"))),
    ("has_text_for_every_picture", source(2, "![](a.png)")),
    ("has_working_links", source(2, "[gone](99_gone.ipynb#here)")),
    ("has_working_links", source(2, "![a picture](images/gone.png)")),
    ("has_short_code", source(3, "\n".join(["x = 1"] * 16))),
    ("has_short_code", lambda nb: [nb.cells[i].update(source="x = 1\n" * 4) for i in (1, 3)]),
    ("has_enough_prose", lambda nb: nb.cells.extend([new_code_cell("1"), new_code_cell("2")])),
    ("has_enough_prose", lambda nb: nb.cells.append(new_markdown_cell("more"))),
    ("has_few_comments", source(3, "x = 1  # one")),
    ("has_few_imports", source(1, "\n".join(["import math"] * 6))),
    ("has_few_imports", source(1, "1")),
    ("has_anatomy", source(0, "# Toy\n\nGoals: add. 5 minutes. It needs nothing.")),
    ("has_anatomy", source(0, "# Toy?\n\nGoals: add. It needs nothing.")),
    ("has_anatomy", source(4, "You can now add.\n\n## References\n\n- One.\n- Two.")),
    ("has_recall_questions", source(2, "<details></details>")),
    ("has_recall_questions", lambda nb: nb.cells[2].update(source=nb.cells[2].source + "<details>")),
    ("has_references", source(4, "## References\n\n- One.\n\n# Next\n\n- [Two](02_exercise.ipynb)")),
]
RULES = {rule.__name__: rule for rule in notebook_rules.ALL + notebook_rules.LESSONS}


def test_every_rule_is_tried():
    assert {name for name, _ in SPOILT} == set(RULES)


def test_the_toy_lesson_keeps_every_rule(executed):
    assert [list(rule(executed / "01_lesson.ipynb")) for rule in RULES.values()] == [[]] * len(RULES)


@pytest.mark.parametrize(("name", "spoil"), SPOILT)
def test_a_breach_is_noticed(folder, name, spoil):
    (folder / "02_exercise.ipynb").touch()
    path = folder / "01_lesson.ipynb"
    assert list(RULES[name](path)) == []
    change(path, spoil)
    assert list(RULES[name](path)) != []


def ask_by_quiz(nb):
    nb.cells[2].update(source="## Can you say it without looking?")
    nb.cells[3].update(source='recall.quiz("01")', outputs=[html(recall.quiz("01").html())])


def test_recall_questions_may_come_from_a_quiz_instead_of_markdown(executed):
    path = executed / "01_lesson.ipynb"
    change(path, ask_by_quiz)
    assert [list(rule(path)) for rule in RULES.values()] == [[]] * len(RULES)


UNASKED = [
    lambda nb: nb.cells[3].update(source="page"),
    lambda nb: nb.cells[3].update(outputs=[]),
    lambda nb: nb.cells[3].update(outputs=[html(recall.ask("first-loss").html())]),
    lambda nb: nb.cells[3].update(outputs=[html(recall.quiz("01").html() + "<details>")]),
]


@pytest.mark.parametrize("spoil", UNASKED)
def test_a_quiz_that_asks_too_little_is_noticed(executed, spoil):
    path = executed / "01_lesson.ipynb"
    change(path, ask_by_quiz)
    change(path, spoil)
    assert list(notebook_rules.has_recall_questions(path)) != []


# ---------------------------------------------------------------- browser


@pytest.fixture
def no_browser(monkeypatch):
    monkeypatch.setattr(browser.shutil, "which", lambda command: None)
    monkeypatch.setattr(browser, "PLACES", [])
    monkeypatch.setattr(browser, "_playwright_chromium", lambda: "/nowhere/chromium")
    browser.find_browser.cache_clear()
    yield
    browser.find_browser.cache_clear()


def test_no_browser_is_none(no_browser):
    assert browser.find_browser() is None


def test_a_stub_that_does_not_run_is_no_browser(no_browser, monkeypatch, tmp_path):
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    stub.chmod(0o755)
    monkeypatch.setattr(browser, "PLACES", [str(stub)])
    assert browser.find_browser() is None
    stub.write_text("#!/bin/sh\nexit 0\n", "utf-8")
    browser.find_browser.cache_clear()
    assert browser.find_browser() == str(stub)


def test_each_missing_program_is_named(no_browser):
    words = browser.tests_not_run()
    assert words["test_*.py*"] == browser.NOT_RUN
    assert "Firefox" in words["test_engines.py*Firefox*"] and "WebKit" in words["test_engines.py*WebKit*"]


@pytest.mark.parametrize(("missing", "engine"), [("firefox-esr", "Firefox"), ("Xvfb", "WebKit")])
def test_an_engine_without_one_of_its_programs_is_left_out_alone(monkeypatch, missing, engine):
    monkeypatch.setattr(browser, "find_browser", lambda: "/chromium")
    monkeypatch.setattr(browser.shutil, "which", lambda command: None if command == missing else f"/{command}")
    assert list(browser.tests_not_run()) == [f"test_engines.py*{engine}*"]


def test_a_missing_engine_is_named_in_one_line_and_fails_ci(monkeypatch, capfd):
    monkeypatch.setattr(browser, "find_browser", lambda: "/chromium")
    monkeypatch.setattr(browser, "has_engine", lambda name: name == "WebKit")
    monkeypatch.setattr(browser, "_may_install", lambda: False)
    monkeypatch.setenv("CI", "false")
    assert browser.main() == 0
    assert capfd.readouterr().out == f"/chromium\n{browser.NO_ENGINE.format('Firefox')}\n"
    monkeypatch.setenv("CI", "true")
    assert browser.main() == 1


def test_a_missing_engine_is_installed_by_root_on_debian(monkeypatch):
    commands = []
    monkeypatch.setattr(browser, "has_engine", lambda name: name == "Firefox" or bool(commands))
    monkeypatch.setattr(browser, "_may_install", lambda: True)
    monkeypatch.setattr(browser, "_run", lambda command: commands.append(command) or True)
    assert browser.obtain_engines() == []
    assert [command[1] for command in commands] == ["update", "install"]
    assert commands[1][-2:] == ["webkit2gtk-driver", "xvfb"]


def test_where_none_can_be_fetched_one_line_says_so_and_ci_fails(no_browser, monkeypatch, capfd):
    noisy = ["sh", "-c", "seq 9; seq 9 >&2; false"]
    monkeypatch.setattr(browser, "_ways_to_fetch", lambda: [[noisy, ["/not/tried"]], [["/nowhere/fetch"]]])
    monkeypatch.setenv("CI", "false")
    assert browser.main() == 0
    said = capfd.readouterr()
    assert said.out.splitlines()[0] == browser.NOT_RUN
    assert said.err.splitlines()[1:] == ["This failed: sh -c 'seq 9; seq 9 >&2; false'", "This failed: /nowhere/fetch"]
    monkeypatch.setenv("CI", "true")
    assert browser.main() == 1


def test_the_first_way_that_gives_a_browser_is_the_last_one_tried(no_browser, monkeypatch, tmp_path):
    fetched = tmp_path / "chromium"
    fetch = [["cp", "/bin/true", str(fetched)]]
    monkeypatch.setattr(browser, "PLACES", [str(fetched)])
    monkeypatch.setattr(
        browser, "_ways_to_fetch", lambda: [[["false"]], fetch, [["touch", str(tmp_path / "too-much")]]]
    )
    assert browser.obtain_browser() == str(fetched)
    assert not (tmp_path / "too-much").exists()


@pytest.mark.parametrize(
    ("apt", "user", "first"), [("/apt-get", 0, "apt-get"), ("/apt-get", 1000, None), (None, 0, None)]
)
def test_the_package_is_for_root_on_debian_only(no_browser, monkeypatch, apt, user, first):
    monkeypatch.setattr(browser.shutil, "which", lambda command: apt)
    monkeypatch.setattr(browser.os, "geteuid", lambda: user, raising=False)
    ways = [way[0][0] for way in browser._ways_to_fetch()]
    assert ways == ([first] if first else []) + [sys.executable]


# A build


@pytest.mark.parametrize("what", ["site", "slides"])
def test_a_build_deletes_no_folder_that_is_not_its_own(tmp_path, what):
    kept = tmp_path / what / "kept"
    kept.mkdir(parents=True)
    with pytest.raises(ValueError, match=f"{what} exists already; delete it, or name another folder with --to"):
        pages.main([*{"site", "slides"}, "--to", str(tmp_path)])
    assert kept.exists()


@pytest.mark.parametrize("fails", ["execute_into", "build"])
def test_a_build_that_fails_leaves_nothing_in_the_way_of_the_next(tmp_path, monkeypatch, fails):
    def failing(*arguments):
        (arguments[-1] / "part").mkdir(parents=True)
        raise RuntimeError("a cell fails")

    monkeypatch.setattr(pages, "execute_into", failing if fails == "execute_into" else lambda folder: [])
    monkeypatch.setattr(pages, "BUILDERS", {"slides": failing})
    for _ in range(2):
        with pytest.raises(RuntimeError, match="a cell fails"):
            pages.main(["slides", "--to", str(tmp_path / "new")])
    assert list((tmp_path / "new").iterdir()) == []
    monkeypatch.setattr(pages, "execute_into", lambda folder: ["notebook"])
    monkeypatch.setattr(pages, "BUILDERS", {"slides": lambda notebooks, folder: folder.write_text(*notebooks)})
    pages.main(["slides", "--to", str(tmp_path / "new")])
    assert [path.read_text() for path in (tmp_path / "new").iterdir()] == ["notebook"]


def test_a_build_makes_room_in_the_build_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "BUILD", tmp_path)
    (tmp_path / "site" / "old").mkdir(parents=True)
    pages.clear(tmp_path / "site")
    assert not (tmp_path / "site").exists()
    with pytest.raises(ValueError, match="exists already"):
        pages.clear(pages.ROOT / "site")


def test_the_result_of_a_forecast_is_folded_on_the_site_and_a_picture_is_not():
    sources = ["import", 'recall.forecast("one")', "number", 'recall.forecast("two")', "picture", "its number", "other"]
    shown = [new_output("display_data", {"text/html": f'<div class="course-part">{k}' * (k == 4)}) for k in range(7)]
    cells = [new_code_cell(source, outputs=[output]) for source, output in zip(sources, shown, strict=True)]
    cells.insert(2, new_code_cell("a function that the number needs"))
    pages.fold_results(cells)
    folded = [cell.source for cell in cells if cell.metadata.get("tags") == ["hide-output"]]
    assert folded == ["number", "its number"]
