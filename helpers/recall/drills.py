"""Numeric exercises with fresh numbers from a seed, and the slips that turn into a wrong number.

Every number comes from helpers.losses. A draw in which two slips would give the same number, or a slip the right one,
is thrown away, so that each diagnosis is sure.
"""

import itertools
import random
from typing import NamedTuple

import numpy as np

from .. import losses
from ..page import sayable
from .cards import Card, Option, compute, is_coarse, same_number

BASE_10 = "You took the logarithm to base 10. A loss in nats wants the natural logarithm, `np.log`."
BASE_2 = "You took the logarithm to base 2: that is the loss in bits. Nats want the natural logarithm, `np.log`."
NO_MINUS = "The minus is missing. The logarithm of a probability is never positive; the minus in front makes it a loss."
OTHER_TERM = "You used the term of the other label. With y = 1 the term −log ŷ is active, with y = 0 it is −log(1 − ŷ)."
EXCHANGED = "You exchanged y and ŷ. The logarithm is taken of the prediction, never of the label."
SQUARED = "That is the squared error ½(ŷ − y)². Cross-entropy takes a logarithm."
SUM = "That is the sum over the samples. The mean loss divides it by N."
BAD_SIGN = "The sign is turned round. The slope is prediction minus truth, ŷ − y."
SQUARED_SLOPE = "That is the slope of the squared error, with its factor ŷ(1 − ŷ). For cross-entropy it cancels."
ONE_TERM = "Only the samples with y = 1 are in your mean. Those with y = 0 cost −log(1 − ŷ) each."
PROBABILITY = "That is the probability given to the true label. The loss is −log of it."
NOT_THE_LOSS = "That is the loss itself. Its slope is asked for."
LABEL_LEFT_IN = "That is ŷ. The slope is what remains after the label is taken away: ŷ − y."
SUM_OF_SLOPES = "That is the sum over the samples. The gradient of the *mean* loss divides it by N."
NO_X = "The factor x is missing: that is ∂L/∂b. For ∂L/∂w each ŷ − y is multiplied by its x."
ANOTHER_CLASS = "You took the probability of class {}. Only the one of the true class counts."
ALL_CLASSES = "You added −log ŷₖ over all classes. The one-hot label multiplies all but the true one by 0."
ONE_MINUS = "That is 1 minus the probability of the true class. The loss is −log of that probability."
SECTIONS = {
    "loss": ("01_definition", "From one sample to a data set"),
    "logits": ("01_definition", "Where floating point bites"),
    "slope": ("03_gradient_vs_squared_error", "The chain rule, three factors"),
    "classes": ("05_multiclass", "Categorical cross-entropy"),
}


class Draft(NamedTuple):
    """What an exercise asks, before its numbers have been found to be distinguishable."""

    question: str
    right: float
    wrong: list
    explanation: str
    notebook: str
    section: str
    unit: str = "nats"


def exercise(seed, number=0):
    """Exercise `number` (0, 1, 2, …, without end) of the series that belongs to `seed`, as a card of kind "number"."""
    seed = sayable(str(seed))
    rng = random.Random(f"{seed}, {number}")
    draft = _sure_draft(DRILLS[number % len(DRILLS)], rng)
    wrong = tuple(Option(float(value), slip) for value, slip in draft.wrong)
    rest = draft._asdict() | {"right": (Option(draft.right),), "wrong": wrong}
    return Card(id=f"drill-{seed}-{number}", kind="number", **rest)


def _sure_draft(drill, rng):
    for _ in range(1000):  # in the strictest drill one draw in five will do
        if _distinguishable(draft := drill(rng)):
            return draft
    raise RuntimeError(f"{drill.__name__} draws only numbers in which two slips look alike")


def _distinguishable(draft, decimals=3):
    values = [draft.right] + [value for value, _ in draft.wrong]
    too_close = any(same_number(a, b, decimals - 1) for a, b in itertools.combinations(values, 2))
    coarse = any(is_coarse(round(v, d), draft.right, decimals) for v in values[1:] for d in range(decimals + 1))
    return not too_close and not coarse


def _one_loss(rng):
    y, y_hat = rng.randint(0, 1), rng.randint(2, 98) / 100
    right = compute("binary_cross_entropy", [y, y_hat])
    wrong = [
        *_logarithm_slips(right),
        (compute("binary_cross_entropy", [1 - y, y_hat]), OTHER_TERM),
        (compute("cross_entropy", [[1 - y_hat, y_hat], [1 - y, y]]), EXCHANGED),
        (compute("squared_error", [y, y_hat]), SQUARED),
    ]
    sample = f"The label is $y = {y}$, the prediction $\\hat y = {y_hat:.2f}$"
    question = f"{sample}. What is the cross-entropy of this sample?"
    given_to_truth = y_hat if y else 1 - y_hat
    explanation = f"With $y = {y}$ the active term is {_active_term(y)}: $-\\log {given_to_truth:.2f} = {right:.3f}$."
    return Draft(question, right, wrong, explanation, *SECTIONS["loss"])


def _mean_loss(rng):
    y = rng.choice([[0, 1, 1], [1, 0, 0], [1, 0, 1], [0, 1, 0]])
    y_hat = [rng.randint(5, 95) / 100 for _ in y]
    right = compute("binary_cross_entropy", [y, y_hat], mean=True)
    swapped = [losses.cross_entropy([1 - q, q], [1 - p, p]) for p, q in zip(y, y_hat, strict=True)]
    wrong = [
        (compute("binary_cross_entropy", [y, y_hat], total=True), SUM),
        *_logarithm_slips(right),
        (compute("binary_cross_entropy", [[1 - label for label in y], y_hat], mean=True), OTHER_TERM),
        (_first_term_only(y, y_hat), ONE_TERM),
        (float(np.mean(swapped)), EXCHANGED),
    ]
    question = f"Labels $y = {_row(y)}$, predictions $\\hat y = {_row(y_hat)}$. What is the mean cross-entropy?"
    terms = " + ".join(f"{loss:.3f}" for loss in losses.binary_cross_entropy(y, y_hat))
    explanation = f"The three losses add up to ${terms}$; divided by 3, their mean is ${right:.3f}$."
    return Draft(question, right, wrong, explanation, *SECTIONS["loss"])


def _loss_from_logit(rng):
    y, z = rng.randint(0, 1), rng.choice([-1, 1]) * rng.randint(3, 40) / 10
    right = compute("binary_cross_entropy_from_logits", [y, z])
    wrong = [
        *_logarithm_slips(right),
        (compute("binary_cross_entropy_from_logits", [1 - y, z]), OTHER_TERM),
        (compute("sigmoid", [(2 * y - 1) * z]), PROBABILITY),
        (compute("squared_error_from_logits", [y, z]), SQUARED),
    ]
    question = f"The label is $y = {y}$ and the logit is $z = {z:.1f}$. What is the cross-entropy of this sample?"
    sign = "-" if y else ""
    explanation = f"For $y = {y}$ the loss is $\\log(1 + e^{{{sign}z}})$, which is ${right:.3f}$ here."
    return Draft(question, right, wrong, explanation, *SECTIONS["logits"])


def _slope(rng):
    y, z = rng.randint(0, 1), rng.choice([-1, 1]) * rng.randint(3, 40) / 10
    right = compute("binary_cross_entropy_grad_z", [y, z])
    wrong = [
        (-right, BAD_SIGN),
        (compute("squared_error_grad_z", [y, z]), SQUARED_SLOPE),
        (compute("binary_cross_entropy_from_logits", [y, z]), NOT_THE_LOSS),
    ]
    if y == 1:
        wrong.append((compute("sigmoid", [z]), LABEL_LEFT_IN))
    slope = "the slope $\\partial \\ell / \\partial z$ of the cross-entropy"
    question = f"The label is $y = {y}$ and the logit is $z = {z:.1f}$. What is {slope}?"
    explanation = f"$\\hat y - y = {losses.sigmoid(z):.3f} - {y} = {right:.3f}$."
    return Draft(question, right, wrong, explanation, *SECTIONS["slope"], unit="")


def _mean_gradient(rng):
    y, y_hat = [rng.randint(0, 1) for _ in range(3)], [rng.randint(5, 95) / 100 for _ in range(3)]
    z = np.log(y_hat) - np.log1p(np.negative(y_hat))
    x = [rng.choice([-3, -2, 2, 3, 4]) for _ in range(3)]
    each = losses.binary_cross_entropy_grad_z(y, z) * x
    right = float(each.mean())
    wrong = [
        (float(each.sum()), SUM_OF_SLOPES),
        (-right, BAD_SIGN),
        (compute("binary_cross_entropy_grad_z", [y, z], mean=True), NO_X),
        (float((losses.squared_error_grad_z(y, z) * x).mean()), SQUARED_SLOPE),
    ]
    samples = f"$x = {_row(x)}$, $y = {_row(y)}$, $\\hat y = {_row(y_hat)}$"
    slope = "$\\partial L / \\partial w$ of the mean cross-entropy"
    question = f"One feature, three samples: {samples}. What is {slope}?"
    terms = " + ".join(f"({value:.3f})" for value in each)
    explanation = f"The mean of $(\\hat y_n - y_n)\\, x_n$: $({terms}) / 3 = {right:.3f}$."
    return Draft(question, right, wrong, explanation, *SECTIONS["slope"], unit="")


def _three_classes(rng):
    a, b = sorted(rng.sample(range(3, 98), 2))
    Y_hat, true = [a / 100, (b - a) / 100, (100 - b) / 100], rng.randint(0, 2)
    Y = np.eye(3)
    right = compute("categorical_cross_entropy", [Y[true], Y_hat])
    others = [(k, compute("categorical_cross_entropy", [Y[k], Y_hat])) for k in range(3) if k != true]
    wrong = [
        *_logarithm_slips(right),
        *((value, ANOTHER_CLASS.format(k)) for k, value in others),
        (right + sum(value for _, value in others), ALL_CLASSES),
        (1 - Y_hat[true], ONE_MINUS),
    ]
    classes = f"The classes 0, 1, 2 have the probabilities $\\hat y = {_row(Y_hat)}$"
    question = f"{classes}, and the true class is {true}. What is the cross-entropy of this sample?"
    explanation = f"Only the true class stays in the sum: $-\\log {Y_hat[true]:.2f} = {right:.3f}$."
    return Draft(question, right, wrong, explanation, *SECTIONS["classes"])


DRILLS = (_one_loss, _slope, _mean_loss, _loss_from_logit, _mean_gradient, _three_classes)


def _logarithm_slips(loss):
    return [(loss / np.log(10), BASE_10), (loss / np.log(2), BASE_2), (-loss, NO_MINUS)]


def _first_term_only(y, y_hat):
    return float(np.mean(np.multiply(y, losses.binary_cross_entropy(y, y_hat))))


def _active_term(y):
    return r"$-\log \hat y$" if y else r"$-\log(1 - \hat y)$"


def _row(values):
    return "(" + ",\\; ".join(f"{value:g}" for value in values) + ")"
