"""The tables of named wrong formulas, read from ``slips.toml``."""

import functools
import itertools
import tomllib
from pathlib import Path

FILE = Path(__file__).with_name("slips.toml")


class Formula:
    """A formula of the table: called with a case, it computes with the pieces of the case and the names of a module."""

    def __init__(self, text, space, **numbers):
        self.text, self.space, self.numbers = text, space, numbers

    def __call__(self, case):
        return eval(self.code, {**self.space, **vars(case), "c": case, **self.numbers})

    @functools.cached_property
    def code(self):
        return compile(self.text, f"<{self.text}>", "eval")


def rows(task, part, space):
    """The rows ``(name, formula)`` of one part of a task; ``space`` holds the names that its formulas may use."""
    entries = _tables()[task][part].items()
    listed = [(name, row) for name, entry in entries for row in _listed(entry)]
    return tuple((name, formula) for name, row in listed for formula in _formulas(row, space))


@functools.cache
def errors():
    """The patterns that tell a mistake by the exception that came: ``{name: patterns}``."""
    return {name: _listed(patterns) for name, patterns in _tables()["errors"].items()}


def _listed(entry):
    return entry if isinstance(entry, list) else [entry]


@functools.cache
def _tables():
    return tomllib.loads(FILE.read_text("utf-8"))


def _formulas(row, space):
    if isinstance(row, str):
        return [Formula(row, space)]
    families = {k: space[v] if isinstance(v, str) else v for k, v in row.items() if k != "formula"}
    choices = (dict(zip(families, choice, strict=True)) for choice in itertools.product(*families.values()))
    return [Formula(row["formula"], space, **numbers) for numbers in choices]
