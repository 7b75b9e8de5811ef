"""The perceptron's training: probes, and one line for each descent that goes wrong.

A row of ``PATHS`` or ``PAIRS`` is ``("name", two formulas)``, for w and for b; a row of ``RECORDS`` is one formula for
the losses. ``follow`` descends with the mistake put in.
"""

from itertools import product
from types import SimpleNamespace

import numpy as np

from .. import losses
from . import slips
from .judge import Edge, Task, agrees
from .tells import came, cast_refused, half_truncated


def a(*numbers):
    return np.array(numbers, dtype=float)


SCALINGS = (
    lambda X: X - X.mean(axis=0),
    lambda X: (X - X.mean(axis=0)) / X.std(axis=0),
    lambda X: (X - X.mean(axis=0)) / X.std(axis=0, ddof=1),
    lambda X: (X - X.mean()) / X.std(),
    lambda X: (X - X.min(axis=0)) / (X.max(axis=0) - X.min(axis=0)),
    lambda X: (X - X.min()) / (X.max() - X.min()),
    lambda X: X / X.max(axis=0),
    lambda X: X / np.abs(X).max(axis=0),
    lambda X: X / X.max(),
    lambda X: X / np.linalg.norm(X, axis=1, keepdims=True),
)


def _train_case(X, y, learning_rate, epochs):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    return SimpleNamespace(X=X, y=y, eta=learning_rate, epochs=int(epochs), N=len(X), D=X.shape[1], seen={})


def _plain_step(c, w, b, d, eta, start):
    return w - eta * c.X.T @ d / c.N, b - eta * np.mean(d)


def _weights_first(c, w, b, d, eta, start):
    w = w - eta * c.X.T @ d / c.N
    return w, b - eta * np.mean(losses.sigmoid(c.X @ w + b) - c.y)


def _bias_first(c, w, b, d, eta, start):
    b = b - eta * np.mean(d)
    return w - eta * c.X.T @ (losses.sigmoid(c.X @ w + b) - c.y) / c.N, b


def _stale(c, w, b, d, eta, start):
    return _plain_step(c, w, b, start.p - c.y, eta, start)


def _from_start(c, w, b, d, eta, start):
    return _plain_step(c, start.w, start.b, d, eta, start)


def _decaying(strength, bias=0):
    """The weights shrink in each step; with ``bias`` 1 the bias too."""

    def step(c, w, b, d, eta, start):
        shrink = eta * strength(c)
        return _plain_step(c, w * (1 - shrink), b * (1 - bias * shrink), d, eta, start)

    return step


def _clipped_step(limit):
    def step(c, w, b, d, eta, start):
        return w - eta * np.clip(c.X.T @ d / c.N, -limit, limit), b - eta * np.clip(np.mean(d), -limit, limit)

    return step


def _limited(limit):
    """The weights themselves are kept inside limits."""

    def step(c, w, b, *more):
        w, b = _plain_step(c, w, b, *more)
        return np.clip(w, -limit, limit), b

    return step


def _one_for_all(divisor):
    return lambda c, w, b, d, eta, start: (w - eta * np.sum(c.X.T @ d) / divisor(c), b - eta * np.mean(d))


def _bias_outside(c, w, b, d, eta, start):
    return _plain_step(c, w, b, losses.sigmoid(c.X @ w) + b - c.y, eta, start)


def _n_by_n(reduce, divisor, shape):
    """A column of predictions meets flat labels; ``reduce`` brings what comes for w together."""

    def descend(c):
        w, b = np.zeros((c.D, 1)), 0.0
        for _ in range(c.epochs):
            d = losses.sigmoid(c.X @ w + b) - c.y
            w, b = w - c.eta * reduce(c.X.T @ d) / c.N, b - c.eta * np.sum(d) / divisor(c)
        return shape(w), b

    return descend


def _unit_step(c, w, b, d, eta, start):
    grad_w = c.X.T @ d
    return w - eta * grad_w / np.linalg.norm(grad_w), b - eta * np.mean(d)


def _with_earlier(keep, gain=1.0):
    """Momentum; with ``keep`` 1 the gradients of all epochs are added up."""

    def step(c, w, b, d, eta, start):
        old_w, old_b = getattr(start, "speed", (0.0, 0.0))
        start.speed = keep * old_w + gain * c.X.T @ d / c.N, keep * old_b + gain * np.mean(d)
        return w - eta * start.speed[0], b - eta * start.speed[1]

    return step


def _changing(rate):
    """The learning rate is multiplied by ``rate(k)`` in epoch k."""
    return lambda c, w, b, d, eta, start: _plain_step(c, w, b, d, eta * rate(start.epoch), start)


DECAYS = (  # from the second rate, as a part of the first: the rates of all epochs
    lambda r: lambda k: r**k,
    lambda r: lambda k: 1 + (r - 1) * k,
    lambda r: lambda k: 1 / (1 + (1 / r - 1) * k),
    lambda r: lambda k: 1 / np.prod(1 + (1 / r - 1) * np.arange(k + 1)),
)
DECAYS_AT_ONCE = (lambda r: lambda k: r ** (k + 1), lambda r: lambda k: 1 / (1 + (1 / r - 1) * (k + 1)))


def _feature_by_feature(then):
    """Each weight from predictions of its own; ``then`` says whether b gets new ones too."""

    def step(c, w, b, d, eta, start):
        w = w.copy()
        for j in range(c.D):
            d = losses.sigmoid(c.X @ w + b) - c.y
            w[j] -= eta * np.mean(d * c.X[:, j])
        return w, b - eta * np.mean(losses.sigmoid(c.X @ w + b) - c.y if then else d)

    return step


def _bias_then_features(c, w, b, d, eta, start):
    b = b - eta * np.mean(d)
    return _feature_by_feature(then=True)(c, w, b, d, eta, start)[0], b


def _brackets(c, w, b, d, eta, start):
    grad_w, grad_b = c.X.T @ d / c.N, np.mean(d)
    return eta * (w - grad_w), eta * (b - grad_b)


def _rate_beside_parameters(c, w, b, d, eta, start):
    grad_w, grad_b = c.X.T @ d / c.N, np.mean(d)
    return eta * w - grad_w, eta * b - grad_b


def _linear(c, w, b, d, eta, start):
    return _plain_step(c, w, b, c.X @ w + b - c.y, eta, start)


def _in_whole_numbers(c, w, b, d, eta, start):
    w, b = _plain_step(c, w, b, d, eta, start)
    return np.trunc(w), b


def follow(c, change=lambda c, d: d, step=_plain_step, eta=lambda c: c.eta, steps=lambda c: c.epochs, w=0.0, b=0.0):
    """Descend from (w, b) and keep every stop on the way; ``change`` and ``step`` put in the mistake to recognise."""
    w, stops = np.full(c.D, float(w)), []
    for epoch in range(steps(c) + 1):
        stops.append(SimpleNamespace(w=w, b=b, p=losses.sigmoid(c.X @ w + b)))
        stops[0].epoch = epoch
        w, b = step(c, w, b, change(c, stops[-1].p - c.y), eta(c), stops[0])
    return stops


def _in_groups(c, size, predict=losses.sigmoid, passes=None, slope=lambda p: 1):
    """Updates after every group of samples instead of once an epoch."""
    w, b = np.zeros(c.D), 0.0
    for n in list(range(0, c.N, size)) * (passes or c.epochs):
        X, y = c.X[n : n + size], c.y[n : n + size]
        p = predict(X @ w + b)
        d = (p - y) * slope(p)
        w, b = w - c.eta * X.T @ d / len(y), b - c.eta * np.mean(d)
    return w, b


def _once(compute):
    """The same function, with its answer remembered in the case."""

    def remembered(c):
        if compute not in c.seen:
            c.seen[compute] = compute(c)
        return c.seen[compute]

    return remembered


def _two(pair):
    """Two formulas, for w and for b, from one that gives both."""
    pair = _once(pair)
    return (lambda c: pair(c)[0], lambda c: pair(c)[1])


def _end(stops):
    return stops[-1].w, stops[-1].b


def _path(**how):
    """The end of a descent that goes wrong somehow."""
    return _two(lambda c: _end(follow(c, **how)))


def _path_on(change):
    """The end of a descent on other data."""
    return _two(lambda c: _end(follow(SimpleNamespace(**{**vars(c), **change(c)}))))


_stops = _once(lambda c: follow(c, steps=lambda c: c.epochs + 1))
_all_losses = _once(lambda c: _losses_at(c, _stops(c)))


def _losses_at(c, stops):
    return np.array([np.mean(losses.binary_cross_entropy(c.y, stop.p)) for stop in stops])


def _written_out(c, w, b, kept):
    """How many epochs were made when none of the probes asks for so many."""
    return kept.size if kept.size > 12 else np.nan


def _long(c, rate, epochs):
    return follow(c, eta=lambda c: rate, steps=lambda c: epochs - 1)


def _kept(c):
    """The losses as they should be recorded."""
    return _all_losses(c)[: c.epochs]


def _last_gradient(c):
    d = _stops(c)[c.epochs - 1].p - c.y
    return c.X.T @ d / c.N, np.mean(d)


def _one_more_step(c):
    """The last gradient once more, after the loop."""
    end, (grad_w, grad_b) = _stops(c)[c.epochs], _last_gradient(c)
    return end.w - c.eta * grad_w, end.b - c.eta * grad_b


def _rounded_end(digits):
    return _two(lambda c: (np.round(_stops(c)[c.epochs].w, digits), np.round(_stops(c)[c.epochs].b, digits)))


TABLES = (lambda g: g, lambda g: g.sum(axis=1, keepdims=True), lambda g: g.mean(axis=1, keepdims=True))
N_BY_N = tuple(product(TABLES, (lambda c: c.N, lambda c: c.N**2), (np.asarray, np.ravel)))

PATHS = (
    ("plus_for_minus", _path(eta=lambda c: -c.eta)),
    ("learning_rate_ignored", _path(eta=lambda c: 1.0)),
    *[("learning_rate_ignored", _path(eta=lambda c, r=r: r)) for r in (0.5, 0.2, 0.1, 0.05, 0.01, 0.001)],
    ("learning_rate_squared", _path(eta=lambda c: c.eta**2)),
    ("learning_rate_divided", _path(eta=lambda c: 1 / c.eta)),
    ("never_updated", _path(steps=lambda c: 0)),
    ("one_epoch_too_few", _path(steps=lambda c: c.epochs - 1)),
    ("one_epoch_too_many", _path(steps=lambda c: c.epochs + 1)),
    ("one_epoch_too_many", _two(_one_more_step)),
    ("updated_twice", _path(steps=lambda c: 2 * c.epochs)),
    *[("epochs_ignored", _path(steps=lambda c, k=k: k)) for k in (10, 50, 100, 500, 1000)],
    ("stale_predictions", _path(step=_stale)),
    ("labels_inverted", _path(change=lambda c, d: d + 2 * c.y - 1)),
    ("labels_minus_one_and_one", _path(change=lambda c, d: d + 1 - c.y)),
    ("sigmoid_forgotten", _path(step=_linear)),
    ("updated_from_start", _path(step=_from_start)),
    *[("earlier_gradients", _path(step=_with_earlier(keep))) for keep in (1.0, 0.99, 0.95, 0.9, 0.8, 0.5)],
    *[("earlier_gradients", _path(step=_with_earlier(keep, 1 - keep))) for keep in (0.99, 0.95, 0.9, 0.8, 0.5)],
    ("learning_rate_changes", _path(step=_changing(lambda k: 1 / np.sqrt(1 + k)))),
    ("update_brackets", _path(step=_brackets)),
    ("update_brackets", _path(step=_rate_beside_parameters)),
    *[("rounded", _rounded_end(digits)) for digits in range(1, 5)],
    ("bias_not_updated", _path(step=lambda c, w, b, *more: (_plain_step(c, w, b, *more)[0], b))),
    ("weights_not_updated", _path(step=lambda c, w, b, *more: (w, _plain_step(c, w, b, *more)[1]))),
    ("update_order", _path(step=_weights_first)),
    ("update_order", _path(step=_bias_first)),
    ("update_order", _path(step=_feature_by_feature(then=True))),
    ("update_order", _path(step=_bias_then_features)),
    *[("one_step_for_all", _path(step=_one_for_all(n))) for n in (lambda c: c.N, lambda c: c.D, lambda c: 1)],
    ("bias_outside_sigmoid", _path(step=_bias_outside)),
    *[("broadcast_n_by_n", _two(_n_by_n(*how))) for how in N_BY_N],
    ("update_order", _path(step=_feature_by_feature(then=False))),
    ("sum_for_mean", _path(change=lambda c, d: d * c.N)),
    ("divided_twice", _path(change=lambda c, d: d / c.N)),
    ("divided_by_features", _path(change=lambda c, d: d * c.N / c.D)),
    ("factor_two", _path(change=lambda c, d: 2 * d)),
    ("factor_half", _path(change=lambda c, d: d / 2)),
    ("squared_error_factor", _path(change=lambda c, d: d * (c.y + d) * (1 - c.y - d))),
    ("squared_error_factor", _path(change=lambda c, d: 2 * d * (c.y + d) * (1 - c.y - d))),
    ("thresholded", _path(change=lambda c, d: ((c.y + d) > 0.5) - c.y)),
    ("thresholded", _path(change=lambda c, d: ((c.y + d) >= 0.5) - c.y)),
    ("thresholded", _two(lambda c: _in_groups(c, 1, lambda z: z > 0))),
    ("thresholded", _two(lambda c: _in_groups(c, 1, lambda z: z >= 0))),
    ("normalised", _path(step=_unit_step)),
    ("sample_by_sample", _two(lambda c: _in_groups(c, 1))),
    ("one_pass", _two(lambda c: _in_groups(c, 1, passes=1))),
    *[("listing_of_squares", _two(lambda c, k=k: _in_groups(c, 1, slope=lambda p: k * p * (1 - p)))) for k in (1, 2)],
    ("group_by_group", _two(lambda c: _in_groups(c, 2))),
    ("group_by_group", _two(lambda c: _in_groups(c, 3))),
    ("one_sample_left_out", _path_on(lambda c: {"X": c.X[:-1], "y": c.y[:-1], "N": c.N - 1})),
    ("one_sample_left_out", _path_on(lambda c: {"X": c.X[1:], "y": c.y[1:], "N": c.N - 1})),
    *[("start_not_zero", _path(w=w, b=b)) for w, b in ((1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.5, 0.5), (0.1, 0.1))],
    *[("extra_regularisation", _path(step=_decaying(lambda c, s=s: s / c.N))) for s in (1.0, 0.5, 0.1, 0.01)],
)

ONE_STEP = _path(steps=lambda c: min(c.epochs, 1))

_frozen_bias = _once(lambda c: follow(c, step=lambda c, w, b, *more: (_plain_step(c, w, b, *more)[0], b)))


def _unseen_bias(c):
    """The sum of the steps of a bias that no prediction takes into account."""
    return -c.eta * sum(np.mean(stop.p - c.y) for stop in _frozen_bias(c)[: c.epochs])


def _reset(c, w_kept, b_kept):
    """A descent in which a parameter starts each epoch at zero: also what an update of it after the loop gives."""
    w, b = np.zeros(c.D), 0.0
    for _ in range(c.epochs):
        w, b = w * w_kept, b * b_kept
        w, b = _plain_step(c, w, b, losses.sigmoid(c.X @ w + b) - c.y, c.eta, None)
    return w, b


def _signs(w_sign, b_sign):
    """One step in which each parameter has a factor of its own."""
    return lambda c, w, b, d, eta, start: (w - w_sign(c) * c.X.T @ d / c.N, b - b_sign(c) * np.mean(d))


def _mixed(c, cut):
    """The bias first and then the weights, cut apart at another place."""
    return cut(np.append(_stops(c)[c.epochs].b, _stops(c)[c.epochs].w))


def _history(start, end):
    def pair(c):
        stops = _stops(c)[start : c.epochs + end]
        return np.array([stop.w for stop in stops]), np.array([stop.b for stop in stops])

    return _two(pair)


PAIRS = (  # named only when both parameters are those of the row
    ("plus_in_one_update", _path(step=_signs(lambda c: -c.eta, lambda c: c.eta))),
    ("plus_in_one_update", _path(step=_signs(lambda c: c.eta, lambda c: -c.eta))),
    ("learning_rate_in_one_update", _path(step=_signs(lambda c: 1, lambda c: c.eta))),
    ("learning_rate_in_one_update", _path(step=_signs(lambda c: c.eta, lambda c: 1))),
    ("divided_twice", _path(step=_signs(lambda c: c.eta / c.N, lambda c: c.eta))),
    ("sum_in_one_update", _path(step=_signs(lambda c: c.eta * c.N, lambda c: c.eta))),
    ("sum_in_one_update", _path(step=_signs(lambda c: c.eta, lambda c: c.eta * c.N))),
    ("bias_not_in_predictions", (lambda c: _frozen_bias(c)[-1].w, _unseen_bias)),
    ("bias_once_per_feature", _path(step=_signs(lambda c: c.eta, lambda c: c.eta * c.D))),
    ("integer_truncation", _path(step=_in_whole_numbers)),
    ("last_step_only", _two(lambda c: _reset(c, 0, 1))),
    ("last_step_only", _two(lambda c: _reset(c, 1, 0))),
    ("gradients_returned", _two(_last_gradient)),
    *[("history_returned", _history(*cut)) for cut in ((1, 1), (0, 0), (0, 1))],
    *[("inputs_standardised", _path_on(lambda c, scale=scale: {"X": scale(c.X)})) for scale in SCALINGS],
    ("epochs_ignored", _path(steps=lambda c: c.N)),
    ("extra_column", _two(lambda c: _mixed(c, lambda v: (v[:-1], v[-1])))),
    ("extra_column", _two(lambda c: _mixed(c, lambda v: (np.append(v[2:], v[0]), v[1])))),
)

ALONE = (  # the weights alone, when b is right
    ("weights_not_updated", lambda c: np.zeros(c.D)),
    ("bias_in_weights", lambda c: np.append(_stops(c)[c.epochs].w, _stops(c)[c.epochs].b)),
    ("bias_in_weights", lambda c: np.append(_stops(c)[c.epochs].b, _stops(c)[c.epochs].w)),
    ("history_returned", lambda c: np.tile(_stops(c)[c.epochs].w, (c.epochs, 1))),
    ("history_returned", lambda c: [stop.w for stop in _stops(c)[1 : c.epochs + 1]]),
)


def _lengths(c):
    """The squared length of w before each update."""
    return np.array([stop.w @ stop.w for stop in _stops(c)[: c.epochs]])


RECORDS = slips.rows("train", "losses", globals())


# the loss stands still, comes close to 0, rises, and falls with every epoch
EARLY = (
    (np.array([[1.0], [1.0]]), a(0, 1), 0.5, 12),
    (np.array([[-1.0], [1.0]]), a(0, 1), 20.0, 6),
    (np.array([[1.23457, -0.98765], [2.34568, 3.14159], [0.12345, 2.71828]]), a(1, 0, 1), 6.12345, 8),
    (np.array([[1.0], [-1.0], [1.0], [-1.0], [1.0], [-1.0], [1.0]]), a(1, 0, 1, 0, 1, 0, 0), 1.0, 5),
)


def _too_few(outcome, parts, expected):
    return bool(parts) and isinstance(parts[2], np.ndarray) and 0 < parts[2].size < expected[2].size


def _stops_early(*runs):
    """Is all right when the loss falls with every epoch, and are losses missing in another run?"""
    case = _train_case(*EARLY[-1])
    wanted = (*_end(follow(case)), _kept(case))
    right = all(agrees(got, np.asarray(want)) for got, want in zip(runs[-1], wanted, strict=True))
    return right and any(kept.size < epochs for (_, _, kept), (*_, epochs) in zip(runs, EARLY, strict=True))


MANY = np.linspace(-2, 2, 300)
WARM = np.array([[66.0], [70.0], [53.0], [81.0]])

SMALL_X = np.array([[1.0], [2.0]])
STANDING = ((SMALL_X, a(0, 1), 0.0, 1), (SMALL_X, a(1, 1), 0.0, 1))


def _stands_elsewhere(*stands):
    """With step size 0, parameters that are not zero, and whose loss was recorded."""
    (w, b, _), _ = stands
    if not (np.any(w) or np.any(b)):
        return False
    return all(_loss_of(y, *stand) for (_, y, *_), stand in zip(STANDING, stands, strict=True))


def _loss_of(y, w, b, kept):
    """Is the one recorded loss that of the parameters that came?"""
    if (w.size, b.size, kept.size) != (1, 1, 1) or not np.isfinite([w.item(), b.item()]).all():
        return False
    here = losses.binary_cross_entropy_from_logits(y, (SMALL_X * w.item() + b.item()).ravel())
    return np.isclose(kept.item(), here.mean(), rtol=1e-4)


def _step_length(c, w, b, kept):
    """How long the first step is, compared with the expected one (learning rate 0.5 on the first probe)."""
    return w / _stops(c)[1].w


def _second_rate(c, w, b, kept):
    """The second step, compared with the expected one: the first one being right, on a probe with two epochs."""
    one, two = _stops(c)[1:3] if c.epochs == 2 else (None, None)
    return (one.w - w) / (one.w - two.w)


def _pull(c, w, b, kept):
    """How strongly w was pulled towards 0 in the second of two steps."""
    one, two = _stops(c)[1:3] if c.epochs == 2 else (None, None)
    return (two.w - w) / (c.eta * one.w)


def _in_log(c, w, b, kept):
    return np.exp(-kept[0]) - 0.5


def _losses_with(c, e):
    return [-np.mean(np.log(np.where(c.y == 1, stop.p, 1 - stop.p) + e)) for stop in _stops(c)[: c.epochs]]


def _family(name, fit, step):
    """A descent with a number in it, for both parameters."""
    return name, fit, lambda k: dict(enumerate(_path(step=step(k))))


def _finish(pick):
    return lambda c: pick(_stops(c)[c.epochs], _kept(c))


TRAIN = Task(
    name="train",
    called_by_name=("learning_rate", "epochs"),
    params=("X", "y", "learning_rate", "epochs"),
    parts=("w", "b", "losses"),
    case=_train_case,
    right=lambda c: (_stops(c)[c.epochs].w, _stops(c)[c.epochs].b, _kept(c)),
    probes=(
        (np.array([[1.0], [2.0]]), a(0, 1), 0.5, 1),
        (np.array([[1.0], [2.0], [-1.0]]), a(0, 1, 1), 0.3, 3),
        (np.array([[0.5, -1.0], [1.5, 0.5], [-1.0, 1.0], [2.0, 0.3]]), a(1, 1, 0, 1), 0.8, 4),
        (np.array([[0.2, 1.0, 0.4], [-1.4, 0.6, 0.3], [0.7, 2.2, -1.0], [1.3, -0.4, 0.9]]), a(0, 1, 0, 0), 0.25, 12),
        (np.array([[1.23457, -0.98765], [2.34568, 3.14159], [0.12345, 2.71828]]), a(1, 0, 1), 6.12345, 2),
    ),
    slips={
        "w": tuple((name, formulas[0]) for name, formulas in PATHS if name != "never_updated"),
        "b": (
            *((name, formulas[1]) for name, formulas in PATHS if name != "never_updated"),
            ("bias_as_array", lambda c: np.full(c.N, _stops(c)[c.epochs].b)),
            ("bias_as_array", lambda c: np.full(c.D, _stops(c)[c.epochs].b)),
        ),
        "losses": RECORDS,
    },
    together=(
        ("return_in_loop", dict(enumerate((*ONE_STEP, lambda c: _kept(c)[:1])))),
        ("only_one_update", dict(enumerate(ONE_STEP))),
        *((name, dict(enumerate(formulas))) for name, formulas in (*PATHS, *PAIRS)),
        *((name, {0: formula}) for name, formula in ALONE),
    ),
    coupled=(0, 1),
    whole=(
        ("return_order", _finish(lambda end, kept: (end.b, end.w, kept))),
        ("return_order", _finish(lambda end, kept: (kept, end.w, end.b))),
        ("return_order", _finish(lambda end, kept: (end.w, kept, end.b))),
        ("return_order", _finish(lambda end, kept: (kept, end.b, end.w))),
        ("return_order", _finish(lambda end, kept: (end.b, kept, end.w))),
        ("loss_not_returned", _finish(lambda end, kept: (end.w, end.b))),
        ("only_one_returned", _finish(lambda end, kept: kept)),
        ("only_one_returned", _finish(lambda end, kept: end.w)),
        ("only_one_returned", _finish(lambda end, kept: (end.w, kept))),
    ),
    fits=(
        ("epochs_ignored", _written_out, lambda k: {2: lambda c: _losses_at(c, follow(c, steps=lambda c: int(k) - 1))}),
        *[
            ("both_ignored", _written_out, lambda k, r=r: {2: lambda c: _losses_at(c, _long(c, r, int(k)))})
            for r in (0.5, 0.2, 0.1, 0.05, 0.01, 0.001)
        ],
        ("constant_in_log", _in_log, lambda e: {2: lambda c: _losses_with(c, e)}),
        ("learning_rate_ignored", _step_length, lambda k: dict(enumerate(_path(eta=lambda c: k * 0.5)))),
        ("steps_too_long_or_short", _step_length, lambda k: dict(enumerate(_path(eta=lambda c: k * c.eta)))),
        *[_family("learning_rate_changes", _second_rate, lambda r, f=f: _changing(f(r))) for f in DECAYS],
        *[_family("learning_rate_changes", _step_length, lambda r, f=f: _changing(f(r))) for f in DECAYS_AT_ONCE],
        _family("clipped", lambda c, w, b, kept: np.abs(w) / c.eta, _clipped_step),
        _family("weights_limited", lambda c, w, b, kept: np.abs(w), _limited),
        *[_family("extra_regularisation", _pull, lambda s, b=b: _decaying(lambda c: s, bias=b)) for b in (0, 1)],
    ),
    edges=(
        Edge(
            (np.array([[1, 2], [3, -4], [0, 5]]), np.array([1, 0, 1]), 0.1, 2),
            (("integer_truncation", cast_refused), ("integer_truncation", half_truncated)),
        ),
        Edge((np.array([[1.0], [2.0]]), a(0, 1), 0.1, 40)),
        *[Edge(run, (("stopped_early", _too_few),)) for run in EARLY[:2]],
        Edge((MANY[:, None], 1.0 * (MANY**2 > MANY), 0.5, 2), (("not_all_samples_at_once", came),)),
        Edge((WARM, a(0, 0, 1, 0), 0.001, 2), (("limited_when_large", came),)),
    ),
    clues=(("start_not_zero", STANDING, _stands_elsewhere), ("stopped_early", EARLY, _stops_early)),
    relies_on=("sigmoid", "forward", "bce_loss", "gradients"),
)
