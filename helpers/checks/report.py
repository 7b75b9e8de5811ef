"""Turn a finding into the verdict that a student reads."""

import re

import numpy as np

from .judge import Pair, right_parts, split
from .sandbox import Odd
from .verdict import Verdict
from .words import VOCABULARY

SENTENCES, SHOWN = VOCABULARY.sentences, 6
SILENT = ("changed_inputs", "state_between_calls", "random", "endless_loop", "printed_not_returned", "nothing_returned")
PRETTY = {"y_hat": "ŷ", "learning_rate": "η", "Y_hat": "Ŷ"}


def number(x, digits=4):
    if np.isinf(x):
        return "∞" if x > 0 else "−∞"
    return f"{x + 0.0:.{digits}g}".replace("-", "−")


def numbers(array, digits=4):
    """A short text for an array: its numbers when they are few, else its first numbers and its shape."""
    array = np.asarray(array, dtype=float)
    if array.ndim == 0:
        return number(array, digits)
    if (array.ndim == 1 and array.size <= SHOWN) or (array.ndim == 2 and array.size <= 2 * SHOWN):
        return f"[{', '.join(numbers(row, digits) for row in array)}]"
    first = ", ".join(number(x, digits) for x in array.ravel()[:3])
    return SENTENCES["many"].format(first=first, shape=array.shape)


def _shown(value, digits=4):
    if value is None:
        return "None"
    if isinstance(value, Odd):
        return f"a {value.kind}"
    if isinstance(value, tuple):
        return f"({', '.join(_shown(item, digits) for item in value)})"
    return numbers(value, digits)


def _pair(got, want):
    """Both as text, with as many digits as it takes to see that they differ, and shapes where only those differ."""
    for digits in (4, 6, 9):
        pair = _shown(got, digits), _shown(want, digits)
        if pair[0] != pair[1]:
            return pair
    if isinstance(got, tuple) or np.shape(got) == np.shape(want):
        return pair
    return tuple(SENTENCES["shape"].format(array=a, shape=np.shape(b)) for a, b in zip(pair, (got, want), strict=True))


def _call(task, args):
    if len(args) == 1:
        return f"`{task.name}({_shown(args[0])})`"
    given = ", ".join(f"{PRETTY.get(name, name)} = {_shown(arg)}" for name, arg in zip(task.params, args, strict=True))
    return f"`{task.name}` with {given}"


def _happened(task, finding):
    """What was tried, what came, what was expected."""
    outcome, expected, part = finding.outcome, right_parts(task, finding.args), finding.part
    parts, told = split(task, outcome), {"call": _call(task, finding.args)}
    if outcome.late:
        kind = "late"
    elif outcome.error:
        kind = "error"
        told["error"] = re.sub(r"0x[0-9a-fA-F]+", "…", f"{outcome.error}: {outcome.error_text}").rstrip(": .")
    elif finding.detail == "refused":
        kind, told["came"] = "not_refused", _shown(outcome.value)
    elif parts is None or part is None or len(expected) == 1:
        kind, one = "number", len(expected) == 1
        told["came"], told["wanted"] = _pair(*((parts[0], expected[0]) if one else (outcome.value, tuple(expected))))
    else:
        kind, told["part"] = "part", task.parts[part]
        told["came"], told["wanted"] = _pair(parts[part], expected[part])
    return SENTENCES[kind].format(**told)


def _sentence(task, finding):
    says = _words(task, finding).says.format(detail=finding.detail).strip()
    if not finding.args:
        return f"`{task.name}`: {says}."
    if finding.name in SILENT and not finding.outcome.late:
        return f"{_call(task, finding.args)}: {says}."
    return f"{_happened(task, finding)}{': ' if says else ''}{says}".rstrip(".") + "."


def _words(task, finding):
    if finding.name:
        return VOCABULARY.of(finding.name, task.name, task.parts[finding.part or 0])
    return VOCABULARY.unnamed["error" if finding.outcome.error else "number"]


def _shapes_first(task, finding, shapes):
    """The sentence on shapes, where shapes are the trouble: an error, or a result of another shape than expected."""
    expected = right_parts(task, finding.args)[finding.part or 0]
    parts = split(task, finding.outcome) or (None,)
    odd = finding.outcome.error or finding.name in (None, "broadcast_n_by_n")
    return f"{shapes[0].upper()}{shapes[1:]}. " if odd or np.shape(parts[finding.part or 0]) != expected.shape else ""


def explain(task, finding, remark, level=1, values=(), shapes=""):
    if finding is None:
        name, detail, fits = remark
        told = number(detail) if isinstance(detail, float) else detail
        return Verdict(task.name, "right", message=VOCABULARY.remarks[name].format(detail=told), fits=fits)
    if not finding.attempted:
        return Verdict(task.name, "not attempted", message=f"`{task.name}`: {VOCABULARY.not_attempted[finding.name]}.")
    unlocked, name = _words(task, finding)[1 : level + 1], finding.name
    message = (_shapes_first(task, finding, shapes) if shapes else "") + _sentence(task, finding)
    message += SENTENCES["pair"] if isinstance(name, Pair) else ""
    told = (name and str(name), message, unlocked[-1], unlocked, values)
    return Verdict(task.name, "wrong", *told, nearly=finding.at_edge)
