"""Write down what a student would read for each row of the tables of the checks: ``python -m tools.transcripts``.

A change of words, or of a row, is then read as a difference of ``tests/transcripts.txt``; a test holds that the file is
that of the present words.
"""

import warnings
from pathlib import Path

import numpy as np

from helpers import checks
from helpers.checks import judge, report
from helpers.checks.sandbox import Outcome
from helpers.checks.words import VOCABULARY

FILE = Path(__file__).parents[1] / "tests" / "transcripts.txt"
NUMBERS = (0.3, 3.0, 7.0, 20.0)  # tried in the families that have a number in them


def transcripts():
    """The whole file: for each task and part the mistakes, each with its sentences and its three hints."""
    groups = {}
    warnings.simplefilter("ignore")
    for task in checks.TASKS.values():
        for finding in (*_rows(task), *_edges(task), *_clues(task)):
            verdict = report.explain(task, finding, (), 3)
            groups.setdefault((task.name, finding.name, verdict.hints), []).append(verdict.message)
    told = [_block(f"{name}: {task}", sentences, hints) for (task, name, hints), sentences in groups.items()]
    return "\n".join([*told, *map(_general, sorted(judge.BY_THEMSELVES & VOCABULARY.general.keys()))])


def _block(title, sentences, hints):
    """The first sentence in full; of the others only what came, since they go on in the same words."""
    sentences = [sentences[0], *(sentence.split(" is expected")[0] for sentence in sentences[1:])]
    return "\n  ".join([title, *dict.fromkeys(sentences), *(f"{n}. {hint}" for n, hint in enumerate(hints, 1))]) + "\n"


def _general(name):
    return _block(name, *(lambda says, *hints: ([says], hints))(*VOCABULARY.of(name, "")))


def _rows(task):
    for part, rows in enumerate(task.slips.values()):
        yield from (_finding(task, name, {part: formula}) for name, formula in rows)
    yield from (_finding(task, name, formulas) for name, formulas in task.together)
    yield from (_finding(task, name, {None: formula}) for name, formula in task.whole)
    for name, _, formulas in task.fits:
        yield next(filter(None, (_finding(task, name, formulas(number)) for number in NUMBERS)))


def _finding(task, name, formulas):
    """What is found on the first probe for which the formulas give another answer than the right one."""
    for args in task.probes:
        case, right = task.case(*args), judge.right_parts(task, args)
        guesses = {part: judge.evaluate(formula, case) for part, formula in formulas.items()}
        if None in guesses:
            return judge.Finding(name, args, Outcome(value=guesses[None]))
        wrong = [p for p, guess in guesses.items() if guess is not None and not judge.agrees(guess, right[p])]
        if wrong:
            value = tuple(part if guesses.get(p) is None else guesses[p] for p, part in enumerate(right))
            return judge.Finding(name, args, Outcome(value=value if len(value) > 1 else value[0]), wrong[0])
    return None


def _edges(task):
    for edge in task.edges:
        for name, _ in edge.slips:
            yield next(found for found in map(_judged(task, edge), _odd_outcomes(task, edge)) if found.name == name)


def _judged(task, edge):
    def finding(outcome):
        if not edge.refuses:
            return judge._edge_finding(task, edge, outcome)
        name = next(name for name, tells in edge.slips if tells(outcome, None, None))
        return judge.Finding(name, edge.args, outcome, detail="refused")

    return finding


def _odd_outcomes(task, edge):
    """What may come at an edge of the contract, one of it for each slip."""
    errors = (
        ("ValueError", "math domain error"),
        ("AssertionError", ""),
        ("TypeError", "Cannot cast ufunc 'add' output"),
    )
    yield from (Outcome(error=kind, error_text=text) for kind, text in errors)
    yield Outcome()
    right = judge.right_parts(task, edge.args)
    changes = (
        lambda x: np.full(x.shape, np.nan),
        np.trunc,
        lambda x: np.concatenate([x[:1], np.full_like(x[1:], np.nan)]) if x.ndim else x,
        lambda x: np.concatenate([np.full_like(x[:1], 0.5), x[1:]]) if x.ndim else x,
        lambda x: np.clip(x, 0.01, 0.99),
        lambda x: np.full(x.shape, 0.1),
        lambda x: np.full(x.shape, -0.1),
        lambda x: np.full(x.shape, 4.0),
        lambda x: x * 0,
        lambda x: x[:-1] if x.ndim and x.size > 2 else x,
        lambda x: x + 2,
    )
    for change in changes:
        value = tuple(np.asarray(change(part)) for part in right)
        yield Outcome(value=value if len(value) > 1 else value[0])
    yield Outcome(value=np.array([[1.0, 0, 0], [0, 0, 1]]))


def _clues(task):
    return [judge.Finding(name, task.probes[0], Outcome(value=_other(task))) for name, *_ in task.clues]


def _other(task):
    parts = tuple(part + 1 for part in judge.right_parts(task, task.probes[0]))
    return parts if len(parts) > 1 else parts[0]


if __name__ == "__main__":
    FILE.write_text(transcripts(), encoding="utf-8")
