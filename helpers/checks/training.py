"""The perceptron's training: what is right, and the pieces that the formulas of ``slips.toml`` read.

There a row of ``steps`` says what one epoch makes of a stop (see ``follow``), one of ``ends`` where a descent ends, and
one of ``both_…`` is named only when w and b are both those of the row.
"""

from types import SimpleNamespace

import numpy as np

from .. import losses
from . import slips
from .judge import Task, agrees


def a(*numbers):
    return np.array(numbers, dtype=float)


SCALINGS = slips.functions("SCALINGS", "X")
TABLES = (lambda g: g, lambda g: g.sum(axis=1, keepdims=True), lambda g: g.mean(axis=1, keepdims=True))
SHAPES = (np.asarray, np.ravel)
EARLY = slips.probes("train_early")
MANY = np.linspace(-2, 2, 300)
SMALL_X = np.array([[1.0], [2.0]])
STANDING = ((SMALL_X, a(0, 1), 0.0, 1), (SMALL_X, a(1, 1), 0.0, 1))


def also(c, **pieces):
    """The same case with other pieces."""
    return SimpleNamespace(**{**vars(c), **pieces})


def _train_case(X, y, learning_rate, epochs):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    return SimpleNamespace(X=X, y=y, eta=learning_rate, epochs=int(epochs), N=len(X), D=X.shape[1], seen={})


def _once(compute):
    """The same function, with its answer remembered in the case."""
    return lambda c: c.seen[compute] if compute in c.seen else c.seen.setdefault(compute, compute(c))


def follow(c, step=None, epochs=None, w=0.0, b=0.0):
    """Descend from (w, b) and keep every stop on the way; ``step`` puts in the mistake to recognise.

    A step gives the next (w, b) from a stop: its number n, w, b, predictions p, differences d, gradients gw and gb, the
    first stop and the last one; ``at(w, b)`` gives the differences there, ``go(d)`` the next (w, b) with these.
    """
    w, b, stops = np.full(c.D, float(w)), float(b), []
    for n in range((c.epochs if epochs is None else epochs) + 1):
        p = losses.sigmoid(c.X @ w + b)
        d = p - c.y
        stops.append(SimpleNamespace(n=n, w=w, b=b, p=p, d=d, gw=c.X.T @ d / c.N, gb=np.mean(d)))
        w, b = step(_with_tools(c, stops)) if step else (w - c.eta * stops[-1].gw, b - c.eta * stops[-1].gb)
    return stops


def _with_tools(c, stops):
    stop = stops[-1]

    def go(d, eta=c.eta):
        return stop.w - eta * c.X.T @ d / c.N, stop.b - eta * np.mean(d)

    tools = {"first": stops[0], "last": stops[max(len(stops) - 2, 0)], "go": go}
    return also(c, **vars(stop), **tools, at=lambda w, b: losses.sigmoid(c.X @ w + b) - c.y)


def _end(c, **how):
    stop = follow(c, **how)[-1]
    return stop.w, stop.b


def _features(c, w, b, count=None):
    """The weights after each has got a step from predictions of its own, one after the other."""
    w = w.copy()
    for j in range(c.D if count is None else count):
        w[j] -= c.eta * np.mean((losses.sigmoid(c.X @ w + b) - c.y) * c.X[:, j])
    return w


def _n_by_n(c, reduce, divisor, shape):
    """A column of predictions meets flat labels; ``reduce`` brings what comes for w together."""
    w, b = np.zeros((c.D, 1)), 0.0
    for _ in range(c.epochs):
        d = losses.sigmoid(c.X @ w + b) - c.y
        w, b = w - c.eta * reduce(c.X.T @ d) / c.N, b - c.eta * np.sum(d) / divisor
    return shape(w), b


def _groups(c, size, predict=losses.sigmoid, passes=None, slope=lambda p: 1):
    """Updates after every group of samples instead of once an epoch."""
    w, b = np.zeros(c.D), 0.0
    for n in list(range(0, c.N, size)) * (passes or c.epochs):
        X, y = c.X[n : n + size], c.y[n : n + size]
        p = predict(X @ w + b)
        d = (p - y) * slope(p)
        w, b = w - c.eta * X.T @ d / len(y), b - c.eta * np.mean(d)
    return w, b


_stops = _once(lambda c: follow(c, epochs=c.epochs + 1))
_long = _once(lambda c: follow(c, epochs=1000))
_all_losses = _once(lambda c: _losses_at(c, _stops(c)))
_frozen_bias = _once(lambda c: follow(c, lambda stop: (stop.go(stop.d)[0], stop.b)))


def _losses_at(c, stops):
    return np.array([np.mean(losses.binary_cross_entropy(c.y, stop.p)) for stop in stops])


def _kept(c):
    """The losses as they should be recorded."""
    return _all_losses(c)[: c.epochs]


def _history(c, start, end):
    stops = _stops(c)[start : c.epochs + end]
    return np.array([stop.w for stop in stops]), np.array([stop.b for stop in stops])


def _written_out(kept):
    """How many epochs were made when none of the probes asks for so many."""
    return kept.size if kept.size > 12 else np.nan


def _second(c, got):
    """The second step, compared with the expected one: the first one being right, on a probe with two epochs."""
    one, two = _stops(c)[1 : 3 if c.epochs == 2 else 1]
    return (one.w - got[0]) / (one.w - two.w)


def _pull(c, got):
    """How strongly w was pulled towards 0 in the second of two steps."""
    one, two = _stops(c)[1 : 3 if c.epochs == 2 else 1]
    return (two.w - got[0]) / (c.eta * one.w)


def _two(pair):
    """Two formulas, for w and for b, from one that gives both."""
    pair = _once(pair)
    return {0: lambda c: pair(c)[0], 1: lambda c: pair(c)[1]}


def _stepped(step):
    """The same from a formula of one step."""
    return _two(lambda c: _end(c, step=step))


def _rows(steps, ends):
    tables = ((steps, _stepped), (ends, _two))
    return tuple((name, made(row)) for part, made in tables for name, row in slips.rows("train", part, globals()))


def _returned(c, *places):
    """The right parts, in another order or not all of them."""
    parts = (_stops(c)[c.epochs].w, _stops(c)[c.epochs].b, _kept(c))
    return tuple(parts[place] for place in places)


def _too_few(outcome, parts, expected):
    return bool(parts) and isinstance(parts[2], np.ndarray) and 0 < parts[2].size < expected[2].size


def _stops_early(*runs):
    """Is all right when the loss falls with every epoch, and are losses missing in another run?"""
    case = _train_case(*EARLY[-1])
    wanted = (*_end(case), _kept(case))
    right = all(agrees(got, np.asarray(want)) for got, want in zip(runs[-1], wanted, strict=True))
    return right and any(kept.size < epochs for (_, _, kept), (*_, epochs) in zip(runs, EARLY, strict=True))


def _not_cheap(w, b, kept):
    """Is no loss next to nothing where a prediction is certain and wrong?"""
    return kept.shape != (2,) or not abs(kept[1]) < 0.5


def _stands_elsewhere(*stands):
    """With step size 0, parameters that are not zero, and whose loss was recorded."""
    (w, b, _), _ = stands
    moved = np.any(w) or np.any(b)
    return moved and all(_loss_of(y, *stand) for (_, y, *_), stand in zip(STANDING, stands, strict=True))


def _loss_of(y, w, b, kept):
    """Is the one recorded loss that of the parameters that came?"""
    if (w.size, b.size, kept.size) != (1, 1, 1) or not np.isfinite([w.item(), b.item()]).all():
        return False
    here = losses.binary_cross_entropy_from_logits(y, (SMALL_X * w.item() + b.item()).ravel())
    return np.isclose(kept.item(), here.mean(), rtol=1e-4)


PATHS, PAIRS = _rows("steps", "ends"), _rows("both_steps", "both_ends")
ONE_STEP = _two(lambda c: _end(c, epochs=min(c.epochs, 1)))

SINGLE = [(name, formulas) for name, formulas in PATHS if name != "never_updated"]
ALONE = {part: [(name, formulas[n]) for name, formulas in SINGLE] for n, part in enumerate("wb")}

TRAIN = Task(
    **slips.of_task("train", globals(), more=ALONE, step=_stepped),
    case=_train_case,
    right=lambda c: _returned(c, 0, 1, 2),
    together=(
        ("return_in_loop", {**ONE_STEP, 2: lambda c: _kept(c)[:1]}),
        ("only_one_update", ONE_STEP),
        *(*PATHS, *PAIRS),
        *((name, {0: formula}) for name, formula in slips.rows("train", "weights", globals())),
    ),
    clues=(("start_not_zero", STANDING, _stands_elsewhere), ("stopped_early", EARLY, _stops_early)),
)
