"""The student's edition gives no answer away, and no command touches what a student wrote in it; the archive."""

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import edition, notebook_rules, notebooks

LESSONS = notebooks.student_notebooks()
EXERCISES = [path.name for path in notebooks.find_instructor_notebooks()]
FILES = edition.edition()
PLACE = "Übung 2, Mo"  # with what a path may have


def as_notebook(data):
    return nbformat.reads(data.decode(), as_version=4)


def files_in(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ---------------------------------------------------------------- what a student opens


def test_the_notebooks_are_found():
    assert {path.name for path in LESSONS} == FILES.keys() - {name for name in FILES if name.startswith("images/")}
    assert len(LESSONS) >= 6 and set() < set(EXERCISES) < FILES.keys()


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_it_is_the_notebook_without_notes_and_results(path):
    cells = notebooks.read(path).cells
    notes = [cell for cell in cells if cell.metadata.get("slideshow", {}).get("slide_type") == "notes"]
    assert len(notes) > 5
    handed_out = as_notebook(FILES[path.name])
    results = {"outputs", "execution_count"}
    assert [notebooks.without(cell, results) for cell in handed_out.cells] == [
        notebooks.without(cell, results) for cell in cells if cell not in notes
    ]
    code = [cell for cell in handed_out.cells if cell.cell_type == "code"]
    assert len(code) > 10
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert b"For the lecturer" not in FILES[path.name]


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_has_holes_where_the_solutions_are(name):
    solutions = [
        cell.source
        for cell in notebooks.read(notebooks.NOTEBOOKS / "instructor" / name).cells
        if "### BEGIN SOLUTION" in cell.source
    ]
    sources = [cell.source for cell in as_notebook(FILES[name]).cells if cell.cell_type == "code"]
    assert solutions
    assert sum("# YOUR CODE HERE" in source for source in sources) == len(solutions)
    assert not re.search(rb"(BEGIN|END) (SOLUTION|HIDDEN TESTS)", FILES[name])


def test_an_exercise_that_somebody_has_written_into_is_not_handed_out(tmp_path):
    nb = notebooks.read(notebooks.NOTEBOOKS / EXERCISES[0])
    next(cell for cell in nb.cells if "# YOUR CODE HERE" in cell.source).source = "the answer"
    nbformat.write(nb, tmp_path / "04_solved.ipynb")
    with pytest.raises(ValueError, match=r"04_solved\.ipynb is not as generated: somebody has written into it"):
        edition.edition(tmp_path)


def test_what_is_not_of_the_course_is_not_handed_out(toy):
    nbformat.write(new_notebook(), toy / "Untitled.ipynb")
    nbformat.write(new_notebook(), toy / "01_lesson-Copy1.ipynb")
    assert edition.edition(toy).keys() == {"01_lesson.ipynb", "images/shown.png"}


def test_a_folder_without_notebooks_is_refused(tmp_path):
    with pytest.raises(ValueError, match="There is no notebook of the course in "):
        edition.edition(tmp_path)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["01_definition.ipynb", EXERCISES[0]])
def test_it_runs_unsolved_from_top_to_bottom(name, tmp_path):
    edition.update(tmp_path / PLACE, FILES)
    path = tmp_path / PLACE / name
    assert list(notebook_rules.has_working_links(path)) == []
    nb = notebooks.execute(notebooks.read(path), path.parent)
    outputs = [output for cell in nb.cells for output in cell.get("outputs", [])]
    assert len(outputs) > 10
    assert [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"] == []


# ---------------------------------------------------------------- what a student wrote


def lesson(words="Old words."):
    cells = [
        new_markdown_cell("# Toy\n\n![a picture](images/shown.png)", id="title"),
        new_markdown_cell("To the room.", id="note", metadata={"slideshow": {"slide_type": "notes"}}),
        new_code_cell("1 + 1", id="sum", execution_count=1, outputs=[new_output("stream", text="2")]),
        new_markdown_cell(words, id="words"),
    ]
    return new_notebook(cells=cells)


@pytest.fixture
def toy(tmp_path):
    """The notebooks/ of a course with one lesson and one picture in it."""
    folder = tmp_path / "notebooks"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "shown.png").write_bytes(b"a picture")
    (folder / "images" / "other.png").write_bytes(b"another")
    nbformat.write(lesson(), folder / "01_lesson.ipynb")
    return folder


@pytest.fixture
def course(toy, tmp_path):
    """A student's folder with the edition of the toy course."""
    folder = tmp_path / PLACE / "course"
    edition.update(folder, edition.edition(toy))
    return folder


def newer(toy, words="New words."):
    nbformat.write(lesson(words), toy / "01_lesson.ipynb")
    return edition.edition(toy)


def change(edit):
    def touch(path):
        nb = notebooks.read(path)
        edit(nb.cells)
        nbformat.write(nb, path)

    return touch


TOUCH = {
    "answer": change(lambda cells: cells[1].update(source="1 + 2")),
    "own note": change(lambda cells: cells.append(new_markdown_cell("mine", id="mine"))),
    "deleted": change(lambda cells: cells.pop()),
    "moved": change(lambda cells: cells.reverse()),
    "run": change(lambda cells: cells[1].update(outputs=[new_output("stream", text="2")])),
    "counted": change(lambda cells: cells[1].update(execution_count=7)),
    "pasted picture": change(lambda cells: cells[0].update(attachments={"a.png": {"image/png": "AAAA"}})),
    "tagged": change(lambda cells: cells[0].metadata.update(tags=["ask"])),
    "half a file": lambda path: path.write_bytes(path.read_bytes()[:300]),
    "no notebook": lambda path: path.write_bytes(b'{"cells": 3}'),
    "emptied": lambda path: path.write_bytes(b""),
}
DAMAGE = {
    "none": lambda record: None,
    "deleted": lambda record: record.unlink(),
    "emptied": lambda record: record.write_bytes(b""),
    "half": lambda record: record.write_bytes(record.read_bytes()[:40]),
    "a list": lambda record: record.write_bytes(b"[1, 2]"),
    "numbers": lambda record: record.write_bytes(b'{"01_lesson.ipynb": 5}'),
    "null": lambda record: record.write_bytes(b"null"),
    "no text": lambda record: record.write_bytes(b"\xff\xfe"),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("touch", TOUCH)
def test_no_update_touches_what_somebody_has_worked_in(course, toy, capsys, touch, damage):
    path = course / "01_lesson.ipynb"
    TOUCH[touch](path)
    work = path.read_bytes()
    DAMAGE[damage](course / edition.RECORD)
    for words in ("Old words.", "New words.", "New words.", "Newest words.", "Old words."):
        edition.update(course, newer(toy, words))
        assert path.read_bytes() == work
    said = capsys.readouterr().out
    assert said.startswith(
        "01_lesson.ipynb holds your work and stays as it is. The new version lies beside it: 01_lesson"
    )
    assert said.count("\n") == len(list(course.glob("01_lesson (new version of *).ipynb"))) >= 2


def test_the_new_version_of_an_untouched_notebook_takes_its_place(course, toy, capsys):
    edition.update(course, newer(toy))
    assert "New words." in (course / "01_lesson.ipynb").read_text("utf-8")
    assert files_in(course).keys() == {"01_lesson.ipynb", "images/shown.png", edition.RECORD}
    assert capsys.readouterr().out == ""


def opened(path):
    """What JupyterLab does to a notebook that is opened and not worked in: its kernel's version, another layout."""
    nb = json.loads(path.read_bytes())
    nb["metadata"]["language_info"] |= {"version": "3.11.7", "nbconvert_exporter": "python"}
    path.write_text(json.dumps(nb, indent=2), "utf-8")
    return path.read_bytes()


def test_a_notebook_that_was_only_opened_is_left_until_there_is_a_new_one(course, toy):
    path = course / "01_lesson.ipynb"
    saved = opened(path)
    edition.update(course, edition.edition(toy))
    assert path.read_bytes() == saved
    edition.update(course, newer(toy))
    assert files_in(course).keys() == {"01_lesson.ipynb", "images/shown.png", edition.RECORD}
    assert "New words." in path.read_text("utf-8")


def test_nothing_is_written_where_nothing_is_new(course, toy):
    times = {path: path.stat().st_mtime_ns for path in course.rglob("*") if path.name != edition.RECORD}
    before = files_in(course)
    edition.update(course, edition.edition(toy))
    assert files_in(course) == before
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_a_new_version_is_laid_beside_once(course, toy, capsys):
    TOUCH["answer"](course / "01_lesson.ipynb")
    edition.update(course, edition.edition(toy))
    assert list(course.glob("*new version*")) == []
    edition.update(course, newer(toy))
    (beside,) = course.glob("*new version*")
    assert re.fullmatch(r"01_lesson \(new version of \d{4}-\d\d-\d\d\)\.ipynb", beside.name)
    assert beside.read_bytes() == edition.edition(toy)["01_lesson.ipynb"]
    assert capsys.readouterr().out.endswith(f"beside it: {beside.name}\n")
    beside.unlink()  # not wanted
    edition.update(course, edition.edition(toy))
    assert list(course.glob("*new version*")) == []


def test_without_a_record_it_is_not_laid_beside_twice(course, toy):
    TOUCH["answer"](course / "01_lesson.ipynb")
    for _ in range(2):
        edition.update(course, newer(toy))
        (course / edition.RECORD).unlink()
    assert len(list(course.glob("*new version*"))) == 1


def test_two_new_versions_of_one_day_have_two_names(course, toy):
    TOUCH["answer"](course / "01_lesson.ipynb")
    for words in ("New words.", "Newest words."):
        edition.update(course, newer(toy, words))
    first, second = sorted(course.glob("*new version*"), key=lambda path: len(path.name))
    assert second.stem == first.stem.removesuffix(")") + ", 2)"
    assert "Newest words." in second.read_text("utf-8")


def test_work_in_the_new_version_is_work_too(course, toy):
    TOUCH["answer"](course / "01_lesson.ipynb")
    edition.update(course, newer(toy))
    (beside,) = course.glob("*new version*")
    TOUCH["own note"](beside)
    work = beside.read_bytes()
    edition.update(course, newer(toy, "Newest words."))
    assert beside.read_bytes() == work
    assert len(list(course.glob("*new version*"))) == 2


def test_a_run_notebook_of_the_same_words_needs_no_new_version(course, toy):
    TOUCH["run"](course / "01_lesson.ipynb")
    (course / edition.RECORD).unlink()
    edition.update(course, edition.edition(toy))
    assert list(course.glob("*new version*")) == []


def test_a_students_own_files_stay_and_what_was_deleted_comes_back(course, toy):
    (course / "mine.ipynb").write_bytes((course / "01_lesson.ipynb").read_bytes())
    (course / "recall_progress.json").write_bytes(b"{}")
    (course / "01_lesson.ipynb").unlink()
    before = files_in(course)
    edition.update(course, newer(toy))
    after = files_in(course)
    assert after.pop("01_lesson.ipynb") == edition.edition(toy)["01_lesson.ipynb"]
    assert {name: after[name] for name in before if name != edition.RECORD} == {
        name: data for name, data in before.items() if name != edition.RECORD
    }


def test_a_notebook_dropped_from_the_course_stays_and_one_added_comes(course, toy):
    (toy / "01_lesson.ipynb").rename(toy / "02_lesson.ipynb")
    edition.update(course, edition.edition(toy))
    assert {"01_lesson.ipynb", "02_lesson.ipynb"} < files_in(course).keys()


def test_a_picture_is_renewed_unless_somebody_has_drawn_in_it(course, toy):
    picture = course / "images" / "shown.png"
    (toy / "images" / "shown.png").write_bytes(b"a new picture")
    edition.update(course, edition.edition(toy))
    assert picture.read_bytes() == b"a new picture"
    picture.write_bytes(b"mine")
    (toy / "images" / "shown.png").write_bytes(b"the newest picture")
    edition.update(course, edition.edition(toy))
    assert picture.read_bytes() == b"mine"
    assert len(list(picture.parent.glob("shown (new version of *).png"))) == 1


def test_a_write_that_fails_leaves_the_old_file(course, toy, monkeypatch):
    before = files_in(course)

    def fail(path, data):
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    files = {name: data.replace(b"Old", b"New") for name, data in edition.edition(toy).items()}
    with pytest.raises(OSError, match="No space left"):
        edition.update(course, files)
    assert files_in(course) == before


def test_making_the_notebooks_leaves_the_students_folder_alone(toy):
    course = toy.parent / "course"
    edition.update(course, edition.edition(toy))
    TOUCH["answer"](course / "01_lesson.ipynb")
    before = files_in(course)
    assert notebooks.main([], toy) == 0
    assert notebooks.read(toy / "01_lesson.ipynb").cells[2].outputs[0].data["text/plain"] == "2"
    assert files_in(course) == before


# ---------------------------------------------------------------- to hand out

HANDED_OUT = edition.handed_out()


@pytest.fixture
def unpacked(tmp_path):
    return unpack(edition.archive(HANDED_OUT), tmp_path / PLACE)


def unpack(archive, folder):
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        packed.extractall(folder)
    return folder / edition.UNPACKED


def run(folder, *arguments):
    """The command as it is typed in that folder, with what is in it and not with what is here."""
    command = [sys.executable, "-B", "-m", "tools.edition", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env={"PATH": ""}, capture_output=True, text=True, timeout=100)


def test_the_archive_has_the_edition_and_the_set_up_and_nothing_else():
    tops = {name.partition("/")[0] for name in HANDED_OUT}
    files = {"README.md", "LICENSE", "LICENSE-CC-BY-4.0.md", "Makefile", "pyproject.toml", "environment.yml"}
    assert tops == files | {"postBuild", "helpers", "locks", "notebooks", "tools"}
    assert {name for name in HANDED_OUT if name.endswith(".ipynb")} == {f"notebooks/{path.name}" for path in LESSONS}
    assert {name: HANDED_OUT[f"notebooks/{name}"] for name in FILES} == FILES
    assert not any("__pycache__" in name or "/." in name for name in HANDED_OUT)
    assert {f"helpers/{name}" for name in ("__init__.py", "player.js", "recall/cards.toml")} < HANDED_OUT.keys()


def test_instructors_are_told_the_command():
    guide = (edition.ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8")
    assert "\npython -m tools.edition --archive ../course.zip\n" in guide
    assert "git archive" not in guide


def test_its_readme_leads_to_nothing_that_is_not_in_it():
    links = re.findall(r"\]\(([^)#]+)", HANDED_OUT["README.md"].decode())
    local = {link for link in links if "://" not in link}
    assert len(local) > 6
    assert local <= HANDED_OUT.keys()


def test_the_archive_is_the_same_each_time_and_from_what_it_unpacks_to(unpacked):
    archive = edition.archive(HANDED_OUT)
    assert edition.archive(dict(reversed(HANDED_OUT.items()))) == archive
    assert files_in(unpacked) == HANDED_OUT
    done = run(unpacked, "--archive", "../again.zip")
    assert done.returncode == 0, done.stderr
    assert (unpacked.parent / "again.zip").read_bytes() == archive


def test_nobody_works_in_what_the_next_archive_replaces():
    with zipfile.ZipFile(io.BytesIO(edition.archive(HANDED_OUT))) as packed:
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in packed.infolist()}
    assert modes[f"{edition.UNPACKED}/postBuild"] == 0o755
    assert {name for name, mode in modes.items() if mode == 0o444} == {
        f"{edition.UNPACKED}/notebooks/{path.name}" for path in LESSONS
    }


def test_another_archive_gives_its_files_another_time():
    """Or Python would go on with what it has compiled, where a file is as long as before."""
    other = HANDED_OUT | {"helpers/losses.py": HANDED_OUT["helpers/losses.py"].replace(b"0.5", b"0.6")}
    assert edition.moment(other) != edition.moment(HANDED_OUT)
    assert (1990,) <= edition.moment(HANDED_OUT) < (2008,)


def test_an_unpacked_archive_makes_the_edition(unpacked):
    done = run(unpacked)
    assert (done.returncode, done.stderr) == (0, "")
    made = files_in(unpacked / "course")
    assert made.pop(edition.RECORD)
    assert made == FILES


def test_a_newer_archive_unpacked_over_it_touches_no_work(unpacked):
    assert run(unpacked).returncode == 0
    touched, untouched = (unpacked / "course" / name for name in sorted(FILES)[:2])
    TOUCH["own note"](touched)
    work = touched.read_bytes()
    later = {
        name: data.replace(b"# You", b"# Now you").replace(b"**Time**", b"*Time*") for name, data in HANDED_OUT.items()
    }
    assert later["notebooks/01_definition.ipynb"] != HANDED_OUT["notebooks/01_definition.ipynb"]
    unpack(edition.archive(later), unpacked.parent)
    assert touched.read_bytes() == work
    said = run(unpacked).stdout
    assert touched.read_bytes() == work
    assert said.count("holds your work") == 1
    assert untouched.read_bytes() == later[f"notebooks/{untouched.name}"]
    (beside,) = (unpacked / "course").glob("*new version*")
    assert beside.read_bytes() == later[f"notebooks/{touched.name}"]


def test_a_checkout_that_cannot_be_written_to_gives_an_edition_elsewhere(unpacked, tmp_path):
    """Nothing is written into it, so that it need not be writable."""
    before = {path: path.stat().st_mtime_ns for path in [unpacked, *unpacked.rglob("*")]}
    done = run(unpacked, "--to", tmp_path / "my course")
    assert done.returncode == 0, done.stderr
    assert files_in(tmp_path / "my course").keys() == {*FILES, edition.RECORD}
    assert {path: path.stat().st_mtime_ns for path in [unpacked, *unpacked.rglob("*")]} == before


def test_a_place_that_cannot_be_written_to_is_said_in_a_sentence(unpacked):
    done = run(unpacked, "--to", "README.md/course")
    assert done.returncode == 1
    assert re.fullmatch(r"\[Errno \d+\] .*: 'README\.md/course'\. Name another place with --to .*\n", done.stderr)
