"""The perceptron's functions but ``train``: probes, and one line for each named wrong formula.

A row is ``("name", formula)``; the formula takes a case (the arguments and a few pieces computed from them) and gives
the numbers of that mistake. To recognise one more mistake, add one row here and its words in ``words.toml``.
"""

import math
from types import SimpleNamespace

import numpy as np

from .. import losses
from .judge import Edge, Task
from .tells import LARGE, cast_refused, cut_off, got_nan, half_truncated, log_refused, refused
from .training import SCALINGS, TRAIN, a

EPSILONS = (1e-16, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2)
CONSTANTS = (1e-5, 1e-4, 1e-3, 1e-2, 0.05, 0.1)


def _count(number):
    """The number when it may count something, else nan."""
    number = np.ravel(number)[0]
    return round(number) if np.isclose(number, round(number), rtol=1e-4) else np.nan


# sigmoid --------------------


def _sigmoid_case(z):
    z = np.asarray(z, dtype=float)
    with np.errstate(over="ignore"):
        return SimpleNamespace(z=z, s=np.asarray(losses.sigmoid(z)), e=np.exp(z))


def _softmaxed(z):
    return np.exp(z) / np.exp(z).sum()


def _erf(z):
    return np.vectorize(math.erf)(z)


SIGMOID = Task(
    name="sigmoid",
    params=("z",),
    parts=("",),
    case=_sigmoid_case,
    right=lambda c: (c.s,),
    probes=(
        (2.0,),
        (-1.0,),
        (0.0,),
        (a(-3, -0.5, 0, 0.5, 2),),
        (np.array([[0.3, -1.7, 4.0], [1.0, -2.5, 0.1]]),),
        (a(1.23457, -0.98765, 2.71828),),
    ),
    slips={
        "": (
            ("exponent_sign", lambda c: 1 - c.s),
            ("fraction_brackets", lambda c: 1 + 1 / c.e),
            ("fraction_brackets", lambda c: 2 * c.e),
            ("fraction_brackets", lambda c: 1 + c.e),
            ("fraction_brackets", lambda c: 2 / c.e),
            ("exponent_brackets", lambda c: np.exp(1 - c.z)),
            ("exponent_brackets", lambda c: 1 / np.exp(1 - c.z)),
            ("exponent_brackets", lambda c: np.exp(1 + c.z)),
            ("exponent_brackets", lambda c: 1 / (1 / c.e + math.e)),
            ("exponent_brackets", lambda c: c.e / np.exp(1 + c.z)),
            ("minus_in_denominator", lambda c: 1 / (1 - 1 / c.e)),
            ("minus_in_denominator", lambda c: 1 / (1 - c.e)),
            ("minus_in_denominator", lambda c: 1 / (1 / c.e - 1)),
            ("one_left_out", lambda c: c.e),
            ("one_left_out", lambda c: 1 / c.e),
            ("exponential_left_out", lambda c: 1 / (1 - c.z)),
            ("exponential_left_out", lambda c: 1 / (1 + c.z)),
            ("exponential_left_out", lambda c: c.e / (1 + c.z)),
            ("negative_result", lambda c: -c.s),
            ("negative_result", lambda c: c.s - 1),
            ("base_of_power", lambda c: 1 / (1 + 2.0**-c.z)),
            ("base_of_power", lambda c: 1 / (1 + 10.0**-c.z)),
            ("base_of_power", lambda c: 1 / (1 + 3.0**-c.z)),
            ("base_of_power", lambda c: 1 / (1 + np.pi**-c.z)),
            *[("e_rounded", lambda c, e=e: 1 / (1 + e**-c.z)) for e in (2.7, 2.71, 2.72, 2.718, 2.7182)],
            ("power_as_factor", lambda c: 1 / (1 - math.e * c.z)),
            ("squared_exponent", lambda c: 1 / (1 + np.exp(-(c.z**2)))),
            ("absolute_value", lambda c: 1 / (1 + np.exp(-np.abs(c.z)))),
            ("absolute_value", lambda c: 1 / (1 + np.exp(np.abs(c.z)))),
            ("tanh", lambda c: np.tanh(c.z)),
            ("tanh", lambda c: np.tanh(c.z / 2)),
            ("steepness", lambda c: losses.sigmoid(2 * c.z)),
            ("derivative", lambda c: c.s * (1 - c.s)),
            ("logarithm_taken", lambda c: np.log(c.s)),
            ("logarithm_taken", lambda c: -np.log(c.s)),
            ("logarithm_taken", lambda c: np.log1p(c.e)),
            ("thresholded", lambda c: c.z > 0),
            ("thresholded", lambda c: c.z >= 0),
            ("one_side_only", lambda c: np.where(c.z > 0, c.s, 0)),
            ("one_side_only", lambda c: np.where(c.z >= 0, c.s, 0)),
            *[("rounded", lambda c, k=k: np.round(c.s, k)) for k in range(1, 6)],
            *[("inputs_rounded", lambda c, k=k: losses.sigmoid(np.round(c.z, k))) for k in range(5)],
            ("half_precision", lambda c: np.float16(c.s)),
            ("softmax", lambda c: _softmaxed(c.z)),
            ("softmax", lambda c: c.s / c.s.sum()),
            ("relu", lambda c: np.maximum(c.z, 0)),
            ("identity", lambda c: c.z),
            ("identity", lambda c: -c.z),
            ("other_squashing_curve", lambda c: c.z / (1 + np.abs(c.z))),
            ("other_squashing_curve", lambda c: 0.5 + c.z / (1 + np.abs(c.z)) / 2),
            ("other_squashing_curve", lambda c: np.clip(0.2 * c.z + 0.5, 0, 1)),
            ("other_squashing_curve", lambda c: np.clip(c.z / 6 + 0.5, 0, 1)),
            ("other_squashing_curve", lambda c: np.arctan(c.z) / np.pi + 0.5),
            ("other_squashing_curve", lambda c: (1 + _erf(c.z / math.sqrt(2))) / 2),
            ("integer_truncation", lambda c: losses.sigmoid(np.trunc(c.z))),
            ("reduced_to_one_number", lambda c: c.s.mean()),
            ("reduced_to_one_number", lambda c: c.s.sum()),
            ("reduced_to_one_number", lambda c: losses.sigmoid(c.z.mean())),
            ("reduced_to_one_number", lambda c: losses.sigmoid(c.z.sum())),
            ("one_entry_only", lambda c: c.s.ravel()[0]),
            ("one_entry_only", lambda c: c.s.ravel()[-1]),
            ("applied_twice", lambda c: losses.sigmoid(c.s)),
            *[("clipped", lambda c, e=e: np.clip(c.s, e, 1 - e)) for e in (0.02, 0.05, 0.1, 0.2)],
            *[("clipped", lambda c, m=m: losses.sigmoid(np.clip(c.z, -m, m))) for m in (1, 2, 3)],
        )
    },
    fits=(("steepness", lambda c, s: np.log(s / (1 - s)) / c.z, lambda k: {0: lambda c: losses.sigmoid(k * c.z)}),),
    edges=(
        Edge((np.array([-2, 0, 3]),), (("integer_truncation", cut_off), ("integer_truncation", cast_refused))),
        Edge((3,)),
        Edge((a(-1000, 1000),), LARGE),
        Edge((-1000.0,), LARGE),
        Edge((1000.0,), LARGE),
    ),
)

# forward --------------------


def _forward_case(X, w, b):
    X, w, b = np.asarray(X), np.asarray(w), np.asarray(b)
    return SimpleNamespace(X=X, w=w, b=b, N=len(X), D=len(w), dot=X @ w, z=X @ w + b, s=losses.sigmoid)


FORWARD = Task(
    name="forward",
    params=("X", "w", "b"),
    parts=("",),
    case=_forward_case,
    right=lambda c: (c.s(c.z),),
    probes=(
        (np.array([[1.0, 2.0]]), a(0.5, -1), 0.25),
        (np.array([[1.0], [-2.0], [0.5]]), a(1.5), -0.9),
        (np.array([[0.5, -1.0, 2.0], [1.5, 0.5, -0.5], [-1.0, 1.0, 0.3]]), a(0.8, -0.4, 0.6), 0.7),
        (np.array([[0.2, 1.0], [-1.4, 0.6]]), a(-0.7, 1.1), -0.9),
        (np.array([[2.0, 0.1, -0.3], [0.4, -0.8, 1.2], [1.1, 0.9, 0.5], [-0.6, 0.2, 0.8]]), a(0.3, 0.9, -1.2), 0.4),
        (np.array([[0.12345, -1.98765], [1.67891, 3.14159]]), a(0.87654, 0.23456), -0.13579),
    ),
    slips={
        "": (
            ("bias_forgotten", lambda c: c.s(c.dot)),
            ("sigmoid_forgotten", lambda c: c.z),
            ("sigmoid_forgotten", lambda c: c.dot),
            ("applied_twice", lambda c: c.s(c.s(c.z))),
            ("bias_subtracted", lambda c: c.s(c.dot - c.b)),
            ("bias_outside_sigmoid", lambda c: c.s(c.dot) + c.b),
            ("bias_multiplied", lambda c: c.s(c.dot * c.b)),
            ("bias_inside_product", lambda c: c.s(c.X @ (c.w + c.b))),
            ("bias_added_to_inputs", lambda c: c.s((c.X + c.b) @ c.w)),
            ("bias_once_per_feature", lambda c: c.s(c.dot + c.D * c.b)),
            ("bias_twice", lambda c: c.s(c.dot + 2 * c.b)),
            ("exponent_sign", lambda c: c.s(-c.z)),
            ("sign_of_product", lambda c: c.s(-c.dot + c.b)),
            ("negative_result", lambda c: -c.s(c.z)),
            ("missing_transpose_or_order", lambda c: c.s(c.X.T @ c.w + c.b)),
            ("reshaped_not_transposed", lambda c: c.s(c.w @ c.X.reshape(c.D, c.N) + c.b)),
            ("not_summed_over_features", lambda c: c.s(c.X * c.w + c.b)),
            ("not_summed_over_features", lambda c: c.X * c.w + c.b),
            ("sigmoid_of_inputs", lambda c: c.s(c.X) @ c.w + c.b),
            ("sigmoid_of_inputs", lambda c: c.s(c.s(c.X) @ c.w + c.b)),
            ("sigmoid_before_sum", lambda c: c.s(c.X * c.w).sum(axis=1) + c.b),
            ("sigmoid_before_sum", lambda c: c.s(c.X * c.w + c.b).sum(axis=1)),
            ("sigmoid_before_sum", lambda c: c.s(c.s(c.X * c.w).sum(axis=1) + c.b)),
            ("absolute_value", lambda c: c.s(np.abs(c.z))),
            ("absolute_value", lambda c: c.s(-np.abs(c.z))),
            *[("inputs_standardised", lambda c, f=f: c.s(f(c.X) @ c.w + c.b)) for f in SCALINGS],
            *[("inputs_standardised", lambda c, f=f: 1 / (1 + np.exp(-f(c.X) @ c.w - c.b))) for f in SCALINGS],
            ("not_reset", lambda c: c.s(np.cumsum(c.dot) + c.b)),
            ("not_reset", lambda c: c.s(np.cumsum(c.dot + c.b))),
            ("steepness", lambda c: c.s(2 * c.z)),
            ("steepness", lambda c: c.s(c.z / 2)),
            ("base_of_power", lambda c: 1 / (1 + 2.0**-c.z)),
            ("base_of_power", lambda c: 1 / (1 + 10.0**-c.z)),
            ("one_left_out", lambda c: np.exp(c.z)),
            ("one_left_out", lambda c: np.exp(-c.z)),
            ("mean_for_sum", lambda c: c.s(c.dot / c.D + c.b)),
            ("reduced_to_one_number", lambda c: c.s(c.dot.sum() + c.b)),
            ("reduced_to_one_number", lambda c: c.s((c.X * c.w + c.b).sum())),
            ("reduced_to_one_number", lambda c: c.s(c.z).mean()),
            ("reduced_to_one_number", lambda c: c.s(c.z).sum()),
            ("both_classes_returned", lambda c: np.column_stack([1 - c.s(c.z), c.s(c.z)])),
            ("both_classes_returned", lambda c: np.column_stack([c.s(c.z), 1 - c.s(c.z)])),
            ("first_sample_only", lambda c: c.s(c.z)[0]),
            ("first_sample_only", lambda c: c.s(c.z)[:1]),
            ("first_sample_only", lambda c: np.append(c.s(c.z)[:1], np.zeros(c.N - 1))),
            ("last_sample_only", lambda c: c.s(c.z)[-1]),
            ("last_sample_only", lambda c: c.s(c.z)[-1:]),
            ("one_sample_left_out", lambda c: c.s(c.z)[:-1]),
            ("one_sample_left_out", lambda c: c.s(c.z)[1:]),
            ("one_sample_left_out", lambda c: np.append(c.s(c.z)[:-1], 0)),
            ("one_sample_left_out", lambda c: np.append(0, c.s(c.z)[1:])),
            ("wrong_axis", lambda c: c.s((c.X * c.w).sum(axis=0) + c.b)),
            ("some_features_only", lambda c: c.s(c.X[:, 0] * c.w[0] + c.b)),
            ("some_features_only", lambda c: c.s(c.X[:, 0] * c.w[0] + c.X[:, 1] * c.w[1] + c.b)),
            ("some_features_only", lambda c: c.s(c.X[:, -1] * c.w[-1] + c.b)),
            ("some_features_only", lambda c: c.s(c.X[:, :-1] @ c.w[:-1] + c.b)),
            ("some_features_only", lambda c: c.s(c.X[:, 1:] @ c.w[1:] + c.b)),
            ("weights_left_out", lambda c: c.s(c.X.sum(axis=1) + c.b)),
            ("weights_left_out", lambda c: c.s(c.w.sum() + c.b) * np.ones(c.N)),
            ("added_not_multiplied", lambda c: c.s((c.X + c.w).sum(axis=1) + c.b)),
            ("thresholded", lambda c: c.z > 0),
            *[("rounded", lambda c, k=k: np.round(c.s(c.z), k)) for k in range(1, 6)],
            *[("inputs_rounded", lambda c, k=k: c.s(np.round(c.X, k) @ c.w + c.b)) for k in range(4)],
            *[("inputs_rounded", lambda c, k=k: c.s(c.X @ np.round(c.w, k) + c.b)) for k in range(4)],
            *[("inputs_rounded", lambda c, k=k: c.s(np.round(c.X, k) @ np.round(c.w, k) + c.b)) for k in range(4)],
            *[
                ("inputs_rounded", lambda c, k=k: c.s(np.round(c.X, k) @ np.round(c.w, k) + np.round(c.b, k)))
                for k in range(4)
            ],
            *[("inputs_rounded", lambda c, k=k: c.s(c.dot + np.round(c.b, k))) for k in range(4)],
            *[("inputs_rounded", lambda c, k=k: c.s(np.round(c.z, k))) for k in range(4)],
            ("half_precision", lambda c: np.float16(c.s(c.z))),
            ("integer_truncation", lambda c: c.s(np.trunc(c.z))),
            ("integer_truncation", lambda c: c.s(c.X @ np.trunc(c.w) + c.b)),
            ("softmax", lambda c: _softmaxed(c.z)),
            ("tanh", lambda c: np.tanh(c.z)),
            ("relu", lambda c: np.maximum(c.z, 0)),
            ("derivative", lambda c: c.s(c.z) * (1 - c.s(c.z))),
            ("logarithm_taken", lambda c: np.log(c.s(c.z))),
            ("exponent_brackets", lambda c: np.exp(1 - c.z)),
            ("fraction_brackets", lambda c: 1 + np.exp(-c.z)),
            ("broadcast_n_by_n", lambda c: np.tile(c.s(c.z), (c.N, 1))),
            ("broadcast_n_by_n", lambda c: np.tile(c.s(c.z)[:, None], (1, c.N))),
            *[("clipped", lambda c, e=e: np.clip(c.s(c.z), e, 1 - e)) for e in (0.05, 0.1, 0.2)],
        )
    },
    edges=(
        Edge(
            (np.array([[1, 2], [3, -4]]), np.array([1, -1]), 1),
            (("integer_truncation", cut_off), ("integer_truncation", cast_refused)),
        ),
        Edge((np.array([[1000.0], [-1000.0]]), a(1), 0.0), LARGE),
    ),
    relies_on=("sigmoid",),
)

# bce_loss --------------------


def _bce_case(y, y_hat):
    y, p = np.asarray(y), np.asarray(y_hat)
    own = np.where(y == 1, p, 1 - np.asarray(p, dtype=float))
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = SimpleNamespace(l1=np.log(p), l0=np.log(1 - p), each=-np.log(own))
    return SimpleNamespace(y=y, p=p, N=np.size(y), own=own, s=losses.sigmoid(p), **vars(logs))


ENOUGH = 15


def certain_enough(loss):
    """Infinite, or as large as a clip at 1e-7 makes it, with the same again in the logarithm: −log(2e-7) = 15.4."""
    return loss.size == 1 and loss.item() > ENOUGH


def between(low, high):
    """A test for one number strictly between two others."""

    def test(outcome, parts, expected):
        return bool(parts) and isinstance(parts[0], np.ndarray) and parts[0].size == 1 and low < parts[0].item() < high

    return test


CERTAIN = (("nan_when_certain", got_nan), ("log_of_zero", log_refused), ("certainty_refused", refused))
RIGHT_SLIPS = (*CERTAIN, ("clipped", between(0, 1)), ("constant_in_log", between(-1, 0)))
MISTAKE_SLIPS = (*CERTAIN, ("infinity_hidden", between(-1e-9, 0.5)), ("clipped", between(0.5, ENOUGH)))


# one mistake in the terms, and another in how they come together: named after the first
TERMS = (
    ("terms_exchanged", lambda c: c.y * c.l0 + (1 - c.y) * c.l1),
    ("only_one_term", lambda c: c.y * c.l1),
    ("only_one_term", lambda c: (1 - c.y) * c.l0),
    ("labels_not_used", lambda c: c.l1),
    ("labels_not_used", lambda c: c.l0),
    ("labels_not_used", lambda c: c.l1 + c.l0),
    ("label_factor_missing", lambda c: c.l1 + (1 - c.y) * c.l0),
    ("label_factor_missing", lambda c: c.y * c.l1 + c.l0),
    ("same_factor_twice", lambda c: c.y * c.l1 + c.y * c.l0),
    ("minus_between_terms", lambda c: c.y * c.l1 - (1 - c.y) * c.l0),
    ("entropy_of_prediction", lambda c: c.p * c.l1 + (1 - c.p) * c.l0),
    ("entropy_of_prediction", lambda c: c.p * c.l1 + (1 - c.y) * c.l0),
    ("entropy_of_prediction", lambda c: c.y * c.l1 + (1 - c.p) * c.l0),
)
REDUCTIONS = (
    np.mean,
    np.sum,
    lambda terms: -np.sum(terms),
    lambda terms: -terms,
    lambda terms: terms,
    lambda terms: -np.mean(terms) / np.size(terms),
    lambda terms: -np.mean(terms) / np.log(2),
    lambda terms: -np.sum(terms) / np.log(2),
)


def _divided_each_round(shares):
    total = 0.0
    for share in shares:
        total = (total + share) / len(shares)
    return total


EXCHANGED_LABELS = ((a(0.3, 0.6, 0.8), a(1, 0, 0)), (a(1, 0, 0), a(0.3, 0.6, 0.8)))


def exchanged(given, usual):
    """Asked with the two arguments exchanged, the function gives the loss; else it takes a logarithm of 0."""
    if given[0].size != 1 or usual[0].size != 1:
        return False
    right, lost = -np.log((0.3, 0.4, 0.2)).mean(), usual[0].item()
    return np.isclose(given[0].item(), right, rtol=0.02) and not (np.isfinite(lost) and abs(lost) < 5)


BCE_LOSS = Task(
    name="bce_loss",
    labels_first=True,
    params=("y", "y_hat"),
    parts=("",),
    case=_bce_case,
    right=lambda c: (np.mean(losses.binary_cross_entropy(c.y, c.p)),),
    probes=(
        (a(1), a(0.8)),
        (a(0), a(0.3)),
        (a(1, 0), a(0.9, 0.2)),
        (a(0, 1, 1), a(0.4, 0.35, 0.7)),
        (a(1, 0, 0, 1, 0), a(0.6, 0.15, 0.55, 0.95, 0.07)),
        (a(1, 0, 1), a(0.12347, 0.91853, 0.03716)),
    ),
    slips={
        "": (
            ("missing_minus", lambda c: -c.each.mean()),
            ("missing_minus_and_mean", lambda c: -c.each.sum()),
            ("missing_minus_and_mean", lambda c: -c.each),
            ("log_base_2", lambda c: c.each.mean() / np.log(2)),
            ("log_base_10", lambda c: c.each.mean() / np.log(10)),
            ("sum_for_mean", lambda c: c.each.sum()),
            ("not_averaged", lambda c: c.each),
            ("not_averaged", lambda c: c.each / c.N),
            ("divided_twice", lambda c: c.each.mean() / c.N),
            ("divided_in_loop", lambda c: _divided_each_round(c.each)),
            ("wrong_divisor", lambda c: c.each.sum() / (c.N - 1) if c.N > 1 else np.inf),
            ("wrong_divisor", lambda c: c.each.sum() / (c.N + 1)),
            ("wrong_divisor", lambda c: c.each.sum() / c.y.sum()),
            ("factor_half", lambda c: c.each.mean() / 2),
            ("factor_two", lambda c: c.each.mean() * 2),
            ("terms_exchanged", lambda c: -np.mean(c.y * c.l0 + (1 - c.y) * c.l1)),
            ("terms_exchanged", lambda c: np.mean(c.y * c.l0 + (1 - c.y) * c.l1)),
            ("only_one_term", lambda c: -np.mean(c.y * c.l1)),
            ("only_one_term", lambda c: -np.mean((1 - c.y) * c.l0)),
            ("only_one_term", lambda c: -np.sum(c.y * c.l1)),
            ("only_one_term", lambda c: -np.sum((1 - c.y) * c.l0)),
            ("only_one_term", lambda c: -np.sum(c.y * c.l1) / c.y.sum()),
            ("only_one_term", lambda c: np.mean(c.y * c.l1)),
            ("labels_not_used", lambda c: -np.mean(c.l1)),
            ("labels_not_used", lambda c: -np.mean(c.l0)),
            ("labels_not_used", lambda c: -np.mean(c.l1 + c.l0)),
            ("label_factor_missing", lambda c: -np.mean(c.l1 + (1 - c.y) * c.l0)),
            ("label_factor_missing", lambda c: -np.mean(c.y * c.l1 + c.l0)),
            ("same_factor_twice", lambda c: -np.mean(c.y * c.l1 + c.y * c.l0)),
            ("minus_between_terms", lambda c: -np.mean(c.y * c.l1 - (1 - c.y) * c.l0)),
            ("minus_between_terms", lambda c: np.mean(c.y * c.l1 - (1 - c.y) * c.l0)),
            ("minus_between_terms", lambda c: -np.sum(c.y * c.l1 - (1 - c.y) * c.l0)),
            ("label_brackets", lambda c: -np.mean(c.y * c.l1 + 1 - c.y * c.l0)),
            ("label_brackets", lambda c: np.mean(-c.y * c.l1 - 1 - c.y * c.l0)),
            ("log_brackets", lambda c: -np.mean(c.y * c.l1 + (1 - c.y) * (0 - c.p))),
            ("log_brackets", lambda c: -np.mean(c.y * c.l1 + (1 - c.y) * (1 - c.l1))),
            ("log_brackets", lambda c: -np.mean(c.y * c.l1 - c.p)),
            ("log_of_one_plus", lambda c: -np.mean(c.y * c.l1 + (1 - c.y) * np.log1p(c.p))),
            ("log_of_one_plus", lambda c: -np.mean(c.y * np.log1p(c.p) + (1 - c.y) * np.log1p(-c.p))),
            ("log_of_one_plus", lambda c: -np.mean(c.y * np.log1p(c.p) + (1 - c.y) * np.log1p(1 - c.p))),
            ("mean_brackets", lambda c: -(np.sum(c.y * c.l1) + np.sum((1 - c.y) * c.l0) / c.N)),
            ("mean_brackets", lambda c: -(np.sum(c.y * c.l1) / c.N + np.sum((1 - c.y) * c.l0))),
            ("mean_brackets", lambda c: -np.sum(c.y * c.l1) / c.N + np.sum((1 - c.y) * c.l0)),
            ("sum_brackets", lambda c: -np.sum(c.y * c.l1) / c.N - (1 - c.y) * c.l0),
            ("sum_brackets", lambda c: -np.sum(c.y * c.l1) / c.N + (1 - c.y) * c.l0),
            ("sum_brackets", lambda c: -(np.sum(c.y * c.l1) + (1 - c.y) * c.l0) / c.N),
            ("sum_brackets", lambda c: -np.sum(c.y * c.l1) - (1 - c.y) * c.l0),
            ("mean_per_class", lambda c: _mean_per_class(c)),
            ("mean_per_class", lambda c: _mean_per_class(c) / 2),
            ("log_of_mean", lambda c: -np.log(c.own.mean())),
            ("log_forgotten", lambda c: -c.own.mean()),
            ("log_forgotten", lambda c: c.own.mean()),
            ("likelihood", lambda c: c.own.prod()),
            ("likelihood", lambda c: -c.own.prod()),
            ("exponent_of_loss", lambda c: np.exp(c.each.mean())),
            ("squared_error", lambda c: np.mean((c.p - c.y) ** 2)),
            ("squared_error", lambda c: np.mean((c.p - c.y) ** 2) / 2),
            ("squared_error", lambda c: np.sum((c.p - c.y) ** 2)),
            ("squared_error", lambda c: np.sum((c.p - c.y) ** 2) / 2),
            ("squared_error", lambda c: np.sqrt(np.mean((c.p - c.y) ** 2))),
            ("squared_error", lambda c: np.linalg.norm(c.p - c.y)),
            ("squared_error", lambda c: np.linalg.norm(c.p - c.y) / c.N),
            ("absolute_error", lambda c: np.mean(np.abs(c.p - c.y))),
            ("absolute_error", lambda c: np.sum(np.abs(c.p - c.y))),
            ("accuracy", lambda c: np.mean((c.p > 0.5) == c.y)),
            ("accuracy", lambda c: np.mean((c.p > 0.5) != c.y)),
            ("accuracy", lambda c: np.sum((c.p > 0.5) != c.y)),
            ("entropy_of_prediction", lambda c: -np.mean(c.p * c.l1 + (1 - c.p) * c.l0)),
            ("entropy_of_prediction", lambda c: -np.mean(c.p * c.l1)),
            ("entropy_of_prediction", lambda c: -np.mean(c.p * c.l1 + (1 - c.y) * c.l0)),
            ("entropy_of_prediction", lambda c: -np.mean(c.y * c.l1 + (1 - c.p) * c.l0)),
            ("hinge", lambda c: np.mean(np.maximum(0, 1 - (2 * c.y - 1) * c.p))),
            ("labels_minus_one_and_one", lambda c: -np.mean((2 * c.y - 1) * c.l1 + 2 * (1 - c.y) * c.l0)),
            ("signed_labels", lambda c: np.mean(np.log1p(np.exp(-c.y * c.p)))),
            ("sigmoid_of_probability", lambda c: -np.mean(np.log(np.where(c.y == 1, c.s, 1 - c.s)))),
            ("broadcast_n_by_n", lambda c: -np.mean(np.outer(c.y, c.l1) + np.outer(1 - c.y, c.l0))),
            ("broadcast_n_by_n", lambda c: -(np.outer(c.y, c.l1) + np.outer(1 - c.y, c.l0))),
            ("broadcast_n_by_n", lambda c: -np.sum(np.outer(c.y, c.l1) + np.outer(1 - c.y, c.l0)) / c.N),
            ("first_sample_only", lambda c: c.each[0]),
            ("first_sample_only", lambda c: c.each[0] / c.N),
            ("not_accumulated", lambda c: c.each[-1]),
            ("not_accumulated", lambda c: c.each[-1] / c.N),
            ("one_sample_left_out", lambda c: c.each[:-1].sum() / c.N),
            ("one_sample_left_out", lambda c: c.each[1:].sum() / c.N),
            ("one_sample_left_out", lambda c: c.each[:-1].mean()),
            ("one_sample_left_out", lambda c: c.each[1:].mean()),
            ("worst_sample", lambda c: c.each.max()),
            ("worst_sample", lambda c: c.each.min()),
            ("worst_sample", lambda c: np.median(c.each)),
            *[("rounded", lambda c, k=k: np.round(c.each.mean(), k)) for k in range(6)],
            ("half_precision", lambda c: np.float16(c.each.mean())),
            ("integer_truncation", lambda c: np.trunc(c.each.mean())),
            *[("clipped", lambda c, e=e: -np.log(np.clip(c.own, e, 1 - e)).mean()) for e in (0.1, 0.2)],
            *[("constant_in_log", lambda c, e=e: -np.log(c.own + e).mean()) for e in CONSTANTS],
            *[("constant_in_log", lambda c, e=e: -np.log(c.own - e).mean()) for e in CONSTANTS],
            *[("constant_in_log", lambda c, e=e: -np.log(c.own + e * c.y).mean()) for e in CONSTANTS],
            *[("constant_in_log", lambda c, e=e: -np.log(c.own + e * (1 - c.y)).mean()) for e in CONSTANTS],
            *[(name, lambda c, t=t, r=r: r(t(c))) for name, t in TERMS for r in REDUCTIONS],
            *[("log_base_2", lambda c, r=r: r(c.each / np.log(2))) for r in REDUCTIONS[1:]],
            *[("log_base_10", lambda c, r=r: r(c.each / np.log(10))) for r in REDUCTIONS[1:]],
            *[("predictions_rounded", lambda c, k=k: _rounded_first(c, k, 0)) for k in range(1, 5)],
            *[
                ("predictions_rounded", lambda c, k=k, e=e: _rounded_first(c, k, e))
                for k in (0, 1, 2)
                for e in EPSILONS
            ],
        )
    },
    fits=(
        ("wrong_divisor", lambda c, loss: _count(c.each.sum() / loss), lambda k: {0: lambda c: c.each.sum() / k}),
        ("terms_weighted", lambda c, loss: loss / c.each, lambda k: {0: lambda c: _weighted(c, k, 1)}),
        ("terms_weighted", lambda c, loss: loss / c.each, lambda k: {0: lambda c: _weighted(c, k, 2 - k)}),
        ("labels_smoothed", lambda c, loss: (loss + c.l1) / (c.l1 - c.l0), lambda k: {0: lambda c: _smoothed(c, k)}),
    ),
    edges=(
        Edge((np.array([1, 0, 1]), a(0.7, 0.4, 0.2)), (("integer_truncation", lambda o, *_: _truncated_losses(o)),)),
        Edge(
            (a(1, 0), a(1, 0)),
            RIGHT_SLIPS,
        ),
        Edge(
            (a(1), a(0)),
            MISTAKE_SLIPS,
            fair=certain_enough,
        ),
        Edge(
            (a(0), a(1)),
            MISTAKE_SLIPS,
            fair=certain_enough,
        ),
    ),
    clues=(("arguments_exchanged", EXCHANGED_LABELS, exchanged),),
)


def _mean_per_class(c):
    return -np.sum(c.y * c.l1) / np.sum(c.y) - np.sum((1 - c.y) * c.l0) / np.sum(1 - c.y)


def _weighted(c, one, zero):
    return np.mean(np.where(c.y == 1, one, zero) * c.each)


def _smoothed(c, k):
    """The loss with labels k and 1 − k instead of 0 and 1."""
    y = np.where(c.y == 1, 1 - k, k)
    return -np.mean(y * c.l1 + (1 - y) * c.l0)


def _rounded_first(c, digits, e):
    p = np.clip(np.round(c.p, digits), e, 1 - e)
    return -np.mean(c.y * np.log(p) + (1 - c.y) * np.log(1 - p))


def _truncated_losses(outcome):
    """Losses stored in integers: log(0.7), log(0.6) become 0 and −log(0.2) = 1.6 becomes 1."""
    return isinstance(outcome.value, np.ndarray) and np.any(np.isclose(outcome.value, (0, 1 / 3)))


# gradients --------------------


def _gradient_case(X, y, y_hat):
    X, y, p = np.asarray(X), np.asarray(y), np.asarray(y_hat)
    d = p - y
    each = d.reshape(len(X), -1) * X
    return SimpleNamespace(X=X, y=y, p=p, d=d, N=len(X), D=X.shape[1], q=p * (1 - p), each=each)


def _means(c):
    return c.each.mean(axis=0)


def _pair(change):
    """Rows for a mistake in the difference d itself: the same mistake in both gradients."""
    return (lambda c: c.X.T @ change(c) / c.N, lambda c: np.mean(change(c)))


DIFFERENCES = (
    ("gradient_sign", lambda c: -c.d),
    ("squared_error_factor", lambda c: c.d * c.q),
    ("squared_error_factor", lambda c: 2 * c.d * c.q),
    ("squared_error_factor", lambda c: -c.d * c.q),
    ("squared_error_factor", lambda c: c.N * c.d * c.q),
    ("squared_error_factor", lambda c: 2 * c.N * c.d * c.q),
    ("stopped_at_y_hat", lambda c: c.d / c.q),
    ("stopped_at_y_hat", lambda c: -c.d / c.q),
    ("stopped_at_y_hat", lambda c: -c.y / c.p),
    ("factor_two", lambda c: 2 * c.d),
    ("factor_half", lambda c: c.d / 2),
    ("squared_difference", lambda c: c.d**2),
    ("squared_difference", lambda c: c.d**2 / 2),
    ("absolute_difference", lambda c: np.abs(c.d)),
    ("sum_not_difference", lambda c: c.p + c.y),
    ("product_not_difference", lambda c: c.p * c.y),
    ("labels_not_used", lambda c: c.p),
    ("labels_not_used", lambda c: c.p - 1),
    ("labels_not_used", lambda c: c.q),
    ("predictions_not_used", lambda c: c.y),
    ("predictions_not_used", lambda c: -c.y),
    ("only_one_term", lambda c: c.y * c.d),
    ("only_one_term", lambda c: (1 - c.y) * c.d),
    ("thresholded", lambda c: (c.p > 0.5) - c.y),
    ("thresholded", lambda c: c.y - (c.p > 0.5)),
    *[("predictions_rounded", lambda c, k=k: np.round(c.p, k) - c.y) for k in range(1, 5)],
    ("sigmoid_of_probability", lambda c: losses.sigmoid(c.p) - c.y),
    ("loss_instead_of_gradient", lambda c: losses.binary_cross_entropy(c.y, c.p)),
    ("divided_twice", lambda c: c.d / c.N),
    ("wrong_divisor", lambda c: c.d / c.D),
    ("sum_for_mean", lambda c: c.d * c.N),
    ("gradient_sign_and_sum", lambda c: -c.d * c.N),
    ("wrong_divisor", lambda c: c.d * c.N / (c.N - 1) if c.N > 1 else c.d * np.inf),
    ("wrong_divisor", lambda c: c.d * c.N / (c.N + 1)),
    ("one_sample_left_out", lambda c: np.append(c.d[:-1], 0)),
    ("one_sample_left_out", lambda c: np.append(0, c.d[1:])),
    ("first_sample_only", lambda c: np.append(c.d[:1], 0 * c.d[1:])),
    ("first_sample_only", lambda c: c.N * np.append(c.d[:1], 0 * c.d[1:])),
    ("not_accumulated", lambda c: np.append(0 * c.d[:-1], c.d[-1:])),
    ("not_accumulated", lambda c: c.N * np.append(0 * c.d[:-1], c.d[-1:])),
)

LIMITS = (0.01, 0.1, 0.5, 1.0, 5.0)
FACTORS = (lambda c: 1, lambda c: -1, lambda c: c.N, lambda c: -c.N)

GRADIENTS = Task(
    name="gradients",
    labels_first=True,
    params=("X", "y", "y_hat"),
    parts=("grad_w", "grad_b"),
    case=_gradient_case,
    right=lambda c: (c.X.T @ c.d / c.N, np.mean(c.d)),
    probes=(
        (np.array([[2.0]]), a(1), a(0.7)),
        (np.array([[1.0, -2.0], [3.0, 0.5]]), a(1, 0), a(0.8, 0.6)),
        (np.array([[9.0], [2.0], [-7.0]]), a(0, 1, 1), a(0.3, 0.9, 0.65)),
        (np.array([[0.5, -1.0, 2.0], [1.5, 0.5, -0.5], [-1.0, 1.0, 0.3]]), a(1, 1, 0), a(0.25, 0.85, 0.4)),
        (np.array([[0.2, 1.0], [-1.4, 0.6], [0.7, 2.2], [1.3, -0.4]]), a(0, 1, 0, 1), a(0.1, 0.45, 0.7, 0.95)),
        (np.array([[12.34567, 0.98765], [-7.65432, 1.23456]]), a(1, 0), a(0.12347, 0.91846)),
    ),
    slips={
        "grad_w": (
            *[(name, _pair(change)[0]) for name, change in DIFFERENCES],
            ("missing_transpose_or_order", lambda c: c.X @ c.d / c.N),
            ("missing_transpose_or_order", lambda c: c.X @ c.d),
            ("reshaped_not_transposed", lambda c: c.X.reshape(c.D, c.N) @ c.d / c.N),
            ("reshaped_not_transposed", lambda c: c.X.reshape(c.D, c.N) @ c.d),
            ("wrong_axis", lambda c: c.each.mean(axis=1)),
            ("wrong_axis", lambda c: c.each.sum(axis=1)),
            ("wrong_axis", lambda c: c.each.sum(axis=1) / c.N),
            ("reduced_to_one_number", lambda c: c.each.mean()),
            ("reduced_to_one_number", lambda c: c.each.sum()),
            ("reduced_to_one_number", lambda c: c.each.sum() / c.N),
            ("reduced_to_one_number", lambda c: c.each.sum() / c.D),
            ("reduced_to_one_number", lambda c: np.full(c.D, c.each.sum() / c.N)),
            ("not_averaged", lambda c: c.each),
            ("not_averaged", lambda c: c.each / c.N),
            ("not_averaged", lambda c: c.each.T / c.N),
            ("some_features_only", lambda c: c.each[:, 0].mean()),
            ("some_features_only", lambda c: np.append((c.X.T @ c.d / c.N)[:1], np.zeros(c.D - 1))),
            ("some_features_only", lambda c: np.append((c.X.T @ c.d / c.N)[:-1], 0) if c.D > 1 else c.X.T @ c.d / c.N),
            ("bias_in_weights", lambda c: np.append(c.X.T @ c.d / c.N, np.mean(c.d))),
            ("features_left_out", lambda c: c.d.mean()),
            ("features_left_out", lambda c: c.d.mean() * np.ones(c.D)),
            ("features_left_out", lambda c: c.d),
            ("mean_times_mean", lambda c: c.X.mean(axis=0) * c.d.mean()),
            ("mean_times_mean", lambda c: c.X.sum(axis=0) * c.d.mean()),
            ("product_outside_loop", lambda c: c.d.sum() * c.X[-1]),
            ("product_outside_loop", lambda c: c.d.sum() * c.X[-1] / c.N),
            ("not_updated", lambda c: np.zeros(c.D)),
            ("divided_by_features", lambda c: c.X.T @ c.d / c.D),
            ("broadcast_n_by_n", lambda c: c.X.T @ (c.p[:, None] - c.y) / c.N),
            ("broadcast_n_by_n", lambda c: c.X.T @ (c.p - c.y[:, None]) / c.N),
            ("broadcast_n_by_n", lambda c: c.X.T @ (c.p - c.y.mean())),
            ("broadcast_n_by_n", lambda c: c.X.T @ (c.p - c.y.mean()) / c.N),
            ("broadcast_n_by_n", lambda c: c.X.T @ (c.p.mean() - c.y)),
            ("broadcast_n_by_n", lambda c: c.X.T @ (c.p.mean() - c.y) / c.N),
            ("mean_brackets", lambda c: c.X.T @ c.p - c.X.T @ c.y / c.N),
            ("mean_brackets", lambda c: c.X.T @ c.p / c.N - c.X.T @ c.y),
            ("difference_brackets", lambda c: c.X.T @ c.p / c.N - c.y.mean()),
            ("difference_brackets", lambda c: c.X.T @ c.p / c.N - c.y.sum()),
            ("difference_brackets", lambda c: c.p.mean() - c.X.T @ c.y / c.N),
            ("divided_in_loop", lambda c: _divided_each_round(c.each)),
            *[("inputs_standardised", lambda c, f=f: f(c.X).T @ c.d / c.N) for f in SCALINGS],
            *[("clipped", lambda c, m=m: np.clip(c.X.T @ c.d / c.N, -m, m)) for m in LIMITS],
            ("inputs_squared", lambda c: (c.X**2).T @ c.d / c.N),
            ("absolute_inputs", lambda c: np.abs(c.X).T @ c.d / c.N),
            ("normalised", lambda c: (c.X.T @ c.d) / np.linalg.norm(c.X.T @ c.d)),
            *[("rounded", lambda c, k=k: np.round(c.X.T @ c.d / c.N, k)) for k in range(5)],
            ("half_precision", lambda c: np.float16(c.X.T @ c.d / c.N)),
            ("integer_truncation", lambda c: np.trunc(c.X.T @ c.d / c.N)),
        ),
        "grad_b": (
            *[(name, _pair(change)[1]) for name, change in DIFFERENCES],
            ("not_averaged", lambda c: c.d),
            ("not_averaged", lambda c: c.d / c.N),
            ("bias_gradient_missing", lambda c: 0.0),
            ("bias_gradient_missing", lambda c: 1.0),
            ("bias_once_per_feature", lambda c: c.D * np.mean(c.d)),
            ("mean_brackets", lambda c: np.mean(c.p) - c.y),
            ("mean_brackets", lambda c: np.sum(c.p) - np.mean(c.y)),
            ("mean_brackets", lambda c: np.mean(c.p) - np.sum(c.y)),
            ("divided_in_loop", lambda c: _divided_each_round(c.d)),
            *[("clipped", lambda c, m=m: np.clip(np.mean(c.d), -m, m)) for m in LIMITS[:2]],
            ("features_in_bias", lambda c: np.mean(c.each)),
            ("features_in_bias", lambda c: np.sum(c.each)),
            ("features_in_bias", lambda c: np.sum(c.each) / c.N),
            ("features_in_bias", lambda c: c.each.mean(axis=0)),
            ("divided_by_features", lambda c: np.sum(c.d) / c.D),
            *[("rounded", lambda c, k=k: np.round(np.mean(c.d), k)) for k in range(1, 6)],
            ("half_precision", lambda c: np.float16(np.mean(c.d))),
        ),
    },
    together=(
        ("extra_column", {0: lambda c: np.append(c.d.mean(), _means(c)[:-1]), 1: lambda c: _means(c)[-1]}),
        ("extra_column", {0: lambda c: np.append(_means(c)[1:], c.d.mean()), 1: lambda c: _means(c)[0]}),
    ),
    whole=(
        *[("return_order", lambda c, k=k: (k(c) * np.mean(c.d), k(c) * c.X.T @ c.d / c.N)) for k in FACTORS],
        ("only_one_returned", lambda c: c.X.T @ c.d / c.N),
        ("only_one_returned", lambda c: np.mean(c.d)),
        ("bias_in_weights", lambda c: np.append(c.X.T @ c.d / c.N, np.mean(c.d))),
        ("bias_in_weights", lambda c: np.append(np.mean(c.d), c.X.T @ c.d / c.N)),
    ),
    fits=(
        ("wrong_divisor", lambda c, w, b: _count(c.X.T @ c.d / w), lambda k: {0: lambda c: c.X.T @ c.d / k}),
        ("wrong_divisor", lambda c, w, b: _count(c.d.sum() / b), lambda k: {1: lambda c: c.d.sum() / k}),
    ),
    edges=(
        Edge(
            (np.array([[1, 2], [3, -4], [0, 5]]), np.array([1, 0, 1]), a(0.6, 0.3, 0.1)),
            (("integer_truncation", cut_off), ("integer_truncation", half_truncated),
             ("integer_truncation", cast_refused)),
        ),
        Edge((np.array([[1.0], [2.0]]), a(1, 0), a(1, 0)), (("nan_when_certain", got_nan),)),
        Edge((np.array([[1.0], [2.0]]), a(1, 0), a(0, 1)), (("nan_when_certain", got_nan),)),
    ),
)  # fmt: skip


TASKS = {task.name: task for task in (SIGMOID, FORWARD, BCE_LOSS, GRADIENTS, TRAIN)}
