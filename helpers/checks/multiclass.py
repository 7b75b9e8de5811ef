"""The functions of the exercise with more than two classes: what is right, and the pieces of the formulas."""

from types import SimpleNamespace

import numpy as np

from .. import losses
from . import slips
from .binary import MISTAKE_SLIPS, RIGHT_SLIPS, also, certain_enough, exchanged  # noqa: F401 (the table reads them)
from .judge import Task


def _one_hot_case(y, K):
    y = np.asarray(y)
    return SimpleNamespace(y=y, K=int(K), N=np.size(y))


def _hits(c, y=None):
    return (np.arange(c.K) == np.reshape(c.y if y is None else y, (-1, 1))).astype(float)


NOT_RAISED = (
    ("other_error", lambda outcome, *_: outcome.error),
    ("noticed_not_raised", lambda outcome, *_: not isinstance(outcome.value, np.ndarray)),
)
ONE_HOT = Task(**slips.of_task("one_hot", globals()), case=_one_hot_case, right=lambda c: (_hits(c),))


def _softmax_case(Z):
    Z = np.asarray(Z, dtype=float)
    with np.errstate(over="ignore"):
        return SimpleNamespace(Z=Z, K=Z.shape[-1], N=len(Z), S=np.asarray(losses.softmax(Z)), E=np.exp(Z))


def _normalised(E):
    return E / E.sum(axis=1, keepdims=True)


def _shifted(c):
    return np.exp(c.Z - c.Z.max(axis=1, keepdims=True))


SOFTMAX = Task(**slips.of_task("softmax", globals()), case=_softmax_case, right=lambda c: (c.S,))


def _cce_case(Y, Y_hat):
    Y, P = np.asarray(Y, dtype=float), np.asarray(Y_hat, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = (Y * P).sum(axis=-1)
        return SimpleNamespace(Y=Y, P=P, N=len(Y), K=Y.shape[-1], own=own, each=-np.log(own), L=np.log(P), D=P - Y)


# as in EXCHANGED_LABELS
EXCHANGED = (np.array([[0.3, 0.7], [0.6, 0.4], [0.2, 0.8]]), np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]))

CCE_LOSS = Task(
    **slips.of_task("cce_loss", globals()),
    case=_cce_case,
    right=lambda c: (np.mean(losses.categorical_cross_entropy(c.Y, c.P)),),
    clues=(("log_of_one_hot", (EXCHANGED, EXCHANGED[::-1]), exchanged),),
)


def _largest(P):
    return (P == P.max(axis=1, keepdims=True)).astype(float)


CCE_GRAD_Z = Task(**slips.of_task("cce_grad_z", globals()), case=_cce_case, right=lambda c: (c.D,))

TASKS = {task.name: task for task in (ONE_HOT, SOFTMAX, CCE_LOSS, CCE_GRAD_Z)}
