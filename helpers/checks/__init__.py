"""Judge a student's functions, and say by name which mistake was made.

>>> from helpers import checks
>>> checks.check_sigmoid(sigmoid)          # doctest: +SKIP

Every check returns a :class:`Verdict`, whatever the function does: exceptions, endless loops, prints, odd types and
changed arguments are answers too. Each function is judged alone, with correct versions of the functions that it calls
by name. ``board(globals())`` shows the five functions of the perceptron and the one to mend first; ``board(globals(),
names)`` does so for other functions. To teach the checks another mistake, add its formula to ``slips.toml`` and its
words to ``words.toml``.

What the checks cannot do: stop every long call into C or undo a change to a library (see ``sandbox``), see mistakes
that need other data than the probes, and replace functions that a student's *class* calls by name.
"""

import contextlib
import types
import warnings

import numpy as np

from . import binary, calibration, multiclass
from .examples import judge_examples
from .judge import BY_THEMSELVES, Finding, examine, stand_in
from .matching import judge_matching
from .report import explain
from .sandbox import kept_state
from .trace import own_values
from .verdict import Board, Verdict, verdict
from .words import VOCABULARY

__all__ = [
    "Board", "Verdict", "board", "check_bce_loss", "check_calibration_table", "check_cce_grad_z", "check_cce_loss",
    "check_examples", "check_forward", "check_gradients", "check_one_hot", "check_sigmoid", "check_softmax",
    "check_train", "check_which_gradient", "forget_failures",
]  # fmt: skip

TASKS = {**binary.TASKS, **multiclass.TASKS, **calibration.TASKS}
WORDS = VOCABULARY.insist(TASKS, BY_THEMSELVES)
_failures = {}


def _check_of(name):
    def check(function):
        return _look(name, function, more=1)

    check.__name__ = check.__qualname__ = f"check_{name}"
    check.__doc__ = f"Judge {WORDS.contracts[name]} Returns a Verdict; never raises."
    return check


check_sigmoid, check_forward, check_bce_loss, check_gradients, check_train = map(_check_of, binary.TASKS)
check_one_hot, check_softmax, check_cce_loss, check_cce_grad_z = map(_check_of, multiclass.TASKS)
(check_calibration_table,) = map(_check_of, calibration.TASKS)


def check_which_gradient(answers):
    """Judge the matching of four gradients, ``{"A": "cross-entropy, by z", …}``: see ``matching``. Never raises."""
    try:
        return judge_matching(answers)
    except (Exception, SystemExit):
        return verdict("which gradient", "wrong", WORDS.matching["odd"], "not_a_dict")


def check_examples(examples, function="bce_loss"):
    """Judge two to four examples for a function, "bce_loss" or "gradients", before it is written. Never raises.

    An example is ``(*arguments, expected)``: ``(y, y_hat, expected)``, or ``(X, y, y_hat, (grad_w, grad_b))``. The
    Verdict says whether each is right, and how many of the wrong functions that the checks know they let through.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return judge_examples(TASKS[function], examples)
    except (Exception, SystemExit):
        return verdict("examples", "wrong", WORDS.examples["odd"])


def board(functions, names=tuple(binary.TASKS)):
    """Judge several functions at once: ``board(globals())``. Counts no failures.

    ``functions`` maps names to functions. ``names`` says which ones to judge, in the order in which to write them; left
    out, the five of the perceptron. Each must be the name of a check, as in ``("one_hot", "softmax")``.
    """
    if isinstance(names, str) or not all(name in list(TASKS) for name in names):
        raise ValueError(f"names is {names!r:.80}, but some of {', '.join(TASKS)} are wanted, in a list")
    return Board(tuple(_look(name, functions.get(name)) for name in names))


def forget_failures():
    """Lock the second and third hints again."""
    _failures.clear()


def _level(name, finding, more):
    """How many hints are unlocked: one more each time that the same mistake is met again."""
    mistake = finding and finding.name
    before, level = _failures.get(name, (None, 0))
    level = max(1, min(level + more, 3) if mistake == before else 1)
    if more:
        _failures[name] = mistake, level if finding else 0
    return level


def _seen(function, finding, stand_ins):
    """The student's own values on the example that failed, unless the function cannot be stopped."""
    with contextlib.suppress(Exception):
        if finding and finding.args and not finding.outcome.left_behind:
            return own_values(function, finding.args, stand_ins)
    return (), ""


def _look(name, function, more=0):
    task = TASKS[name]
    own = function.__globals__ if type(function) is types.FunctionType else {}
    stand_ins = {other: stand_in(TASKS[other], own.get(other)) for other in task.relies_on}
    try:
        with kept_state(function), warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            finding, remark = examine(task, function, stand_ins)
            return explain(task, finding, remark, _level(name, finding, more), *_seen(function, finding, stand_ins))
    except Exception as error:  # a check must never stop a student's notebook
        return explain(task, Finding("not_judged", detail=f"{type(error).__name__}: {error}"), (), 1)
