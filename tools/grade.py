"""Grade what came in, with nbgrader: `python -m tools.grade ../grading [--force] [--jobs N]`.

The first run makes the folder and says what goes where. Each later one collects, checks, grades what is new or was
handed in anew, writes feedback and grades.csv, and ends with a list: who was graded, who was not and why. Where
somebody was not, it fails. `--force` begins anew with all of it, which a change of points or checks takes.
"""

import argparse
import contextlib
import glob
import hashlib
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import threading
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, ProcessPoolExecutor, wait
from functools import cache
from pathlib import Path

from tools.handed_in import graded_cells, problem, problems, remarks, unconfirmed
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
  {folder}/submitted/STUDENT/{name}/, under the names that were handed out,
or, as your LMS gives it, a ZIP file, in
  {folder}/downloaded/{name}/archive/
Then type the same command. (Before, delete from {folder}/source/{name}/ what you do not set.)"""
CHANGED = "source/ has changed since the assignment was made: NOTHING was graded anew. --force grades everyone anew."


def digest(folder: Path) -> str:
    """Of the files, but for the copies that JupyterLab lays beside a notebook that was only looked at."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts)
    return hashlib.sha256(b"\0".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()


def nbgrader(folder: Path, *arguments: str) -> bool:
    """Run one of nbgrader's commands; what it says goes to grade.log."""
    print("nbgrader", *arguments, flush=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader looks for alembic
    with (folder / "grade.log").open("a", encoding="utf-8") as log:
        how = {"cwd": folder, "env": os.environ | {"PATH": path}, "stdout": log, "stderr": log}
        return subprocess.run([sys.executable, "-m", "nbgrader", *arguments], **how).returncode == 0


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
    new = {"source": "", "students": {}}
    with contextlib.suppress(OSError, ValueError, TypeError):
        return new | json.loads((folder / ".graded.json").read_bytes())
    return new


def keep(folder: Path, record: dict) -> None:
    new = folder / ".graded.json.new"
    new.write_text(json.dumps(record), encoding="utf-8")
    new.replace(folder / ".graded.json")


def release(folder: Path, record: dict, force: bool) -> bool:
    """Make the assignment where that is due; whether it is as source/ says."""
    now = digest(folder / "source")
    if now != record["source"] and record["students"] and not force:
        return False
    if now != record["source"] or force:
        must(nbgrader(folder, "generate_assignment", NAME, "--force"), folder)
        record |= {"source": now, "students": {}}
    return True


def collect(folder: Path, record: dict) -> None:
    """Take a new download of an LMS apart; it replaces what the same students had handed in."""
    archive = folder / "downloaded" / NAME / "archive"
    now = digest(archive)
    if archive.exists() and record.get("archive") != now:
        must(nbgrader(folder, "zip_collect", NAME, "--force"), folder)
        record["archive"] = now


# ---------------------------------------------------------------- the students, several at a time


def begin(folder: Path) -> None:
    """A process that Ctrl+C does not reach, that ends with the one that began it, and whose kernels write to a file."""
    if hasattr(os, "setpgrp"):
        os.setpgrp()
    parent = multiprocessing.parent_process()
    threading.Thread(target=lambda: (parent.join(), os._exit(1)), daemon=True).start()
    with (folder / "grade.log").open("ab") as log:
        os.dup2(log.fileno(), 1), os.dup2(log.fileno(), 2)


@cache
def settled(folder: Path):
    """nbgrader, as the files of this machine (a hub's) and of the folder configure it."""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.apps.baseapp import NbGrader

    os.chdir(folder)
    app = NbGrader()
    app.initialize([])
    if app.coursedir.db_url.startswith("sqlite:") and "?" not in app.coursedir.db_url:
        app.coursedir.db_url += "?timeout=60"  # seconds to wait while another process writes
    return NbGraderAPI(app.coursedir, config=app.config)


def grade_one(folder: Path, student: str) -> tuple[str, str]:
    """Run nbgrader's two steps: why it stopped, or nothing, and what it said."""
    shutil.rmtree(folder / "feedback" / student / NAME, ignore_errors=True)
    said = ""
    for step in (settled(folder).autograde, settled(folder).generate_feedback):
        done = step(NAME, glob.escape(student), force=True)
        said += done.get("log", "")
        if not done["success"]:
            errors = re.findall(r"(?m)^\s*(?:\w+\.)*(\w+(?:Error|Exception)\b.*)$", said)
            return errors[-1] if errors else "see grade.log", said + done["error"]
    return "", said


def finished(pool: ProcessPoolExecutor, folder: Path, new: list[str], running: dict, jobs: int):
    """Keep the pool busy and wait: of each who is done, (student, why nbgrader stopped or nothing, what it said)."""
    while new and len(running) < jobs:
        future = pool.submit(grade_one, folder, new[0])
        running[future] = new.pop(0)
    for future in wait(running, return_when=FIRST_COMPLETED).done:
        error = future.exception()
        yield running.pop(future), *((repr(error), "") if error else future.result())


def grade_new(folder: Path, record: dict, came: dict, jobs: int) -> dict[str, str]:
    """Grade who is new or changed, and keep at once who is done. Of each: why nbgrader stopped, or nothing."""
    done, told, running = record["students"], {}, {}
    new = [each for each in came if done.get(each) != came[each] or not (folder / "autograded" / each / NAME).exists()]
    number = len(new)

    def note(student: str, why: str, said: str) -> None:
        with (folder / "grade.log").open("a", encoding="utf-8") as log:
            print(f"---- {student}", said, sep="\n", file=log)
        done[student], told[student] = None if why else came[student], why
        keep(folder, record)
        print(f"{len(told)} of {number}  {student}: {why or 'graded'}", flush=True)

    while new or running:  # a process that dies takes its pool with it, and those that are being graded
        pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), begin, (folder,))
        with pool, contextlib.suppress(BrokenExecutor):
            while new or running:
                try:
                    for each in finished(pool, folder, new, running, jobs):
                        note(*each)
                except KeyboardInterrupt:
                    print("Stopping: who is being graded still will be. The same command then goes on.", flush=True)
                    new.clear()
    return told if len(told) == number else sys.exit(1)


# ---------------------------------------------------------------- the list


def lines(folder: Path, wanted: dict, stopped: dict) -> tuple[list[str], list[str]]:
    """A line for each student: of those graded, of those not or not wholly graded."""
    released = {cell.source for path in folder.glob(f"release/{NAME}/*.ipynb") for cell in read(path).cells}
    graded, others = [], []
    with settled(folder).gradebook as book:
        found = {e.student.id: f"{e.score:g} of {e.max_score:g}" for e in book.assignment_submissions(NAME)}
    for submitted in sorted(folder.glob(f"submitted/*/{NAME}")):
        student, done = submitted.parent.name, folder / "autograded" / submitted.parent.name / NAME
        why = problems(submitted, wanted)
        if not why and stopped.get(student):
            why = [f"nbgrader stopped at it: {stopped[student]}"]
        good = [path for path in submitted.glob("*.ipynb") if not problem(path, wanted)]
        look = [each for path in good for each in remarks(path, wanted, released)] + unconfirmed(done)
        missing = [f"no {stem}" for stem in wanted if stem not in {path.stem for path in good}]
        line = f"{student}: {found.get(student, 'no score')}"
        (others if why else graded).append("; ".join([line, *why, *missing, *look]))
    return graded, others


def grade(folder: Path, force: bool, jobs: int) -> int:
    record = kept(folder)
    set_up(folder)
    current = release(folder, record, force)
    collect(folder, record)
    keep(folder, record)
    if (folder / "students.csv").exists():
        must(nbgrader(folder, "db", "student", "import", "students.csv"), folder)
    came = {path.parent.name: digest(path) for path in sorted(folder.glob(f"submitted/*/{NAME}"))}
    if not came:
        print(BEGIN.format(folder=folder, name=NAME))
        return 0
    if not current:
        print(CHANGED)
        return 1
    stopped = grade_new(folder, record, came, jobs)
    exported = nbgrader(folder, "export")
    wanted = {path.stem: graded_cells(read(path)) for path in sorted(folder.glob(f"release/{NAME}/*.ipynb"))}
    graded, others = lines(folder, wanted, stopped)
    print(f"\nGraded ({len(graded)}):", *graded, f"\nNOT graded, or in part ({len(others)}):", *others, sep="\n  ")
    return 1 if others or not exported else 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.grade", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="nbgrader's course directory; made where there is none")
    parser.add_argument("--force", action="store_true", help="make the assignment and grade everyone anew")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many at a time; left out, all processors")
    chosen = parser.parse_args(arguments)
    if chosen.jobs < 1:
        parser.error(f"--jobs is {chosen.jobs}, but 1 or more are wanted")
    print(IN_SANDBOX if available() else NO_SANDBOX)
    status = grade(chosen.folder.absolute(), chosen.force, chosen.jobs)
    print(IN_SANDBOX if available() else NO_SANDBOX)
    return status


if __name__ == "__main__":
    sys.exit(main())
