"""Numeric exercises with fresh numbers from a seed, and the slips that turn into a wrong number.

Every number comes from helpers.losses, every word from drills.toml. A draw in which two slips would give the same
number, or a slip the right one, is thrown away, so that each diagnosis is sure.
"""

import itertools
import random
import tomllib

import numpy as np

from .. import losses, page
from .cards import Card, Option, compute, is_coarse, same_number

WORDS = tomllib.loads(page.read("recall/drills.toml"))


def exercise(seed, number=0):
    """Exercise `number` (0, 1, 2, …, without end) of the series that belongs to `seed`, as a card of kind "number"."""
    seed = page.sayable(str(seed))
    rng = random.Random(f"{seed}, {number}")
    kind = list(DRILLS)[number % len(DRILLS)]
    right, wrong, shown = _sure_draw(DRILLS[kind], rng)
    words = WORDS["drills"][kind]
    said = {name: words[name].format(**shown, right=right) for name in ("question", "explanation")}
    options = tuple(Option(float(value), _slip(name)) for name, value in wrong.items())
    return Card(id=f"drill-{seed}-{number}", kind="number", **words | said, right=(Option(right),), wrong=options)


def _slip(name):
    name, _, k = name.partition(" ")
    return WORDS["slips"][name].format(k=k)


def _sure_draw(draw, rng):
    for _ in range(1000):  # in the strictest drill one draw in five will do
        right, wrong, shown = draw(rng)
        if _distinguishable(right, list(wrong.values())):
            return right, wrong, shown
    raise RuntimeError(f"{draw.__name__} draws only numbers in which two slips look alike")


def _distinguishable(right, wrong, decimals=3):
    too_close = any(same_number(a, b, decimals - 1) for a, b in itertools.combinations([right, *wrong], 2))
    coarse = any(is_coarse(round(v, d), right, decimals) for v in wrong for d in range(decimals + 1))
    return not too_close and not coarse


# Each draws its numbers: the right answer, {slip: what it gives}, and the numbers that the words show.


def _one_loss(rng):
    y, y_hat = rng.randint(0, 1), rng.randint(2, 98) / 100
    right = compute("binary_cross_entropy", [y, y_hat])
    wrong = _logarithm_slips(right) | {
        "other-term": compute("binary_cross_entropy", [1 - y, y_hat]),
        "exchanged": compute("cross_entropy", [[1 - y_hat, y_hat], [1 - y, y]]),
        "squared": compute("squared_error", [y, y_hat]),
    }
    term, given = (r"-\log \hat y", y_hat) if y else (r"-\log(1 - \hat y)", 1 - y_hat)
    return right, wrong, {"y": y, "y_hat": y_hat, "term": term, "given": given}


def _mean_loss(rng):
    y = rng.choice([[0, 1, 1], [1, 0, 0], [1, 0, 1], [0, 1, 0]])
    y_hat = [rng.randint(5, 95) / 100 for _ in y]
    right = compute("binary_cross_entropy", [y, y_hat], mean=True)
    each = losses.binary_cross_entropy(y, y_hat)
    swapped = [losses.cross_entropy([1 - q, q], [1 - p, p]) for p, q in zip(y, y_hat, strict=True)]
    wrong = {
        "sum": compute("binary_cross_entropy", [y, y_hat], total=True),
        **_logarithm_slips(right),
        "other-term": compute("binary_cross_entropy", [[1 - label for label in y], y_hat], mean=True),
        "one-term": np.mean(np.multiply(y, each)),
        "exchanged": np.mean(swapped),
    }
    terms = " + ".join(f"{loss:.3f}" for loss in each)
    return right, wrong, {"y": _row(y), "y_hat": _row(y_hat), "terms": terms}


def _loss_from_logit(rng):
    y, z = rng.randint(0, 1), rng.choice([-1, 1]) * rng.randint(3, 40) / 10
    right = compute("binary_cross_entropy_from_logits", [y, z])
    wrong = _logarithm_slips(right) | {
        "other-term": compute("binary_cross_entropy_from_logits", [1 - y, z]),
        "probability": compute("sigmoid", [(2 * y - 1) * z]),
        "squared": compute("squared_error_from_logits", [y, z]),
    }
    return right, wrong, {"y": y, "z": z, "sign": "-" if y else ""}


def _slope(rng):
    y, z = rng.randint(0, 1), rng.choice([-1, 1]) * rng.randint(3, 40) / 10
    right = compute("binary_cross_entropy_grad_z", [y, z])
    wrong = {
        "bad-sign": -right,
        "squared-slope": compute("squared_error_grad_z", [y, z]),
        "not-the-loss": compute("binary_cross_entropy_from_logits", [y, z]),
    }
    y_hat = losses.sigmoid(z)
    return right, wrong | ({"label-left-in": y_hat} if y else {}), {"y": y, "z": z, "y_hat": y_hat}


def _mean_gradient(rng):
    y, y_hat = [rng.randint(0, 1) for _ in range(3)], [rng.randint(5, 95) / 100 for _ in range(3)]
    z = np.log(y_hat) - np.log1p(np.negative(y_hat))
    x = [rng.choice([-3, -2, 2, 3, 4]) for _ in range(3)]
    each = losses.binary_cross_entropy_grad_z(y, z) * x
    right = float(each.mean())
    wrong = {
        "sum-of-slopes": each.sum(),
        "bad-sign": -right,
        "no-x": compute("binary_cross_entropy_grad_z", [y, z], mean=True),
        "squared-slope": (losses.squared_error_grad_z(y, z) * x).mean(),
    }
    terms = " + ".join(f"({value:.3f})" for value in each)
    return right, wrong, {"x": _row(x), "y": _row(y), "y_hat": _row(y_hat), "terms": terms}


def _three_classes(rng):
    a, b = sorted(rng.sample(range(3, 98), 2))
    Y_hat, true = [a / 100, (b - a) / 100, (100 - b) / 100], rng.randint(0, 2)
    cost = [compute("categorical_cross_entropy", [one, Y_hat]) for one in np.eye(3)]
    right = cost[true]
    wrong = _logarithm_slips(right) | {f"another-class {k}": cost[k] for k in range(3) if k != true}
    wrong |= {"all-classes": sum(cost), "one-minus": 1 - Y_hat[true]}
    return right, wrong, {"Y_hat": _row(Y_hat), "true": true, "given": Y_hat[true]}


DRILLS = {
    "one-loss": _one_loss,
    "slope": _slope,
    "mean-loss": _mean_loss,
    "loss-from-logit": _loss_from_logit,
    "mean-gradient": _mean_gradient,
    "three-classes": _three_classes,
}


def _logarithm_slips(loss):
    return {"base-10": loss / np.log(10), "base-2": loss / np.log(2), "no-minus": -loss}


def _row(values):
    return "(" + ",\\; ".join(f"{value:g}" for value in values) + ")"
