"""The student's edition of the course: `python -m tools.edition [--to FOLDER]`, or `--archive FILE` to hand it out.

`--repository FOLDER` hands it out by git: one commit more in a bare repository that holds nothing else.

The notebooks of notebooks/, without notes for the lecturer, without solutions, and not run. A notebook in a student's
folder holds work as soon as a cell of it, its output included, is not as it was written here. Then the file stays as it
is, byte for byte, and a newer version is laid beside it.
"""

import argparse
import contextlib
import datetime
import hashlib
import io
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Container, Sequence
from functools import partial
from pathlib import Path

from nbformat import NotebookNode

from tools.notebooks import (
    NOTEBOOKS,
    OUR_KEY,
    is_for_the_lecturer,
    normalise,
    student_notebooks,
    to_text,
    without_solutions,
    write,
)

ROOT = NOTEBOOKS.parent
COURSE = ROOT / "course"
RECORD = ".edition.json"
BESIDE = "{name} holds your work and stays as it is. The new version lies beside it: {beside}"
# With the notebooks, all that `make lab` and conda need.
SET_UP = [
    *("README.md", "LICENSE", "LICENSE-CC-BY-4.0.md", "Makefile", "pyproject.toml", "environment.yml", "postBuild"),
    *("helpers", "locks/lab.txt", "tools/__init__.py", "tools/edition.py", "tools/environment.py", "tools/jupyter"),
    *("tools/notebooks.py", "notebooks/images"),
]
UNPACKED = "cross-entropy-course"  # the folder in the archive


# ---------------------------------------------------------------- what it is


def for_students(nb: NotebookNode) -> NotebookNode:
    """The notebook as it is handed out. In place."""
    nb.cells = [cell for cell in nb.cells if not is_for_the_lecturer(cell)]
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    nb.metadata.pop(OUR_KEY, None)
    return normalise(nb)


def edition(folder: Path = NOTEBOOKS) -> dict[str, bytes]:
    """Every file of the edition by its name: the notebooks, and the images that they show."""
    files = {path.name: to_text(for_students(without_solutions(path))).encode() for path in student_notebooks(folder)}
    if not files:
        raise ValueError(f"There is no notebook of the course in {folder}.")
    texts = b"".join(files.values())
    images = {f"images/{path.name}": path.read_bytes() for path in sorted(folder.glob("images/*"))}
    return files | {name: data for name, data in images.items() if name.encode() in texts}


# ---------------------------------------------------------------- a student's folder


def state(data: bytes, parts: Sequence[str] = ()) -> str:
    """Digest of these parts of a notebook's cells, or all: JupyterLab changes the rest of the file by opening it.

    Of any other file, and of a notebook that cannot be read, the digest of the bytes.
    """
    with contextlib.suppress(ValueError, KeyError, TypeError):
        cells = [{part: cell[part] for part in parts or cell} for cell in json.loads(data)["cells"]]
        data = json.dumps(cells, sort_keys=True).encode()
    return hashlib.sha256(data).hexdigest()


text = partial(state, parts=["cell_type", "source"])


def read_record(folder: Path) -> dict[str, list[str]]:
    """State and text of what was last handed out under each name; nothing where that cannot be read."""
    try:
        return {name: list(map(str, each)) for name, each in json.loads((folder / RECORD).read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def place(path: Path, new: bytes, known: Sequence[str]) -> Path | None:
    """Where the new version is to be written: never over work, and nowhere if it was handed out before."""
    if not path.exists():
        return path
    there = path.read_bytes()
    if state(there) in known:
        return None if state(there) == state(new) else path
    earlier = [there, *(each.read_bytes() for each in path.parent.glob(f"{path.stem} (new version*"))]
    is_known = text(new) in known or text(new) in map(text, earlier)
    return None if is_known else beside(path)


def beside(path: Path) -> Path:
    day = datetime.date.today().isoformat()
    more = ("" if k == 1 else f", {k}" for k in itertools.count(1))
    names = (f"{path.stem} (new version of {day}{number}){path.suffix}" for number in more)
    return next(each for each in map(path.with_name, names) if not each.exists())


def hand_out(path: Path, new: bytes, known: Sequence[str]) -> None:
    target = place(path, new, known)
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        write(target, new)
    if target not in {None, path}:
        print(BESIDE.format(name=path.name, beside=target.name))


def update(folder: Path, files: dict[str, bytes]) -> None:
    """Bring a student's folder up to date. Nothing in it is deleted or moved, and no work is overwritten."""
    folder.mkdir(parents=True, exist_ok=True)
    record = read_record(folder)
    for name, new in files.items():
        hand_out(folder / name, new, record.get(name, []))
        record[name] = [state(new), text(new)]
    write(folder / RECORD, json.dumps(record, indent=1).encode())


# ---------------------------------------------------------------- to hand out


def files_of(path: Path) -> list[Path]:
    """The file, or all files of the folder, but none that Python, Jupyter or a system has left in it."""
    found = (each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    return sorted(each for each in found if not re.search(r"/\.|/__pycache__/", f"/{named(each)}"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def handed_out() -> dict[str, bytes]:
    """Every file of the archive by its name. Its notebooks/ is the edition, and makes the same edition again."""
    set_up = {named(path): path.read_bytes() for name in SET_UP for path in files_of(ROOT / name)}
    files = set_up | {f"notebooks/{name}": data for name, data in edition().items()}
    return files | {"README.md": without_dead_links(files["README.md"].decode(), files).encode()}


def without_dead_links(markdown: str, files: Container[str]) -> str:
    """The words of a link remain where the file that it leads to is not handed out."""
    return re.sub(r"\[([^]]+)\]\(([^):#]+)\)", lambda link: link[0 if link[2] in files else 1], markdown)


def moment(files: dict[str, bytes]) -> tuple[int, ...]:
    """A time made of the contents: by a file's time Python tells whether what it has compiled of it is old."""
    number = int(hashlib.sha256(b"".join(files[name] for name in sorted(files))).hexdigest()[:7], 16)
    return (datetime.datetime(1990, 1, 1) + datetime.timedelta(seconds=2 * number)).timetuple()[:6]


def mode(name: str) -> int:
    """A notebook that the next archive will replace cannot be written into: work belongs in course/."""
    return 0o755 if name == "postBuild" else 0o444 if name.endswith(".ipynb") else 0o644


def archive(files: dict[str, bytes]) -> bytes:
    """A ZIP file of them, the same for the same files."""
    buffer, date = io.BytesIO(), moment(files)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{UNPACKED}/{name}", date)
            entry.create_system, entry.compress_type = 3, zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100000 | mode(name)) << 16
            packed.writestr(entry, files[name])
    return buffer.getvalue()


# ---------------------------------------------------------------- by git

BRANCH = "main"
# Both sides changed: the student's file stays as it is, whole. Lines of two notebooks woven together are no notebook.
ATTRIBUTES = b"* -text -merge\n"
# The lecturer's own name and settings are not for the students.
NOBODY = {f"GIT_{who}_{what}": "cross-entropy-course" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
NO_SETTINGS = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def for_a_hub() -> dict[str, bytes]:
    """The archive, and course/ to work in, where a pull renews what the student has not changed.

    A hub lays the student's own folder over the image, so what is installed there is a copy, with a hub's tools.
    """
    files = handed_out() | {f"course/{name}": data for name, data in edition().items()}
    there = (
        files["environment.yml"].decode().replace("- -e .", "- .\n      - nbgitpuller>=1.3\n      - nbgrader>=0.9.4")
    )
    return files | {"environment.yml": there.encode(), ".gitattributes": ATTRIBUTES}


def commit(repository: Path, files: dict[str, bytes]) -> None:
    """Make these, and no others, the newest state of the repository; nothing where nothing is new."""
    if repository.exists() and not (repository / "HEAD").is_file():
        raise ValueError(f"{repository} is there and is not a bare repository of git.")
    with tempfile.TemporaryDirectory() as tree:
        for name, data in files.items():
            write_with_mode(Path(tree, name), data)
        git = ["git", f"--git-dir={repository.absolute()}", f"--work-tree={tree}"]
        run = partial(subprocess.run, check=True, capture_output=True, env=os.environ | NOBODY | NO_SETTINGS)
        run(["git", "init", "--bare", f"--initial-branch={BRANCH}", repository])
        run([*git, "add", "--all", "--force", "."], cwd=tree)
        if run([*git, "status", "--porcelain"], cwd=tree).stdout:
            run([*git, "commit", "-m", f"Hand out the course, {datetime.date.today()}"], cwd=tree)


def write_with_mode(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.chmod(mode(path.name))


# ---------------------------------------------------------------- the command


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.edition", description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, default=COURSE, help="the student's folder; by default course/")
    parser.add_argument("--archive", type=Path, metavar="FILE", help="instead, a ZIP file to hand out")
    parser.add_argument("--repository", type=Path, metavar="FOLDER", help="instead, a bare repository for nbgitpuller")
    chosen = parser.parse_args(arguments)
    if chosen.repository:
        commit(chosen.repository, for_a_hub())
    elif chosen.archive:
        write(chosen.archive, archive(handed_out()))
    else:
        update(chosen.to, edition())
    print(f"The student's edition is in {chosen.repository or chosen.archive or chosen.to}")


if __name__ == "__main__":
    try:
        main()
    except ValueError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"{error}. Name another place with --to (with make, COURSE=FOLDER).")
