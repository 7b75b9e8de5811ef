"""Points stand only where a clean process agrees: the functions, asked again by their source (see tools/asked.py).

What a student's cells did to the checks, to Python or to nbgrader's cells is not there. Of the notebook that process
is given the functions that are asked, and the imports, functions, classes and assignments that these need; here its
numbers are compared. Points are only taken away by this.
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
from symtable import SymbolTable, symtable

import numpy as np
from nbformat.v4 import new_output
from nbgrader.utils import determine_grade, is_grade

from helpers.checks import TASKS
from helpers.checks.judge import is_right
from helpers.checks.sandbox import Outcome

ROOT = Path(__file__).resolve().parent.parent
SECONDS, CHARACTERS = 180, 5 * 10**6
NOT_CONFIRMED = "Not confirmed: the function in the answer, asked in a clean process, did not give the right numbers"


def function_of(cell) -> str | None:
    """The function that a graded cell checks, where it is one that can be asked."""
    name = cell.metadata.nbgrader.grade_id.removeprefix("check_") if is_grade(cell) else None
    return name if name in TASKS else None


def definitions(source: str) -> list[ast.stmt]:
    """The statements of a cell that give something a name."""
    try:
        cell = ast.parse(re.sub(r"(?m)^[ \t]*[%!].*$", "", source))
        compile(cell, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [each for each in cell.body if bound(each)]


def bound(statement: ast.stmt) -> set[str]:
    """The names that it gives, where that is all it says it does."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).split(".")[0] for alias in statement.names}
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return {statement.name}
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    parts = [part for target in targets for part in getattr(target, "elts", [target])]
    return {part.id for part in parts} if all(isinstance(part, ast.Name) for part in parts) else set()


def used(table: SymbolTable) -> set[str]:
    """The names of the notebook that a piece of code needs, in its functions too."""
    names = [each for each in table.get_symbols() if each.is_referenced()]
    own = {each.get_name() for each in names if not each.is_local() and not each.is_free()}
    return own.union(*map(used, table.get_children()))


def needed(statements: list[ast.stmt], wanted: set[str]) -> list[ast.stmt]:
    """Those that make what is wanted, and whatever these need."""
    found = [each for each in statements if bound(each) & (wanted | {"*"})]
    more = wanted.union(*(used(symtable(ast.unparse(each), "<cell>", "exec")) for each in found))
    return found if more == wanted else needed(statements, more)


def steps(nb) -> list[list[str]]:
    """What to run and what to ask, in the order of the notebook."""
    cells = [(function_of(cell), definitions(cell.source)) for cell in nb.cells if cell.cell_type == "code"]
    wanted = {name for name, _ in cells if name}
    kept = needed([each for name, body in cells if not name for each in body], wanted)
    return [["ask", name] if name else ["run", _source(each for each in body if each in kept)] for name, body in cells]


def _source(statements) -> str:
    return "\n".join(map(ast.unparse, statements))


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
