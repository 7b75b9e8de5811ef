"""How long each explorable takes to make, for both widths, and its size: `python -m tools.bench_baking`."""

import contextlib
import io
import json
import time
from unittest.mock import patch

from helpers import explore
from tools.notebooks import NOTEBOOKS
from tools.pages import without_solutions

MOST_SECONDS = 2.0


def timed(function, made):
    """The function; each call notes its name, seconds of this process and kilobytes in `made`."""

    def call(*args, **kwargs):
        start = time.process_time()
        explorable = function(*args, **kwargs)
        pictures = json.dumps([explorable._picture, explorable._narrow()])
        made.append((function.__name__, time.process_time() - start, len(pictures) / 1000))
        return explorable

    return call


def run(path):
    """What the explorables of a notebook took, made by its own cells."""
    made, namespace = [], {"display": lambda *shown: None}
    noting = {name: timed(getattr(explore, name), made) for name in explore.__all__}
    with patch.multiple(explore, **noting), contextlib.redirect_stdout(io.StringIO()):
        for cell in without_solutions(path).cells:
            if cell.cell_type == "code":
                exec(cell.source, namespace)
    return made


def rows():
    """(what, seconds, the most seconds, 1) for each explorable."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        for name, seconds, kilobytes in run(path):
            yield f"{name} of notebook {path.stem[:2]}, {kilobytes:,.0f} kB", seconds, MOST_SECONDS, 1.0


if __name__ == "__main__":
    for what, seconds, most, _ in rows():
        print(f"{what}: {seconds:.2f} s, at most {most:g}")
