"""The perceptron's functions but ``train``: what is right, and the pieces that the formulas of ``slips.toml`` read.

To recognise one more mistake, add its formula there and its words to ``words.toml``.
"""

import math  # noqa: F401 (the table reads it)
from types import SimpleNamespace

import numpy as np

from .. import losses
from . import slips
from .judge import Pair, Task
from .tells import came, got_nan, log_refused, refused
from .training import SCALINGS, TRAIN, a, also  # noqa: F401 (the table reads them)

ENOUGH = 15
EXCHANGED_LABELS = ((a(0.3, 0.6, 0.8), a(1, 0, 0)), (a(1, 0, 0), a(0.3, 0.6, 0.8)))
FRACTIONS = ((a(0.3, 0.6, 0.8), a(0.2, 0.7, 0.4)),)


def _count(number):
    """The number when it may count something, else nan."""
    number = np.ravel(number)[0]
    return round(number) if np.isclose(number, round(number), rtol=1e-4) else np.nan


def _sigmoid_case(z):
    z = np.asarray(z, dtype=float)
    with np.errstate(over="ignore"):
        return SimpleNamespace(z=z, s=np.asarray(losses.sigmoid(z)), e=np.exp(z))


SIGMOID = Task(**slips.of_task("sigmoid", globals()), case=_sigmoid_case, right=lambda c: (c.s,))


def _forward_case(X, w, b):
    X, w, b = np.asarray(X), np.asarray(w), np.asarray(b)
    return SimpleNamespace(X=X, w=w, b=b, N=len(X), D=len(w), dot=X @ w, z=X @ w + b, s=losses.sigmoid)


FORWARD = Task(**slips.of_task("forward", globals()), case=_forward_case, right=lambda c: (c.s(c.z),))


def _bce_case(y, y_hat):
    y, p = np.asarray(y), np.asarray(y_hat)
    own = np.where(y == 1, p, 1 - np.asarray(p, dtype=float))
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = SimpleNamespace(l1=np.log(p), l0=np.log(1 - p), each=-np.log(own))
    return SimpleNamespace(y=y, p=p, N=np.size(y), own=own, s=losses.sigmoid(p), **vars(logs))


def certain_enough(loss):
    """Infinite, or as large as a clip at 1e-7 makes it, with the same again in the logarithm: −log(2e-7) = 15.4."""
    return loss.size == 1 and loss.item() > ENOUGH


def between(low, high):
    """A test for one number strictly between two others."""

    def test(outcome, parts, expected):
        return came(outcome, parts, expected) and parts[0].size == 1 and low < parts[0].item() < high

    return test


CERTAIN = (("nan_when_certain", got_nan), ("log_of_zero", log_refused), ("certainty_refused", refused))
RIGHT_SLIPS = (*CERTAIN, ("clipped", between(0, 1)), ("constant_in_log", between(-1, 0)))
MISTAKE_SLIPS = (*CERTAIN, ("infinity_hidden", between(-1e-9, 0.5)), ("clipped", between(0.5, ENOUGH)))

# one mistake in the terms, and another in how they come together: named after the first
TERMS = slips.rows("bce_loss", "terms", globals())
REDUCTIONS = slips.functions("REDUCTIONS", "terms")
COMBINED = (
    *((Pair(name), lambda c, t=t, r=r: r(t(c))) for name, t in TERMS for r in REDUCTIONS),
    *((Pair("log_base_2"), lambda c, r=r: r(c.each / np.log(2))) for r in REDUCTIONS[1:]),
    *((Pair("log_base_10"), lambda c, r=r: r(c.each / np.log(10))) for r in REDUCTIONS[1:]),
)


def _limit(c, loss):
    """Where the predictions were cut off, when that changed the worst of them only."""
    limit = np.exp(c.each.sum() - c.each.max() - c.N * loss)
    return limit if limit < 0.4 else np.nan


def exchanged(given, usual):
    """Asked with the two arguments exchanged, the function gives the loss; else it takes a logarithm of 0."""
    if given[0].size != 1 or usual[0].size != 1:
        return False
    right, lost = -np.log((0.3, 0.4, 0.2)).mean(), usual[0].item()
    return np.isclose(given[0].item(), right, rtol=0.02) and not (np.isfinite(lost) and abs(lost) < 5)


def logs_of_labels(given):
    """For labels that are fractions: is a logarithm of a label taken somewhere?"""
    c = _bce_case(*FRACTIONS[0])
    y1, y0 = np.log(c.y), np.log(1 - c.y)
    told = [c.y * c.l1 + second for second in ((1 - c.y) * y0, (1 - c.p) * y0, y0 * c.l0)]
    told += [first + second for first in (c.y * y1, c.p * y1) for second in ((1 - c.y) * c.l0, (1 - c.p) * y0)]
    return given[0].size == 1 and np.isclose(np.mean(told, axis=1), -given[0].item(), rtol=1e-5).any()


def losses_in_integers(outcome, *expected):
    """log(0.7), log(0.6) become 0 and −log(0.2) = 1.6 becomes 1."""
    return isinstance(outcome.value, np.ndarray) and np.any(np.isclose(outcome.value, (0, 1 / 3)))


BCE_LOSS = Task(
    **slips.of_task("bce_loss", globals(), more={"": COMBINED}),
    case=_bce_case,
    right=lambda c: (np.mean(losses.binary_cross_entropy(c.y, c.p)),),
    clues=(("arguments_exchanged", EXCHANGED_LABELS, exchanged), ("log_of_label", FRACTIONS, logs_of_labels)),
)


def _gradient_case(X, y, y_hat):
    X, y, p = np.asarray(X), np.asarray(y), np.asarray(y_hat)
    d = p - y
    each = d.reshape(len(X), -1) * X
    q, means = p * (1 - p), each.mean(axis=0)
    return SimpleNamespace(X=X, y=y, p=p, d=d, N=len(X), D=X.shape[1], q=q, each=each, means=means)


# a mistake in the difference d itself: the same mistake in both gradients
DIFFERENCES = slips.rows("gradients", "difference", globals())
IN_DIFFERENCE = {
    "grad_w": [(name, lambda c, change=change: c.X.T @ change(c) / c.N) for name, change in DIFFERENCES],
    "grad_b": [(name, lambda c, change=change: np.mean(change(c))) for name, change in DIFFERENCES],
}

GRADIENTS = Task(
    **slips.of_task("gradients", globals(), more=IN_DIFFERENCE),
    case=_gradient_case,
    right=lambda c: (c.X.T @ c.d / c.N, np.mean(c.d)),
    together=(
        ("extra_column", {0: lambda c: np.append(c.d.mean(), c.means[:-1]), 1: lambda c: c.means[-1]}),
        ("extra_column", {0: lambda c: np.append(c.means[1:], c.d.mean()), 1: lambda c: c.means[0]}),
    ),
)

TASKS = {task.name: task for task in (SIGMOID, FORWARD, BCE_LOSS, GRADIENTS, TRAIN)}
