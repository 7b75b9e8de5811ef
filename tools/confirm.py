"""Points stand only where a clean process agrees: the functions, asked again by their source (see tools/asked.py).

What a student's cells did to the checks, to Python or to nbgrader's cells is not there. Of the notebook that process
is given imports, functions, classes and what is given a name, and here its numbers are compared. Points are only taken
away by this.
"""

import ast
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from nbformat.v4 import new_output
from nbgrader.utils import determine_grade, is_grade

from helpers.checks import TASKS
from helpers.checks.judge import is_right
from helpers.checks.sandbox import Outcome

KEPT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
ROOT = Path(__file__).resolve().parent.parent
SECONDS, CHARACTERS = 180, 5 * 10**6
NOT_CONFIRMED = "Not confirmed: the function in the answer, asked in a clean process, did not give the right numbers"


def function_of(cell) -> str | None:
    """The function that a graded cell checks, where it is one that can be asked."""
    name = cell.metadata.nbgrader.grade_id.removeprefix("check_") if is_grade(cell) else None
    return name if name in TASKS else None


def definitions(source: str) -> str:
    """The statements of a cell that give something a name, and nothing that is done besides."""
    try:
        body = ast.parse(re.sub(r"(?m)^[ \t]*[%!].*$", "", source)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    named = [each for each in body if isinstance(each, KEPT) or (isinstance(each, ast.Assign) and _names(each))]
    return "\n".join(map(ast.unparse, named))


def _names(statement: ast.Assign) -> bool:
    targets = [part for target in statement.targets for part in getattr(target, "elts", [target])]
    return all(isinstance(target, ast.Name) for target in targets)


def steps(nb) -> list[list[str]]:
    """What to run and what to ask, in the order of the notebook."""
    cells = [cell for cell in nb.cells if cell.cell_type == "code"]
    return [["ask", function_of(cell)] if function_of(cell) else ["run", definitions(cell.source)] for cell in cells]


def asked(nb, wrapper: list[str], folder: str) -> dict:
    """What the clean process says of each function; nothing where it says nothing that can be read."""
    command = [*wrapper, sys.executable, "-m", "tools.asked"]
    with tempfile.TemporaryFile("w+") as out, contextlib.suppress(subprocess.TimeoutExpired, ValueError):
        how = {"stdout": out, "stderr": subprocess.DEVNULL, "text": True, "timeout": SECONDS, "cwd": folder}
        subprocess.run(command, input=json.dumps(steps(nb)), env=os.environ | {"PYTHONPATH": str(ROOT)}, **how)
        out.seek(0)
        told = json.loads(out.read(CHARACTERS))
        return told if isinstance(told, dict) else {}
    return {}


def value(told):
    """The numbers of an outcome, from JSON."""
    if isinstance(told, list):
        return tuple(map(value, told))
    return None if told is None else np.array(told["numbers"], dtype=float).reshape(told["shape"])


def share(name: str, told: list) -> float:
    """Of the points: all; half where only an edge of the contract is missed; none."""
    task, outcomes = TASKS[name], [Outcome(**each | {"value": value(each["value"])}) for each in told]
    edges = outcomes[len(task.probes) :]
    if len(outcomes) < len(task.probes) or not all(map(is_right, [task] * len(task.probes), task.probes, outcomes)):
        return 0
    pairs = zip(task.edges, edges, strict=False)
    met = [o.refused if edge.refuses else is_right(task, edge.args, o, edge.fair) for edge, o in pairs]
    return 1 if len(met) == len(task.edges) and all(met) else 0.5


def best_share(name: str, told) -> float:
    best = 0
    for each in told if isinstance(told, list) else ():
        with contextlib.suppress(Exception):  # the process was the student's
            best = max(best, share(name, each))
    return best


def confirm(nb, wrapper: list[str], folder: str, log) -> None:
    """Take away the points that the clean process does not confirm. In place."""
    granted = {}
    for cell in filter(function_of, nb.cells):
        with contextlib.suppress(ValueError, KeyError):
            granted[cell.metadata.nbgrader.grade_id] = determine_grade(cell)
    told = asked(nb, wrapper, folder) if any(points for points, _ in granted.values()) else {}
    for cell in filter(function_of, nb.cells):
        points, most = granted.get(cell.metadata.nbgrader.grade_id, (np.inf, cell.metadata.nbgrader.points))
        deserved = best_share(function_of(cell), told.get(function_of(cell))) * most
        if points > deserved:
            log.warning("NOT CONFIRMED: %s, %s points of %s", function_of(cell), deserved, points)
            cell.outputs.append(new_output("stream", text=f"{NOT_CONFIRMED}.\n"))
            result = new_output("execute_result", data={"text/plain": str(deserved)})
            cell.outputs = [result, *(each for each in cell.outputs if each.output_type != "execute_result")]
