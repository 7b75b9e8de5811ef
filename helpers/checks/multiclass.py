"""The functions of the exercise with more than two classes: probes, and one line for each named wrong formula."""

from types import SimpleNamespace

import numpy as np

from .. import losses
from . import slips
from .binary import MISTAKE_SLIPS, RIGHT_SLIPS, certain_enough, exchanged
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
    **slips.of_task("one_hot", globals()),
    params=("y", "K"),
    case=_one_hot_case,
    right=lambda c: (_hits(c),),
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
    **slips.of_task("softmax", globals()),
    computed_with=True,
    params=("Z",),
    case=_softmax_case,
    right=lambda c: (c.S,),
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


EXCHANGED = (rows([0.3, 0.7], [0.6, 0.4], [0.2, 0.8]), rows([1, 0], [0, 1], [1, 0]))  # as in EXCHANGED_LABELS

CCE_LOSS = Task(
    **slips.of_task("cce_loss", globals()),
    params=("Y", "Y_hat"),
    case=_cce_case,
    right=lambda c: (np.mean(losses.categorical_cross_entropy(c.Y, c.P)),),
    twists=tuple(
        lambda c, k=k: SimpleNamespace(**{**vars(c), "each": k * c.each, "L": k * c.L})
        for k in (-1, 1 / np.log(2), 1 / np.log(10))
    ),
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
    **slips.of_task("cce_grad_z", globals()),
    computed_with=True,
    params=("Y", "Y_hat"),
    case=_cce_case,
    right=lambda c: (c.D,),
    edges=(
        Edge((np.array([[1, 0], [0, 1]]), rows([0.3, 0.7], [0.8, 0.2])), (("integer_truncation", cut_off),)),
        Edge((rows([1, 0]), rows([1, 0])), (("nan_when_certain", got_nan),)),
    ),
)

TASKS = {task.name: task for task in (ONE_HOT, SOFTMAX, CCE_LOSS, CCE_GRAD_Z)}
