"""The functions of the exercise with more than two classes: probes, and one line for each named wrong formula."""

from types import SimpleNamespace

import numpy as np

from .. import losses
from .binary import CONSTANTS, MISTAKE_SLIPS, RIGHT_SLIPS, certain_enough, exchanged
from .judge import Edge, Task
from .tells import cast_refused, cut_off, first_row_level, got_nan, kept_inside, overflowed, second_row_lost


def rows(*lists):
    return np.array(lists, dtype=float)


# one_hot --------------------------------------------------------------------------------------------------


def _one_hot_case(y, K):
    y = np.asarray(y)
    return SimpleNamespace(y=y, K=int(K), N=np.size(y))


def _hits(c, y=None):
    return (np.arange(c.K) == np.reshape(c.y if y is None else y, (-1, 1))).astype(float)


NOT_RAISED = (
    ("other_error", lambda outcome, *_: outcome.error),
    ("noticed_not_raised", lambda outcome, *_: not isinstance(outcome.value, np.ndarray)),
)

ONE_HOT = Task(
    name="one_hot",
    params=("y", "K"),
    parts=("",),
    case=_one_hot_case,
    right=lambda c: (_hits(c),),
    probes=((np.array([1]), 2), (np.array([0, 2]), 3), (np.array([2, 0, 1]), 3), (np.array([1, 0, 3, 1]), 5)),
    slips={
        "": (
            ("transposed", lambda c: _hits(c).T),
            ("index_from_one", lambda c: _hits(c, c.y - 1)),
            ("index_from_one", lambda c: _hits(c, (c.y - 1) % c.K)),
            ("class_for_one", lambda c: _hits(c) * c.y[:, None]),
            ("inverted", lambda c: 1 - _hits(c)),
            ("identity", lambda c: c.y),
            ("identity", lambda c: c.y[:, None]),
            ("wrong_class_count", lambda c: _hits(c)[:, : c.y.max() + 1]),
            ("wrong_class_count", lambda c: _hits(c)[:, : len(np.unique(c.y))]),
            ("wrong_class_count", lambda c: _hits(c)[:, np.unique(c.y)]),
            ("wrong_class_count", lambda c: np.pad(_hits(c), ((0, 0), (0, 1)))),
            ("every_row_alike", lambda c: np.tile(_hits(c).max(axis=0), (c.N, 1))),
            ("not_updated", lambda c: np.zeros((c.N, c.K))),
            ("first_sample_only", lambda c: _hits(c)[:1]),
            ("first_sample_only", lambda c: _hits(c) * (np.arange(c.N) == 0)[:, None]),
            ("one_sample_left_out", lambda c: _hits(c) * (np.arange(c.N) > 0)[:, None]),
            ("one_sample_left_out", lambda c: _hits(c) * (np.arange(c.N) < c.N - 1)[:, None]),
        )
    },
    edges=(
        Edge((np.array([0, -1]), 3), (*NOT_RAISED, ("negative_class_accepted", lambda *_: True)), refuses=True),
        Edge((np.array([0, 3]), 3), (*NOT_RAISED, ("class_too_large_accepted", lambda *_: True)), refuses=True),
    ),
)

# softmax --------------------------------------------------------------------------------------------------


def _softmax_case(Z):
    Z = np.asarray(Z, dtype=float)
    with np.errstate(over="ignore"):
        return SimpleNamespace(Z=Z, K=Z.shape[-1], N=len(Z), S=np.asarray(losses.softmax(Z)), E=np.exp(Z))


def _normalised(E):
    return E / E.sum(axis=1, keepdims=True)


def _shifted(c):
    return np.exp(c.Z - c.Z.max(axis=1, keepdims=True))


TRUNCATED = (("integer_truncation", cut_off), ("integer_truncation", cast_refused))

SOFTMAX = Task(
    name="softmax",
    params=("Z",),
    parts=("",),
    case=_softmax_case,
    right=lambda c: (c.S,),
    probes=(
        (rows([0, 1]),),
        (rows([1, 2, 0], [0.5, -1, 2]),),
        (rows([0.3, 1.2], [-0.7, 0.1], [2, -1.5]),),
        (rows([1, -0.5, 0.2], [0, 2, -1], [0.7, 0.4, 1.5]),),
        (rows([1.23457, -0.98765], [0.12345, 0.54321]),),
    ),
    slips={
        "": (
            ("wrong_axis", lambda c: c.E / c.E.sum(axis=0)),
            ("whole_array", lambda c: c.E / c.E.sum()),
            ("keepdims_missing", lambda c: c.E / c.E.sum(axis=1)),
            ("not_normalised", lambda c: c.E),
            ("not_normalised", lambda c: _shifted(c)),
            ("not_normalised", lambda c: np.exp(c.Z - c.Z.max())),
            ("one_in_denominator", lambda c: c.E / (1 + c.E.sum(axis=1, keepdims=True))),
            ("one_in_denominator", lambda c: _shifted(c) / (1 + _shifted(c).sum(axis=1, keepdims=True))),
            ("exponential_left_out", lambda c: _normalised(c.Z)),
            ("exponential_left_out", lambda c: _normalised(np.abs(c.Z))),
            ("exponential_left_out", lambda c: _normalised(c.Z - c.Z.max(axis=1, keepdims=True))),
            ("exponent_sign", lambda c: 1 / c.E / (1 / c.E).sum(axis=1, keepdims=True)),
            ("exponent_brackets", lambda c: np.exp(c.Z / c.E.sum(axis=1, keepdims=True))),
            ("sigmoid_for_softmax", lambda c: losses.sigmoid(c.Z)),
            ("sigmoid_for_softmax", lambda c: _normalised(losses.sigmoid(c.Z))),
            ("logarithm_taken", lambda c: np.log(c.S)),
            ("logarithm_taken", lambda c: -np.log(c.S)),
            ("argmax_not_probability", lambda c: c.S == c.S.max(axis=1, keepdims=True)),
            ("argmax_not_probability", lambda c: c.Z.argmax(axis=1)),
            ("largest_probability", lambda c: c.S.max(axis=1)),
            ("base_of_power", lambda c: 2**c.Z / (2**c.Z).sum(axis=1, keepdims=True)),
            ("base_of_power", lambda c: 10**c.Z / (10**c.Z).sum(axis=1, keepdims=True)),
            ("mean_for_sum", lambda c: c.S * c.K),
            ("maximum_of_wrong_axis", lambda c: losses.softmax(c.Z - c.Z.max(axis=0))),
            ("maximum_in_one_place", lambda c: c.E / _shifted(c).sum(axis=1, keepdims=True)),
            ("maximum_in_one_place", lambda c: _shifted(c) / c.E.sum(axis=1, keepdims=True)),
            ("divided_by_maximum", lambda c: losses.softmax(c.Z / c.Z.max(axis=1, keepdims=True))),
            ("steepness", lambda c: losses.softmax(2 * c.Z)),
            ("steepness", lambda c: losses.softmax(c.Z / 2)),
            ("transposed", lambda c: c.S.T),
            ("identity", lambda c: c.Z),
            ("applied_twice", lambda c: losses.softmax(c.S)),
            ("derivative", lambda c: c.S * (1 - c.S)),
            ("first_sample_only", lambda c: c.S[0]),
            ("last_sample_only", lambda c: c.S[-1]),
            *[("rounded", lambda c, k=k: np.round(c.S, k)) for k in range(1, 6)],
            *[("inputs_rounded", lambda c, k=k: losses.softmax(np.round(c.Z, k))) for k in range(5)],
            *[("clipped", lambda c, e=e: np.clip(c.S, e, 1 - e)) for e in (0.05, 0.1, 0.2)],
        )
    },
    edges=(
        Edge((np.array([[1, 2, 3], [0, -2, 0]]),), TRUNCATED),
        Edge(
            (rows([1000, -1000], [0, 1]),),
            (
                ("maximum_of_whole_array", second_row_lost),
                ("maximum_not_subtracted", overflowed),
                ("clipped", kept_inside),
            ),
        ),
        Edge(
            (rows([-1000, -1001], [0, 1]),), (("maximum_not_subtracted", got_nan), ("logits_limited", first_row_level))
        ),
    ),
)

# cce_loss -------------------------------------------------------------------------------------------------


def _cce_case(Y, Y_hat):
    Y, P = np.asarray(Y, dtype=float), np.asarray(Y_hat, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = (Y * P).sum(axis=-1)
        return SimpleNamespace(Y=Y, P=P, N=len(Y), K=Y.shape[-1], own=own, each=-np.log(own), L=np.log(P), D=P - Y)


LABELS = (
    (rows([0, 1]), rows([0.3, 0.7])),
    (rows([1, 0, 0], [0, 0, 1]), rows([0.6, 0.3, 0.1], [0.5, 0.3, 0.2])),
    (rows([0, 1], [1, 0], [0, 1]), rows([0.2, 0.8], [0.45, 0.55], [0.9, 0.1])),
    (rows([0, 1, 0], [1, 0, 0], [0, 0, 1]), rows([0.2, 0.5, 0.3], [0.25, 0.35, 0.4], [0.1, 0.15, 0.75])),
    (
        rows([0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]),
        rows([0.4, 0.3, 0.2, 0.1], [0.7, 0.1, 0.15, 0.05], [0.05, 0.35, 0.5, 0.1]),
    ),
    (rows([0, 1, 0], [1, 0, 0]), rows([0.12347, 0.06789, 0.80864], [0.03716, 0.54321, 0.41963])),
)

EXCHANGED = (rows([0.3, 0.7], [0.6, 0.4], [0.2, 0.8]), rows([1, 0], [0, 1], [1, 0]))  # as in EXCHANGED_LABELS

CCE_LOSS = Task(
    name="cce_loss",
    params=("Y", "Y_hat"),
    parts=("",),
    case=_cce_case,
    right=lambda c: (np.mean(losses.categorical_cross_entropy(c.Y, c.P)),),
    probes=LABELS,
    slips={
        "": (
            ("missing_minus", lambda c: -c.each.mean()),
            ("missing_minus_and_mean", lambda c: -c.each.sum()),
            ("log_base_2", lambda c: c.each.mean() / np.log(2)),
            ("log_base_10", lambda c: c.each.mean() / np.log(10)),
            ("sum_for_mean", lambda c: c.each.sum()),
            ("not_averaged", lambda c: c.each),
            ("not_averaged", lambda c: -c.Y * c.L),
            ("mean_over_entries", lambda c: c.each.mean() / c.K),
            ("divided_twice", lambda c: c.each.mean() / c.N),
            ("wrong_divisor", lambda c: c.each.sum() / c.K),
            ("wrong_axis", lambda c: -(c.Y * c.L).sum(axis=0)),
            ("wrong_axis", lambda c: -(c.Y * c.L).mean(axis=0)),
            ("wrong_axis", lambda c: -np.log((c.Y * c.P).sum(axis=0)).mean()),
            ("factor_half", lambda c: c.each.mean() / 2),
            ("labels_not_used", lambda c: -c.L.sum(axis=1).mean()),
            ("labels_not_used", lambda c: -c.L.mean()),
            ("labels_not_used", lambda c: -c.L.sum()),
            ("largest_probability", lambda c: -np.log(c.P.max(axis=1)).mean()),
            ("labels_as_index", lambda c: -np.mean(np.log(c.P[np.arange(c.N), c.Y.astype(int)]))),
            ("accuracy", lambda c: np.mean(c.P.argmax(axis=1) == c.Y.argmax(axis=1))),
            ("accuracy", lambda c: np.mean(c.P.argmax(axis=1) != c.Y.argmax(axis=1))),
            ("squared_error", lambda c: (c.D**2).mean()),
            ("squared_error", lambda c: (c.D**2).sum(axis=1).mean()),
            ("squared_error", lambda c: (c.D**2).sum(axis=1).mean() / 2),
            ("absolute_error", lambda c: np.abs(c.D).mean()),
            ("absolute_error", lambda c: np.abs(c.D).sum(axis=1).mean()),
            ("binary_for_categorical", lambda c: -(c.Y * c.L + (1 - c.Y) * np.log(1 - c.P)).sum(axis=1).mean()),
            ("binary_for_categorical", lambda c: -(c.Y * c.L + (1 - c.Y) * np.log(1 - c.P)).mean()),
            ("log_of_mean", lambda c: -np.log(c.own.mean())),
            ("log_forgotten", lambda c: -c.own.mean()),
            ("log_forgotten", lambda c: c.own.mean()),
            ("likelihood", lambda c: c.own.prod()),
            ("entropy_of_prediction", lambda c: -(c.P * c.L).sum(axis=1).mean()),
            ("softmax_again", lambda c: -np.log((losses.softmax(c.P) * c.Y).sum(axis=1)).mean()),
            ("broadcast_n_by_n", lambda c: -(c.Y @ c.L.T).mean()),
            ("broadcast_n_by_n", lambda c: -(c.Y @ c.L.T).sum() / c.N),
            ("first_sample_only", lambda c: c.each[0]),
            ("first_sample_only", lambda c: c.each[0] / c.N),
            ("not_accumulated", lambda c: c.each[-1]),
            ("not_accumulated", lambda c: c.each[-1] / c.N),
            ("one_sample_left_out", lambda c: c.each[:-1].sum() / c.N),
            ("one_sample_left_out", lambda c: c.each[1:].sum() / c.N),
            ("worst_sample", lambda c: c.each.max()),
            *[("rounded", lambda c, k=k: np.round(c.each.mean(), k)) for k in range(6)],
            *[("predictions_rounded", lambda c, k=k: -np.log(np.round(c.own, k)).mean()) for k in range(2, 5)],
            *[("clipped", lambda c, e=e: -np.log(np.clip(c.own, e, 1 - e)).mean()) for e in (0.2, 0.25)],
            *[("constant_in_log", lambda c, e=e: -np.log(c.own + e).mean()) for e in CONSTANTS],
        )
    },
    edges=(
        Edge((np.array([[1, 0], [0, 1]]), rows([0.3, 0.7], [0.8, 0.2])), (("integer_truncation", cut_off),)),
        Edge((rows([1, 0, 0]), rows([1, 0, 0])), RIGHT_SLIPS),
        Edge((rows([1, 0, 0]), rows([0, 0.5, 0.5])), MISTAKE_SLIPS, fair=certain_enough),
    ),
    clues=(("log_of_one_hot", (EXCHANGED, EXCHANGED[::-1]), exchanged),),
)


# cce_grad_z -----------------------------------------------------------------------------------------------


def _largest(P):
    return (P == P.max(axis=1, keepdims=True)).astype(float)


CCE_GRAD_Z = Task(
    name="cce_grad_z",
    params=("Y", "Y_hat"),
    parts=("",),
    case=_cce_case,
    right=lambda c: (c.D,),
    probes=LABELS,
    slips={
        "": (
            ("gradient_sign", lambda c: -c.D),
            ("gradient_sign_and_mean", lambda c: -c.D / c.N),
            ("mean_gradient", lambda c: c.D / c.N),
            ("mean_gradient", lambda c: c.D / c.Y.size),
            ("divided_by_classes", lambda c: c.D / c.K),
            ("sum_over_samples", lambda c: c.D.sum(axis=0)),
            ("sum_over_samples", lambda c: c.D.mean(axis=0)),
            ("sum_over_classes", lambda c: c.D.sum(axis=1)),
            ("reduced_to_one_number", lambda c: np.abs(c.D).mean()),
            ("stopped_at_y_hat", lambda c: -c.Y / c.P),
            ("stopped_at_y_hat", lambda c: c.Y / c.P),
            ("squared_error_factor", lambda c: c.D * c.P * (1 - c.P)),
            ("only_true_class", lambda c: c.D * c.Y),
            ("only_true_class", lambda c: (c.D * c.Y).sum(axis=1)),
            ("labels_not_used", lambda c: c.P),
            ("labels_not_used", lambda c: c.P - 1),
            ("labels_not_used", lambda c: c.P * (1 - c.P)),
            ("predictions_not_used", lambda c: -c.Y),
            ("argmax_not_probability", lambda c: _largest(c.P) - c.Y),
            ("softmax_again", lambda c: losses.softmax(c.P) - c.Y),
            ("factor_two", lambda c: 2 * c.D),
            ("factor_half", lambda c: c.D / 2),
            ("squared_difference", lambda c: c.D**2),
            ("absolute_difference", lambda c: np.abs(c.D)),
            ("sum_not_difference", lambda c: c.P + c.Y),
            ("product_not_difference", lambda c: c.P * c.Y),
            ("product_in_difference", lambda c: c.P - c.P * c.Y),
            ("loss_instead_of_gradient", lambda c: -c.Y * c.L),
            ("loss_instead_of_gradient", lambda c: c.each),
            ("transposed", lambda c: c.D.T),
            ("thresholded", lambda c: np.round(c.P) - c.Y),
            *[("rounded", lambda c, k=k: np.round(c.D, k)) for k in range(1, 5)],
        )
    },
    edges=(
        Edge((np.array([[1, 0], [0, 1]]), rows([0.3, 0.7], [0.8, 0.2])), (("integer_truncation", cut_off),)),
        Edge((rows([1, 0]), rows([1, 0])), (("nan_when_certain", got_nan),)),
    ),
)

TASKS = {task.name: task for task in (ONE_HOT, SOFTMAX, CCE_LOSS, CCE_GRAD_Z)}
