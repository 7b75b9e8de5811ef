"""Points stand only where a clean process agrees: the functions, asked again by their source (see tools/asked.py).

What a student's cells did to the checks, to Python or to nbgrader's cells is not there. Of the notebook that process
is given the functions that are asked, and the statements that make or change what these need, but changes to what is
imported; here its numbers are compared. Points are only taken away by this.
"""

import ast
import builtins
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import namedtuple
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
FOR_IPYTHON = re.compile(r"(?m)^(?:>>> |\.\.\. |%time\b[ \t]*|(?:[ \t]*[%!?].*|.*\?|\w+ *= *[%!].*)$)")
NOT_CONFIRMED = "Not confirmed: the function in the answer, asked in a clean process, did not give the right numbers"


def function_of(cell) -> str | None:
    """The function that a graded cell checks, where it is one that can be asked."""
    name = cell.metadata.nbgrader.grade_id.removeprefix("check_") if is_grade(cell) else None
    return name if name in TASKS else None


# of a cell: the names that it gives, changes, imports, and needs, in its functions too
Statement = namedtuple("Statement", "source gives changes imports needs")


def statements(source: str) -> list[Statement]:
    for python in (source, FOR_IPYTHON.sub("", source)):
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            return list(map(statement, ast.parse(python).body))
    return []


def statement(node: ast.stmt) -> Statement:
    table = symtable(source := ast.unparse(node), "<cell>", "exec")
    imports = {each.get_name() for each in table.get_symbols() if each.is_imported()}
    gives = {each.get_name() for each in table.get_symbols() if each.is_assigned()} | imports
    changes = set() if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else set(changed(node))
    return Statement(source, gives | ({"*"} if "import *" in source else set()), changes, imports, used(table))


def changed(node: ast.stmt):
    """The names whose values may change in `w[0] = 1`, `w.append(1)`, `np.fill_diagonal(w, 1)` and the like."""
    for each in ast.walk(node):
        parts = [each] if isinstance(getattr(each, "ctx", None), (ast.Store, ast.Del)) else []
        if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call):
            parts = [each.value.func, *each.value.args]
        yield from (re.match(r"\w*", ast.unparse(part))[0] for part in parts)


def used(table: SymbolTable) -> set[str]:
    """The names of the notebook that a piece of code needs, in its functions too."""
    names = [each for each in table.get_symbols() if each.is_referenced()]
    own = {each.get_name() for each in names if not each.is_local() and not each.is_free()}
    return own.union(*map(used, table.get_children()))


def needed(every: list[Statement], wanted: set[str]) -> list[Statement]:
    """Those that make what is wanted or change it, and whatever these need. Nothing that is imported is changed."""
    known = set(dir(builtins)).union({"np"}, *(each.gives for each in every))
    own = wanted.difference(*(each.imports for each in every))
    found = [e for e in every if e.gives & {*wanted, "*"} or (e.changes & own and e.needs <= known)]
    more = wanted.union(*(each.needs for each in found))
    return found if more == wanted else needed(every, more)


def steps(nb) -> list[list[str]]:
    """What to run and what to ask, in the order of the notebook."""
    cells = [(function_of(cell), statements(cell.source)) for cell in nb.cells if cell.cell_type == "code"]
    kept = needed([each for name, body in cells if not name for each in body], {name for name, _ in cells if name})
    return [["ask", name] if name else ["run", "\n".join(e.source for e in body if e in kept)] for name, body in cells]


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
