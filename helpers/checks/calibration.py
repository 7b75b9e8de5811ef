"""``calibration_table``: what is right, and what its wrong formulas share."""

from itertools import pairwise
from types import SimpleNamespace

import numpy as np

from . import slips
from .judge import Task

# Which forecasts p lie in the bin from low to high, where `top` is the last border: the right rule, then others.
RULES = {
    "right": lambda p, low, high, top: (low <= p) & ((p < high) | (high == top)),
    "both": lambda p, low, high, top: (low <= p) & (p <= high),
    "neither": lambda p, low, high, top: (low < p) & (p < high),
    "no top": lambda p, low, high, top: (low <= p) & (p < high),
    "no bottom": lambda p, low, high, top: (low < p) & (p <= high),
    "lower": lambda p, low, high, top: ((low < p) | (low == 0)) & (p <= high),
}
ALL = ("right", "both", "no top")  # of the rules, those that go with another mistake
EMPTY = (None, 0, np.nan)  # what stands for a mean in a bin without forecasts; None: the bin is left out
KEPT = EMPTY[1:]
ENDS = (lambda c: c.low, lambda c: c.high)
LOST = ("neither", "no top", "no bottom")


def of_bin(n, y, p):
    return n, p.mean(), y.mean()


def table(c, of=of_bin, rule="right", empty=None, more=()):
    """The table as three arrays: of each bin that is kept what `of` makes of its count, labels and forecasts."""
    rows = []
    for low, high in pairwise([*c.edges, *more]):
        c.low, c.high = low, high
        inside = RULES[rule](c.p, low, high, c.edges[-1])
        if inside.any():
            rows.append(of(inside.sum(), c.y[inside], c.p[inside]))
        elif empty is not None:
            rows.append((0, empty, empty))
    return tuple(np.array(rows, dtype=float).reshape(-1, 3).T)


def _case(y, y_hat, edges):
    y, p = np.asarray(y), np.asarray(y_hat)
    return SimpleNamespace(y=y, p=p, edges=np.asarray(edges, dtype=float), N=len(y))


TABLE = Task(**slips.of_task("calibration_table", globals()), case=_case, right=table)
TASKS = {TABLE.name: TABLE}
