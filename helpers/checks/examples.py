"""Examples that catch mistakes: which of the wrong formulas of the table would a few examples let through?

After J. Wrenn and S. Krishnamurthi, "Executable examples for programming problem comprehension", ICER 2019.
"""

import numpy as np

from . import slips
from .judge import evaluate, right_parts
from .report import number
from .verdict import verdict
from .words import VOCABULARY

FEWEST, MOST, SAMPLES, DECIMALS = 2, 4, 100, 3
WORDS = VOCABULARY.examples


def judge_examples(task, examples):
    """The verdict on two to four examples ``(*arguments, expected)``: is each right, and what do they let through?"""
    if examples is None or len(examples) == 0:
        return _verdict("not attempted", WORDS["none"], task)
    if not FEWEST <= len(examples) <= MOST:
        return _verdict("wrong", WORDS["count"], task, came=len(examples))
    for place, example in enumerate(examples, 1):
        if told := _trouble(task, example):
            return _verdict("wrong", told[0], task, n=place, **told[1])
    known = _known(task)
    left = [row for row in known if not any(_catches(task, example, row) for example in examples)]
    return _verdict("right", WORDS["through" if left else "all"], task, known=len(known), **_told(task, left))


def _verdict(status, text, task, **detail):
    wanted = f"({', '.join((*task.params, 'expected'))})"
    told = {"function": task.name, "wanted": wanted, "fewest": FEWEST, "most": MOST, **detail}
    return verdict("examples", status, text.format(**told))


def _parts(task, expected):
    """The expected parts of an example as arrays."""
    return [np.asarray(part, dtype=float) for part in (expected if len(task.parts) > 1 else (expected,))]


def _trouble(task, example):
    """What is wrong with an example, as a text and what belongs into it; None when it is right."""
    if len(example) != len(task.params) + 1:
        return WORDS["parts"], {}
    *args, expected = example
    if any(np.size(arg) > SAMPLES for arg in args):
        return WORDS["long"], {"samples": SAMPLES}
    try:
        want, given = right_parts(task, args), _parts(task, expected)
    except Exception as error:
        return WORDS["refused"], {"error": str(error).rstrip(".")}
    if [part.shape for part in want] != [part.shape for part in given] or any(np.isnan(part).any() for part in given):
        return WORDS["shape"], {}
    pairs = zip(*(np.concatenate([part.ravel() for part in parts]) for parts in (given, want)), strict=True)
    off = next(((g, w) for g, w in pairs if not _close(g, w)), None)
    return off and (WORDS["off"], {"came": number(off[0]), "side": "large" if off[0] > off[1] else "small"})


def _close(given, want):
    """Equal, or rounded rightly to as many decimals as were typed, at least three."""
    decimals = min(len(np.format_float_positional(given).partition(".")[2]), 9)
    return given == want or abs(given - want) <= 0.5001 * 10.0 ** -max(DECIMALS, decimals)


def _known(task):
    """All wrong formulas of the table: name, part, formula; with those that are wrong for certain predictions only."""
    certain = slips.rows(task.name, "certain", {"np": np}) if task.name == "bce_loss" else ()
    tables = (*task.slips.items(), (task.parts[0], certain))
    return [(name, task.parts.index(part), formula) for part, rows in tables for name, formula in rows]


def _told(task, left):
    """How many are left, what would show the most kinds of them, and what one of these is."""
    if not left:
        return {}
    shown = [[row for row in left if _differs(task, entry["args"], row)] for entry in WORDS[task.name]]
    kinds = [len({name for name, *_ in rows}) for rows in (*shown, left)]
    best = max(range(len(shown)), key=kinds.__getitem__)
    name, part, _ = (shown[best] or left)[0]
    return {
        "left": len(left),
        "kinds": kinds[-1],
        "seen": WORDS["every" if shown[best] == left else "some"].format(n=kinds[best]),
        "what": WORDS[task.name][best]["what"],
        "says": VOCABULARY.of(name, task.name, task.parts[part]).says.format(detail="…"),
    }


def _differs(task, args, row):
    args = [np.array(arg, dtype=float) for arg in args]
    right = right_parts(task, args)
    return _catches(task, (*args, right if len(right) > 1 else right[0]), row)


def _catches(task, example, row):
    """Does the wrong formula give something else than the example expects?"""
    _, part, formula = row
    *args, expected = example
    want, guess = _parts(task, expected)[part], evaluate(formula, task.case(*args))
    fits = guess is not None and guess.shape == want.shape
    return not (fits and all(_close(w, g) for g, w in zip(guess.flat, want.flat, strict=True)))
