"""Execute the notebooks and store them in one form: `python -m tools.notebooks [NAME …] [--check]`.

The notebooks in notebooks/instructor/ are the source of the exercises of the same name: solutions and hidden tests are
taken out as `nbgrader generate_assignment` does it.
"""

import argparse
import hashlib
import json
import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from helpers.page import still_of

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
SECONDS_PER_CELL = 300

OUR_KEY = "cross_entropy_course"
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python", "pygments_lexer": "ipython3"}
VOLATILE_IN_NOTEBOOK = {"widgets", "signature", "orig_nbformat", "vscode"}
VOLATILE_IN_CELL = {"execution", "ExecuteTime", "collapsed", "scrolled", "trusted", "vscode"}
VOLATILE_IN_OUTPUT = {"application/vnd.jupyter.widget-view+json", "application/vnd.jupyter.widget-state+json"}

NOT_AS_GENERATED = (
    "{} is not as generated: somebody has written into it. Move it away; `make notebooks` makes it anew. "
    "(To change the exercise, write in notebooks/instructor/.)"
)


def find_notebooks(folder: Path = NOTEBOOKS) -> list[Path]:
    """Student and instructor notebooks, in order."""
    return sorted(folder.glob("*.ipynb")) + find_instructor_notebooks(folder)


def student_notebooks(folder: Path = NOTEBOOKS) -> list[Path]:
    """The lessons and exercises of the course, by the form of their names: 01_definition, but not Untitled."""
    return [path for path in all_paths(folder) if path.parent == folder and re.fullmatch(r"\d\d_\w+", path.stem)]


def find_instructor_notebooks(folder: Path = NOTEBOOKS) -> list[Path]:
    return sorted(folder.glob("instructor/*.ipynb"))


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def to_text(nb: NotebookNode) -> str:
    return nbformat.writes(nb) + "\n"


def write(path: Path, data: bytes) -> None:
    """Either all of the new file is there afterwards, or all of the old."""
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(data)
    os.replace(temporary, path)


def is_for_the_lecturer(cell: NotebookNode) -> bool:
    return cell.metadata.get("slideshow", {}).get("slide_type") == "notes"


# ---------------------------------------------------------------- one form


def without(mapping: dict, keys: set[str]) -> NotebookNode:
    return NotebookNode({key: value for key, value in mapping.items() if key not in keys})


def normalise(nb: NotebookNode) -> NotebookNode:
    """Take out what differs from run to run or from machine to machine; sources stay as they are. In place."""
    nb.nbformat, nb.nbformat_minor = 4, 5
    nb.metadata = without(nb.metadata, VOLATILE_IN_NOTEBOOK)
    nb.metadata.update(kernelspec=KERNELSPEC, language_info=LANGUAGE)
    for cell in nb.cells:
        cell.metadata = without(cell.metadata, VOLATILE_IN_CELL)
        for output in cell.get("outputs", []):
            normalise_output(output)
    return nb


def normalise_output(output: NotebookNode) -> None:
    """Of a part of a page only the still is stored: the rest is long, and a run makes it again."""
    for part in {"data", "metadata"} & output.keys():
        output[part] = without(output[part], VOLATILE_IN_OUTPUT)
    if "text/html" in output.get("data", {}):
        output.data["text/html"] = still_of(output.data["text/html"])


def is_normalised(path: Path) -> bool:
    return path.read_text(encoding="utf-8") == to_text(normalise(read(path)))


def execute(nb: NotebookNode, folder: Path) -> NotebookNode:
    """Run every cell in a fresh kernel. In place; an error or a cell over its time raises."""
    NotebookClient(
        nb,
        timeout=SECONDS_PER_CELL,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],  # not that its ports are unencrypted
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    return nb


# ---------------------------------------------------------------- student notebooks


def generate(instructor: NotebookNode) -> NotebookNode:
    """The student notebook as `nbgrader generate_assignment` makes it, signed with a fingerprint of its cells."""
    from nbgrader import preprocessors as p

    nb, resources = nbformat.reads(nbformat.writes(instructor), as_version=4), {}
    for step in (
        p.LockCells,
        p.ClearSolutions,
        p.ClearOutput,
        p.ClearHiddenTests,
        p.ClearMarkScheme,
        p.ComputeChecksums,
        p.CheckCellMetadata,
    ):
        nb, resources = step().preprocess(nb, resources)
    nb.metadata[OUR_KEY] = {"generated": fingerprint(nb)}
    return nb


def fingerprint(nb: NotebookNode) -> str:
    """Of kinds and sources of the cells: running a notebook does not change it, working in it does."""
    sources = json.dumps([[cell.cell_type, cell.source] for cell in nb.cells])
    return hashlib.sha256(sources.encode()).hexdigest()


def is_as_generated(nb: NotebookNode) -> bool:
    return nb.metadata.get(OUR_KEY, {}).get("generated") == fingerprint(nb)


def instructor_of(path: Path) -> Path:
    return path.parent / "instructor" / path.name


def without_solutions(path: Path) -> NotebookNode:
    """The lesson or exercise as stored; ValueError where it is an exercise that somebody has written into."""
    nb = read(path)
    if (instructor_of(path).exists() or OUR_KEY in nb.metadata) and not is_as_generated(nb):
        raise ValueError(NOT_AS_GENERATED.format(shown(path)))
    return nb


# ---------------------------------------------------------------- the command


def fresh(path: Path) -> NotebookNode:
    """The notebook to execute and store at this path; ValueError where that would overwrite somebody's answers."""
    stored = without_solutions(path) if path.exists() else None
    return generate(read(instructor_of(path))) if instructor_of(path).exists() else stored


def update(path: Path) -> None:
    write(path, to_text(normalise(execute(fresh(path), path.parent))).encode())
    print(f"{shown(path)} executed and normalised")


def check(path: Path) -> bool:
    good = is_normalised(path)
    print(f"{shown(path)} is {'normalised' if good else 'NOT normalised: run `make notebooks`'}")
    return good


def shown(path: Path) -> str:
    return os.path.relpath(path)


def all_paths(folder: Path = NOTEBOOKS) -> list[Path]:
    """Every notebook there is, and every student notebook still to be generated."""
    generated = {folder / path.name for path in find_instructor_notebooks(folder)}
    return sorted({*find_notebooks(folder), *generated})


def named(name: str, folder: Path) -> Path:
    path = folder / (name.removeprefix("notebooks/").removesuffix(".ipynb") + ".ipynb")
    if path not in all_paths(folder):
        known = ", ".join(shown(each) for each in all_paths(folder))
        raise ValueError(f"No notebook {name!r}; there are: {known}")
    return path


def main(arguments: list[str] | None = None, folder: Path = NOTEBOOKS) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.notebooks", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="for example 01_definition; without a name, all")
    parser.add_argument("--check", action="store_true", help="change nothing; fail where one is not normalised")
    chosen = parser.parse_args(arguments)
    paths = [named(name, folder) for name in chosen.names] or all_paths(folder)
    results = [check(path) if chosen.check else update(path) for path in paths]
    return 1 if False in results else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ValueError as error:
        sys.exit(str(error))
