"""Grade what came in, with nbgrader: `python -m tools.grade ../grading [--force]`.

The first run makes the folder and says what goes where. Each later one collects, checks, grades what is new or was
handed in anew, writes feedback and grades.csv, and ends with a list: who was graded, who was not and why. Where
somebody was not, it fails. `--force` begins anew with all of it, which a change of points or checks takes.
"""

import argparse
import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.confirm import NOT_CONFIRMED
from tools.notebooks import NOTEBOOKS, read
from tools.sandbox import available

ROOT, NAME = NOTEBOOKS.parent, "exercises"
IN_SANDBOX = "Each notebook runs in a sandbox (bubblewrap)."
NO_SANDBOX = """NO SANDBOX: students' code runs as you, and can read and write what you can, the network included.
On Debian and Ubuntu, `apt-get install bubblewrap` gives one. Else grade in a container or under a user of its own."""
CONFIG = """# Made by `python -m tools.grade`; add what you like.
import sys

sys.path.insert(0, {root!r})
load_subconfig("nbgrader_config.py", path={instructor!r})  # noqa: F821
"""
BEGIN = """{folder} is ready. What students hand in belongs in
  {folder}/submitted/STUDENT/{name}/04_week2_exercise.ipynb and 05_multiclass.ipynb
or, as your LMS gives it, a ZIP file, in
  {folder}/downloaded/{name}/archive/
Then type the same command. (To set one notebook alone, delete the other from {folder}/source/{name}/ before.)"""
CHANGED = "source/ has changed since the assignment was made: NOTHING was graded anew. --force grades everyone anew."
WORTH_READING = re.compile(
    r"helpers\.checks|\bjudge\b|stand_in|TASKS|\b(?:exec|eval|open|compile|setattr|getattr|globals|vars)\(|__\w+__|"
    r"\b(?:os|sys|gc|subprocess|ctypes|inspect|socket|shutil|pathlib)\b|get_ipython|gradient_descent|"
    r"losses\.(?:sigmoid|softmax|one_hot|binary_cross_entropy|categorical_cross_entropy)"
)


def digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"\0".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()


def nbgrader(folder: Path, *arguments: str) -> bool:
    """Run one of nbgrader's commands; what it says goes to grade.log."""
    print("nbgrader", *arguments, flush=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader looks for alembic
    with (folder / "grade.log").open("a", encoding="utf-8") as log:
        command = [sys.executable, "-m", "nbgrader", *arguments]
        return (
            subprocess.run(command, cwd=folder, env=os.environ | {"PATH": path}, stdout=log, stderr=log).returncode == 0
        )


def must(done: bool, folder: Path) -> None:
    if not done:
        sys.exit(f"nbgrader stopped: the last lines of {folder / 'grade.log'} say why. NOTHING was graded.")


# ---------------------------------------------------------------- the folder


def set_up(folder: Path) -> None:
    source = folder / "source" / NAME
    if not source.exists():
        source.mkdir(parents=True)
        for path in NOTEBOOKS.glob("instructor/*.ipynb"):
            shutil.copy(path, source)
    if not (folder / "nbgrader_config.py").exists():
        text = CONFIG.format(root=str(ROOT), instructor=str(NOTEBOOKS / "instructor"))
        (folder / "nbgrader_config.py").write_text(text, encoding="utf-8")


def kept(folder: Path) -> dict:
    """What was graded, by the last run."""
    with contextlib.suppress(OSError, ValueError):
        return json.loads((folder / ".graded.json").read_bytes())
    return {"source": "", "students": {}}


def release(folder: Path, record: dict, force: bool) -> bool:
    """Make the assignment where that is due; whether it is as source/ says."""
    now = digest(folder / "source")
    if now != record["source"] and record["students"] and not force:
        return False
    if now != record["source"] or force:
        must(nbgrader(folder, "generate_assignment", NAME, "--force"), folder)
        record["source"] = now
    return True


def forget(folder: Path, student: str) -> None:
    for step in ("autograded", "feedback"):
        shutil.rmtree(folder / step / student / NAME, ignore_errors=True)


# ---------------------------------------------------------------- what came in


def problem(path: Path, wanted: dict) -> str:
    """Why nbgrader will not grade this file rightly; empty when it will."""
    if path.stem not in wanted:
        return f"{path.name}: renamed, or not set; nbgrader passes over it. Wanted: {', '.join(wanted)}"
    data = path.read_bytes()
    if data.startswith(b"\xef\xbb\xbf"):
        return f"{path.name}: begins with a byte-order mark (an editor wrote it, not Jupyter); save it without"
    try:
        cells = graded_cells(read(path))
    except Exception:
        return f"{path.name}: cannot be read as a notebook"
    return "" if cells.keys() & wanted[path.stem].keys() else f"{path.name}: wrong notebook, no cell of it is graded"


def collect(folder: Path, record: dict) -> None:
    """Take a new download of an LMS apart; it replaces what the same students had handed in."""
    archive = folder / "downloaded" / NAME / "archive"
    now = digest(archive)
    if archive.exists() and record.get("archive") != now:
        must(nbgrader(folder, "zip_collect", NAME, "--force"), folder)
        record["archive"] = now


def graded_cells(nb) -> dict:
    """The handed-out state of each of nbgrader's cells, which stays in them whatever is written there."""
    settings = (cell.metadata.get("nbgrader", {}) for cell in nb.cells)
    return {each["grade_id"]: each.get("checksum") for each in settings if each}


def problems(folder: Path, wanted: dict) -> list[str]:
    found = [problem(path, wanted) for path in sorted(folder.glob("*.ipynb"))]
    comma = ["a comma in the name breaks grades.csv: rename the folder"] if "," in folder.parent.name else []
    return [*filter(None, found), *comma, *([] if found else ["no notebook handed in"])]


def remarks(path: Path, wanted: dict, released: set) -> list[str]:
    """What a person should look at in a notebook that is graded."""
    nb = read(path)
    cells, mine = graded_cells(nb), wanted[path.stem]
    other = [name for name in cells.keys() & mine.keys() if cells[name] != mine[name]]
    written = "\n".join(cell.source for cell in nb.cells if cell.cell_type == "code" and cell.source not in released)
    words = sorted(set(WORTH_READING.findall(written)))
    told = ["made from another edition"] if other else []
    return [f"{path.stem}: {each}" for each in (*told, *(["read it: " + ", ".join(words)] if words else []))]


def unconfirmed(folder: Path) -> list[str]:
    texts = ((path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.ipynb")))
    return [
        f"{stem}: POINTS TAKEN AWAY, not confirmed in a clean process" for stem, text in texts if NOT_CONFIRMED in text
    ]


# ---------------------------------------------------------------- the list


def scores(folder: Path) -> dict[str, str]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        return {each.student.id: f"{each.score:g} of {each.max_score:g}" for each in book.assignment_submissions(NAME)}


def lines(folder: Path, wanted: dict) -> tuple[list[str], list[str]]:
    """A line for each student: of those graded, of those not or not wholly graded."""
    released = {cell.source for path in folder.glob(f"release/{NAME}/*.ipynb") for cell in read(path).cells}
    graded, others, found = [], [], scores(folder)
    for submitted in sorted(folder.glob(f"submitted/*/{NAME}")):
        student, done = submitted.parent.name, folder / "autograded" / submitted.parent.name / NAME
        why = problems(submitted, wanted)
        if not why and not all((done / path.name).exists() for path in submitted.glob("*.ipynb")):
            why = ["nbgrader stopped at it: look for the name in grade.log"]
        good = [path for path in submitted.glob("*.ipynb") if not problem(path, wanted)]
        look = [each for path in good for each in remarks(path, wanted, released)] + unconfirmed(done)
        missing = [f"no {stem}" for stem in wanted if stem not in {path.stem for path in good}]
        line = f"{student}: {found.get(student, 'no score')}"
        (others if why else graded).append("; ".join([line, *why, *missing, *look]))
    return graded, others


def grade(folder: Path, force: bool) -> int:
    record = kept(folder)
    set_up(folder)
    current = release(folder, record, force)
    collect(folder, record)
    if (folder / "students.csv").exists():
        must(nbgrader(folder, "db", "student", "import", "students.csv"), folder)
    came = {path.parent.name: digest(path) for path in sorted(folder.glob(f"submitted/*/{NAME}"))}
    if not came:
        print(BEGIN.format(folder=folder, name=NAME))
        return 0
    if not current:
        print(CHANGED)
        return 1
    for student in came:
        if force or record["students"].get(student) != came[student]:
            forget(folder, student)
    done = [
        nbgrader(folder, "autograde", NAME),
        nbgrader(folder, "generate_feedback", NAME),
        nbgrader(folder, "export"),
    ]
    (folder / ".graded.json").write_text(json.dumps(record | {"students": came}), encoding="utf-8")
    wanted = {path.stem: graded_cells(read(path)) for path in sorted(folder.glob(f"release/{NAME}/*.ipynb"))}
    graded, others = lines(folder, wanted)
    print(f"\nGraded ({len(graded)}):", *graded, f"\nNOT graded, or in part ({len(others)}):", *others, sep="\n  ")
    return 1 if others or not done[-1] else 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.grade", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="nbgrader's course directory; made where there is none")
    parser.add_argument("--force", action="store_true", help="make the assignment and grade everyone anew")
    chosen = parser.parse_args(arguments)
    print(IN_SANDBOX if available() else NO_SANDBOX)
    status = grade(chosen.folder.absolute(), chosen.force)
    print(IN_SANDBOX if available() else NO_SANDBOX)
    return status


if __name__ == "__main__":
    sys.exit(main())
