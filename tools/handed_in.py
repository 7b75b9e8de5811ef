"""What a student has handed in, before and after nbgrader: what is wrong with it, and what a person should look at."""

import re
from pathlib import Path

from tools.confirm import NOT_CONFIRMED
from tools.notebooks import read

WORTH_READING = re.compile(
    r"helpers\.checks|\bjudge\b|stand_in|TASKS|\b(?:exec|eval|open|compile|setattr|getattr|globals|vars)\(|__\w+__|"
    r"\b(?:os|sys|gc|subprocess|ctypes|inspect|socket|shutil|pathlib)\b|get_ipython|gradient_descent|"
    r"losses\.(?:sigmoid|softmax|one_hot|binary_cross_entropy|categorical_cross_entropy)"
)


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
    taken = [path.stem for path in sorted(folder.glob("*.ipynb")) if NOT_CONFIRMED in path.read_text("utf-8")]
    return [f"{stem}: POINTS TAKEN AWAY, not confirmed in a clean process" for stem in taken]
