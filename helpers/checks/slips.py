"""The tables of the tasks, their probes, edges and named wrong formulas, read from ``slips.toml``."""

import functools
import itertools
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import tells

FILE = Path(__file__).with_name("slips.toml")


@dataclass(frozen=True)
class Edge:
    """One more probe, at the edge of the contract.

    ``fair(*parts)`` accepts instead of the expected numbers; ``refuses``: a ValueError is the right answer; ``slips``
    pairs names with tests of what came.
    """

    args: tuple
    slips: tuple = ()
    fair: Callable | None = None
    refuses: bool = False


class Formula:
    """A formula of the table: called with a case, it computes with the pieces of the case and the names of a module."""

    def __init__(self, text, space, **numbers):
        self.text, self.space, self.numbers = text, space, numbers

    def __call__(self, case):
        return eval(_compiled(self.text), {**self.space, **vars(case), "c": case, **self.numbers})


@functools.cache
def _compiled(text):
    return compile(text, f"<{text}>", "eval")


def of_task(task, space, more=None, **several):
    """What the file has of a task: contract, probes, edges, wrong formulas (after ``more``), families, twists."""
    contract = {key: tuple(v) if isinstance(v, list) else v for key, v in _tables()["tasks"][task].items()}
    parts = contract.get("parts", ("",))
    named = [part or "result" for part in parts]
    return {
        **contract,
        "name": task,
        "probes": probes(task),
        "edges": tuple(_edge(space, **row) for row in _tables()["edges"].get(task, ())),
        "slips": {p: (*(more or {}).get(p, ()), *rows(task, n, space)) for p, n in zip(parts, named, strict=True)},
        "fits": fits(task, named, space, **several),
        "whole": rows(task, "whole", space),
        "twists": tuple(twist for _, twist in rows(task, "twists", space)),
    }


def _edge(space, args, slips="()", fair="None", refuses=False):
    space = {**vars(tells), **space}
    args = eval(args, space) if isinstance(args, str) else _arrays(args)
    return Edge(args, tuple(eval(slips, space)), eval(fair, space), refuses)


def rows(task, part, space):
    """The rows ``(name, formula)`` of one part of a task; ``space`` holds the names that its formulas may use."""
    return tuple((name, Formula(row["formula"], space, **numbers)) for name, row, numbers in _rows(task, part, space))


def fits(task, parts, space, **several):
    """The families ``(name, fit, formulas)`` of a task with a number k in them.

    ``fit(case, *got)`` finds k by what came, and ``formulas(k)`` gives a formula for each part of the family;
    ``several`` makes formulas for parts out of one that is for no part.
    """

    def family(row, numbers):
        def formulas(k):
            made = {part: Formula(row[part], space, k=k, **numbers) for part in (*parts, *several) if part in row}
            alone = {parts.index(part): formula for part, formula in made.items() if part in parts}
            return alone or next(several[part](formula) for part, formula in made.items())

        return lambda c, *got: Formula(row["k"], space, got=got, **numbers)(c), formulas

    return tuple((name, *family(row, numbers)) for name, row, numbers in _rows(task, "fits", space))


def probes(task):
    """The examples that are tried first: tuples of arguments, lists as arrays."""
    told = _tables()["probes"]
    told = told[told[task]] if isinstance(told[task], str) else told[task]
    return tuple(map(_arrays, told))


def _arrays(args):
    return tuple(np.array(x) if isinstance(x, list) else x for x in args)


def functions(name, parameter):
    """The functions of a list in the file."""
    return tuple(eval(f"lambda {parameter}: {text}", {"np": np}) for text in _tables()["functions"][name])


@functools.cache
def errors():
    """The patterns that tell a mistake by the exception that came: ``{name: patterns}``."""
    return {name: _listed(patterns) for name, patterns in _tables()["errors"].items()}


def _listed(entry):
    return entry if isinstance(entry, list) else [entry]


@functools.cache
def _tables():
    return tomllib.loads(FILE.read_text("utf-8"))


def _rows(task, part, space):
    """Each name of a table with its rows, one for each choice of the numbers in lists."""
    for name, entry in _tables()[task].get(part, {}).items():
        for row in _listed(entry):
            row = {"formula": row} if isinstance(row, str) else row
            listed = [k for k, v in row.items() if isinstance(v, list) or (k != "formula" and v in space)]
            lists = (row[k] if isinstance(row[k], list) else space[row[k]] for k in listed)  # or the name of one
            for choice in itertools.product(*lists):
                yield name, row, dict(zip(listed, choice, strict=True))
