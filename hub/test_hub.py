"""A class on JupyterHub: the course by git, nbgrader's exchange, and one person's trouble is nobody else's."""

import contextlib
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tools import edition, hub, notebooks
from tools.environment import python
from tools.lab import free_port

STUDENTS = ["ada", "ben", "cleo"]
SOLVED = notebooks.NOTEBOOKS / "instructor" / "05_multiclass.ipynb"
COURSE = "cross-entropy"

pytestmark = pytest.mark.timeout(600)


# ---------------------------------------------------------------- the students' repository


def git(folder, *arguments):
    return subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True).stdout


def files_of_commit(repository, name=edition.BRANCH):
    names = git(repository, "ls-tree", "-rz", "--name-only", name).decode().split("\0")[:-1]
    return {each: git(repository, "show", f"{name}:{each}") for each in names}


def test_the_repository_has_the_archive_and_a_folder_to_work_in(tmp_path):
    files = edition.for_a_hub()
    edition.commit(tmp_path / "course.git", files)
    archive, course = edition.handed_out(), edition.edition()
    assert len(course) >= 6 and len(archive) > len(course)
    assert files.keys() == archive.keys() | {f"course/{name}" for name in course} | {".gitattributes"}
    assert {name for name in archive if files[name] != archive[name]} == {"environment.yml"}
    assert {name: files[f"course/{name}"] for name in course} == course
    assert files_of_commit(tmp_path / "course.git") == files
    assert git(tmp_path / "course.git", "ls-tree", "main", "postBuild").startswith(b"100755")


def test_the_image_has_a_copy_of_helpers_and_what_a_hub_needs():
    there = edition.for_a_hub()["environment.yml"].decode()
    assert re.search(r"\n  - pip:\n      - \.\n      - nbgitpuller>=\S+\n      - nbgrader>=\S+\n$", there)


def test_it_has_no_history_but_its_own_and_nobodys_name(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_AUTHOR_NAME", "A Lecturer")
    origin = tmp_path / "course.git"
    for files in ({"a": b"1"}, {"a": b"1"}, {"b": b"2"}):
        edition.commit(origin, files)
    assert git(origin, "log", "--format=%an %ae %cn %ce %P").decode().split() == [
        *["cross-entropy-course"] * 4,
        git(origin, "rev-parse", "main^").decode().strip(),
        *["cross-entropy-course"] * 4,
    ]
    assert files_of_commit(origin) == {"b": b"2"}
    assert files_of_commit(origin, "main^") == {"a": b"1"}


def test_a_folder_that_is_something_else_is_refused(tmp_path):
    (tmp_path / "mine").write_bytes(b"")
    with pytest.raises(ValueError, match="is there and is not a bare repository of git"):
        edition.commit(tmp_path, {})
    assert list(tmp_path.iterdir()) == [tmp_path / "mine"]


def test_an_image_of_the_whole_repository_shows_no_solution(tmp_path):
    for name in ("notebooks", "tools", "tests/references"):
        shutil.copytree(edition.ROOT / name, tmp_path / name)
    (tmp_path / ".git").mkdir()
    shutil.copy(edition.ROOT / "postBuild", tmp_path)
    own = os.environ | {"REPO_DIR": str(tmp_path), "PATH": f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"}
    subprocess.run(["./postBuild"], cwd=tmp_path, env=own | {"PYTHONPATH": str(tmp_path)}, check=True, timeout=100)
    assert {path.name for path in tmp_path.iterdir()} == {"course", "notebooks", "postBuild", "tools"}
    found = [path for path in tmp_path.rglob("*.ipynb") if "BEGIN SOLUTION" in path.read_text("utf-8")]
    assert (found, (tmp_path / "course/01_definition.ipynb").exists()) == ([], True)


# ---------------------------------------------------------------- a hub


@pytest.fixture(scope="module")
def installed():
    """.venv-hub and the proxy, as `make hub` installs them."""
    command = ["make", f"PYTHON={sys.executable}", "install-hub", "hub/node_modules/.package-lock.json"]
    subprocess.run(command, cwd=hub.ROOT, check=True, timeout=500)


@pytest.fixture(scope="module")
def running(installed, tmp_path_factory):
    with hub.Running(tmp_path_factory.mktemp("hub"), free_port()) as one:
        yield one


@pytest.fixture(scope="module")
def people(running):
    names = [*STUDENTS, "lecturer"]
    with ThreadPoolExecutor() as pool:
        return dict(zip(names, pool.map(running.hub.start, names), strict=True))


@pytest.fixture(scope="module")
def pulled(people, running):
    for name in STUDENTS:
        people[name].pull(running.settings["HUB_EDITION"], "cross-entropy-course")
    return people


# ---------------------------------------------------------------- the course by git


def pull(origin, clone):
    """What nbgitpuller's own puller says."""
    command = [python("hub"), "-m", "nbgitpuller.pull", origin.as_uri(), edition.BRANCH, clone]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


OLD = {
    "course/1.ipynb": b"{\n1\n2\n3\n}\n",
    "course/2.ipynb": b"two\n",
    "course/3.ipynb": b"three\n",
    "helpers/a.py": b"1\n",
}


@pytest.fixture
def origin(installed, tmp_path):
    edition.commit(tmp_path / "course.git", OLD | {".gitattributes": edition.ATTRIBUTES})
    pull(tmp_path / "course.git", tmp_path / "clone")
    return tmp_path / "course.git"


def test_a_pull_brings_the_new_and_leaves_a_students_work(origin, tmp_path):
    clone = tmp_path / "clone"
    work = {"course/1.ipynb": b"{\n1\nmine\n3\n}\n", "course/mine.ipynb": b"mine\n", "course/4.ipynb": b"mine too\n"}
    for name, data in work.items():
        (clone / name).write_bytes(data)
    (clone / "course/3.ipynb").unlink()
    new = {"course/1.ipynb": b"{\n1\n2\n3\nnew\n}\n", "course/2.ipynb": b"new\n", "course/4.ipynb": b"four\n"}
    new |= {"notebooks/1.ipynb": b"{\n1\n2\n3\nnew\n}\n", "helpers/a.py": b"2\n", "course/3.ipynb": b"three\n"}
    edition.commit(origin, new | {".gitattributes": edition.ATTRIBUTES})
    said = pull(origin, clone)
    there = {name: (clone / name).read_bytes() for name in (*new, "course/mine.ipynb")}
    assert there == new | {"course/mine.ipynb": b"mine\n", "course/1.ipynb": work["course/1.ipynb"]}
    (renamed,) = clone.glob("course/4__*.ipynb")
    assert renamed.read_bytes() == work["course/4.ipynb"]
    assert re.findall(r"Auto-merging (.*)", said) == ["course/1.ipynb"]
    assert re.search(r"Renamed .*course/4\.ipynb to .* to avoid conflict", said)
    assert "mine.ipynb" not in said


def test_work_stays_through_more_pulls_and_when_the_notebook_is_dropped(origin, tmp_path):
    work = tmp_path / "clone/course/1.ipynb"
    for number in range(3):
        work.write_bytes(work.read_bytes() + b"mine\n")
        written = work.read_bytes()
        edition.commit(origin, OLD | {"course/1.ipynb": b"new %d\n" % number, ".gitattributes": edition.ATTRIBUTES})
        pull(origin, tmp_path / "clone")
        assert work.read_bytes() == written
    edition.commit(origin, {"course/2.ipynb": b"newest\n", ".gitattributes": edition.ATTRIBUTES})
    pull(origin, tmp_path / "clone")
    assert work.read_bytes() == written
    assert (tmp_path / "clone/course/2.ipynb").read_bytes() == b"newest\n"


def test_each_student_gets_the_edition_and_finds_helpers(pulled, running):
    course = edition.edition()
    for name in STUDENTS:
        folder = running.state / "home" / name / "cross-entropy-course/course"
        assert {each: (folder / each).read_bytes() for each in course} == course
    code = (
        "import helpers, os\nfrom helpers import explore\nprint(os.getcwd(), helpers.__file__)\nexplore.explore_loss()"
    )
    said = pulled["cleo"].run(code, folder="cross-entropy-course/course")
    assert said.startswith(f"{folder} {hub.ROOT / 'helpers'}{os.sep}")
    assert "Traceback" not in said and len(said.splitlines()) > 1


def test_students_are_not_shown_how_to_grade(people):
    page = {name: people[name].ask("GET", "lab") for name in ("ada", "lecturer")}
    assert "@jupyter/nbgrader:formgrader" in page["ada"]
    assert "@jupyter/nbgrader:formgrader" not in page["lecturer"]


# ---------------------------------------------------------------- nbgrader


def answers():
    cells = notebooks.read(SOLVED).cells
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in cells if "### BEGIN SOLUTION" in cell.source}


def grade_id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def hand_in(student, solved):
    """Fetch the assignment, write these answers, leave out what may be left out, submit: as the list of it would."""
    what = {"course_id": COURSE, "assignment_id": "exercises"}
    student.ask("POST", "assignments/fetch", **what)
    path = f"exercises/{SOLVED.name}"
    nb = student.read(path)
    nb["cells"] = [cell for cell in nb["cells"] if not cell["metadata"].get("deletable", True)]
    for cell in nb["cells"]:
        cell["source"] = solved.get(grade_id(cell), cell["source"])
    student.save(path, nb)
    return json.loads(student.ask("POST", "assignments/submit", **what))


def graded(people, running):
    """What tools.grade says when the lecturer, in the hub's checkout, types what stands under "Grade"."""
    folder = shlex.quote(str(running.state / "home/lecturer/grading"))
    return people["lecturer"].shell(f"cd {shlex.quote(str(hub.ROOT))} && python -m tools.grade {folder}")


@pytest.fixture(scope="module")
def released(people, running):
    assert "exercises/, under the names that were handed out" in graded(people, running)
    others = [path.name for path in SOLVED.parent.glob("*.ipynb") if path.name != SOLVED.name]
    people["lecturer"].shell("cd grading/source/exercises && rm " + " ".join(others))
    graded(people, running)
    people["lecturer"].shell("cd grading && nbgrader release_assignment exercises")
    return people


def test_the_exchange_from_release_to_feedback(released, running):
    solved = answers()
    assert len(solved) > 3
    given = {"ada": solved, "ben": dict(list(solved.items())[:2]), "cleo": {}}
    for name, some in given.items():
        listed = hand_in(released[name], some)
        assert listed["success"], listed["value"]
        assert "submitted" in {each["status"] for each in listed["value"]}
    released["lecturer"].shell("cd grading && nbgrader collect exercises")
    said = graded(released, running)
    assert "Graded (3):" in said and "ada: 6 of 6\n" in said and "NOT graded, or in part (0)" in said
    released["lecturer"].shell("cd grading && nbgrader release_feedback exercises")
    scores = {}
    for name in STUDENTS:
        released[name].ask("POST", "assignments/fetch_feedback", course_id=COURSE, assignment_id="exercises")
        (page,) = (running.state / "home" / name / "exercises/feedback").rglob("*.html")
        scores[name] = re.search(r"\(Score: ([0-9.]+) / ([0-9.]+)\)", page.read_text("utf-8")).groups()
    assert scores == {"ada": ("6.0", "6.0"), "ben": (scores["ben"][0], "6.0"), "cleo": ("0.0", "6.0")}
    assert 0 < float(scores["ben"][0]) < 6


# ---------------------------------------------------------------- trouble


def test_one_students_trouble_is_nobody_elses(people):
    """An endless loop, a kernel that is killed, and one that wants more memory than there is for it."""
    ada, ben = people["ada"], people["ben"]
    kernel = ada.kernel()
    connection, _ = ada.begin(kernel, "while True: pass")
    with contextlib.closing(connection):
        killed = ada.kernel()
        lost, _ = ada.begin(killed, f"import os; os.kill(os.getpid(), {signal.SIGKILL:d})")
        lost.close()
        assert "MemoryError" in ada.run("x = bytearray(2 * 1024**3)")
        assert ben.run("6 * 7") == "42"
        assert ada.run("6 * 7") == "42"
    ada.ask("DELETE", f"api/kernels/{kernel}")


def test_a_hub_that_is_killed_and_started_again_ends_no_kernel(people, running):
    ben = people["ben"]
    kernel = ben.kernel()
    ben.run("kept = 41", kernel)
    running.process.kill()
    running.process.wait()
    running.__enter__()
    hub.wait(lambda: ben.run("kept + 1", kernel) == "42", "ben's kernel")
