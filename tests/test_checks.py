"""The checks name the mistakes of the bank, accept what is right, and do no harm whatever they are given."""

import ast
import builtins
import copy
import io
import random
import re
import sys
import threading
import time
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from itertools import combinations
from pathlib import Path

import mistakes_lookalike as lookalike
import mistakes_multiclass as classes
import mistakes_real as real
import mistakes_week2 as bank
import numpy as np
import pytest

from helpers import checks, data, losses
from helpers.checks import binary, judge, matching, multiclass, sandbox, slips, trace, words
from helpers.checks.verdict import MIME
from helpers.perceptron import gradient_descent
from tools import notebooks, transcripts

CHECKS = {name: getattr(checks, f"check_{name}") for name in ("sigmoid", "forward", "bce_loss", "gradients", "train")}


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(sandbox, "LIMIT", 0.5)
    checks.forget_failures()


def identify(rows):
    return [f"{row[0]}-{n}-{row[1] if isinstance(row[1], str) else ''}" for n, row in enumerate(rows)]


# The bank


def test_the_bank_is_large():
    assert len(bank.WRONG) >= 120
    assert len(bank.RIGHT) >= 15
    assert {name for name, *_ in bank.WRONG} == {name for name, *_ in bank.RIGHT} == set(CHECKS)


@pytest.mark.parametrize(("name", "misconception", "function"), bank.WRONG, ids=identify(bank.WRONG))
def test_a_mistake_is_named(name, misconception, function):
    verdict = CHECKS[name](function)
    assert (verdict.status, verdict.misconception) == ("wrong", misconception)
    assert verdict.message and verdict.hint


@pytest.mark.parametrize(("name", "function"), bank.RIGHT, ids=identify(bank.RIGHT))
def test_an_unusual_solution_is_right(name, function):
    verdict = CHECKS[name](function)
    assert (verdict.status, verdict.misconception) == ("right", None), verdict


@pytest.mark.parametrize(("name", "function", "honest"), bank.COMBINED, ids=identify(bank.COMBINED))
def test_two_mistakes_at_once_get_no_wrong_name(name, function, honest):
    verdict = CHECKS[name](function)
    assert verdict.status == "wrong"
    assert verdict.misconception in honest
    assert "is expected" in verdict.message


def test_of_two_mistakes_the_one_to_mend_first_is_said_not_to_be_the_only_one():
    names = ("sigmoid", "forward", "bce_loss", "gradients", "train", "cce_loss")
    two = {
        "forward": lambda X, w, b: np.tanh(X @ w - b),
        "bce_loss": lambda y, p: np.sum(y * np.log(1 - p) + (1 - y) * np.log(p)),
        "gradients": lambda X, y, p: (X.T @ (y - p) / len(y), np.sum(p - y)),
        "cce_loss": lambda Y, P: np.mean(np.sum(Y * np.log2(P), axis=1)),
    }
    one = {name: function for name, _, function in bank.WRONG + classes.WRONG if name in two}
    for functions, said in ((two, True), (one, False)):
        messages = [verdict.message for verdict in checks.board(functions, names).verdicts if verdict.status == "wrong"]
        assert [message.endswith("it is not the only mistake.") for message in messages] == [said] * len(two)


def test_train_may_not_hide_an_infinite_loss_but_may_limit_it():
    def train(X, y, learning_rate, epochs, hide=0.0):
        w, b, losses = np.zeros(X.shape[1]), 0.0, []
        for _ in range(epochs):
            p = 1 / (1 + np.exp(-(X @ w + b)))
            own = np.where(y == 1, p, 1 - p)
            losses.append(np.mean(np.where(own == 0, hide, -np.log(np.where(own == 0, 1, own)))))
            w, b = w - learning_rate * X.T @ (p - y) / len(y), b - learning_rate * np.mean(p - y)
        return w, b, losses

    assert checks.check_train(train).misconception == "infinity_hidden"
    assert (
        checks.check_train(lambda X, y, learning_rate, epochs: train(X, y, learning_rate, epochs, 16)).status == "right"
    )


@pytest.mark.parametrize(("name", "function"), bank.NOT_ATTEMPTED, ids=identify(bank.NOT_ATTEMPTED))
def test_a_stub_is_not_attempted(name, function):
    verdict = CHECKS[name](function)
    assert (verdict.status, verdict.misconception, verdict.hint) == ("not attempted", None, "")


@pytest.mark.parametrize(("name", "misconception", "function"), classes.WRONG, ids=identify(classes.WRONG))
def test_a_mistake_with_more_classes_is_named(name, misconception, function):
    verdict = getattr(checks, f"check_{name}")(function)
    assert (verdict.status, verdict.misconception) == ("wrong", misconception)


@pytest.mark.parametrize(("name", "misconception", "function"), lookalike.WRONG, ids=identify(lookalike.WRONG))
def test_a_mistake_is_not_taken_for_one_that_it_resembles(name, misconception, function):
    verdict = getattr(checks, f"check_{name}")(function)
    assert (verdict.status, verdict.misconception) == ("wrong", misconception)
    came = re.search(r"gave \w+ = (.+) where (.+) is expected", verdict.message)
    assert came is None or came[1] != came[2]


@pytest.mark.parametrize(("name", "true", "function"), real.WRONG, ids=identify(real.WRONG))
def test_a_mistake_that_people_make_is_named_truly_or_not_at_all(name, true, function):
    verdict = getattr(checks, f"check_{name}")(function)
    assert verdict.status == "wrong"
    assert verdict.misconception in (*true, None), verdict


def test_nearly_all_mistakes_that_people_make_are_named():
    named = [getattr(checks, f"check_{name}")(function).misconception for name, _, function in real.WRONG]
    assert len(named) > 90
    assert named.count(None) <= 3


@pytest.mark.parametrize(("name", "function"), classes.RIGHT, ids=identify(classes.RIGHT))
def test_a_solution_with_more_classes_is_right(name, function):
    verdict = getattr(checks, f"check_{name}")(function)
    assert (verdict.status, verdict.misconception) == ("right", None), verdict


def test_a_class_that_does_not_exist_is_shown_with_what_came():
    message = checks.check_one_hot(lambda y, K: np.eye(K)[y]).message
    assert "y = [0, −1], K = 3 gave [[1, 0, 0], [0, 0, 1]] where an error is expected" in message


# Which gradient is this?

MATCHED = dict(zip(matching.EXPRESSIONS, matching.KEY, strict=True))


def test_the_key_is_that_of_central_differences():
    x, y, w, b, h = 2.0, 1, -0.3, 0.4, 1e-6
    p, cross_entropy = losses.sigmoid(w * x + b), losses.binary_cross_entropy
    of = {
        "cross-entropy, by ŷ": (lambda t: cross_entropy(y, t), p),
        "cross-entropy, by z": (lambda t: cross_entropy(y, losses.sigmoid(t)), w * x + b),
        "cross-entropy, by w": (lambda t: cross_entropy(y, losses.sigmoid(t * x + b)), w),
        "squared error, by w": (lambda t: (losses.sigmoid(t * x + b) - y) ** 2 / 2, w),
    }
    values = {"A": p - y, "B": (p - y) * x, "C": (p - y) * p * (1 - p) * x, "D": (p - y) / (p * (1 - p))}
    assert values.keys() == MATCHED.keys()
    for letter, name in MATCHED.items():
        f, at = of[name]
        assert values[letter] == pytest.approx((f(at + h) - f(at - h)) / (2 * h), rel=1e-7)


def test_the_right_matching_is_right():
    assert checks.check_which_gradient(MATCHED).status == "right"


def test_a_name_may_be_typed_without_a_hat():
    typed = {
        letter: name.replace("ŷ", "y_hat").replace("cross-entropy", "cross entropy") for letter, name in MATCHED.items()
    }
    assert typed != MATCHED
    assert checks.check_which_gradient(typed).status == "right"


def test_each_wrong_match_is_told_its_own_derivation():
    told = set()
    for letter, right in MATCHED.items():
        for name in set(matching.NAMES) - {right}:
            verdict = checks.check_which_gradient(MATCHED | {letter: name})
            assert verdict.status == "wrong"
            assert name in verdict.message and matching.NAMES[name] in verdict.message
            assert verdict.hint.endswith("?")
            told.add((letter, verdict.misconception))
    assert len(told) == len(MATCHED) * (len(MATCHED) - 1) > 6


def test_an_empty_matching_is_not_attempted():
    for answers in ({}, {"A": None, "B": "", "C": ..., "D": None}):
        assert checks.check_which_gradient(answers).status == "not attempted"


@pytest.mark.parametrize(
    "answers", [{"A": "z"}, {"E": matching.KEY[0]}, 3, None, ["A"], {"A": matching.KEY[0]}, {1: [2]}]
)
def test_an_odd_matching_is_wrong_and_does_not_raise(answers):
    assert checks.check_which_gradient(answers).status == "wrong"


def test_scaling_and_shifting_by_any_number_is_never_named_otherwise():
    families = {"constant_factor", "constant_offset", "factor_two", "factor_half", "negative_result", "tanh", None}
    rng = np.random.default_rng(5)
    for factor, offset in rng.uniform(-4, 4, size=(30, 2)):
        verdict = checks.check_sigmoid(lambda z, a=factor, b=offset: a * bank.σ(z) + b)
        assert verdict.status == "wrong"
        assert verdict.misconception in families


# The table


ALL_TASKS = binary.TASKS | multiclass.TASKS
TABLES = [(task, part, rows) for task in ALL_TASKS.values() for part, rows in task.slips.items()]


@pytest.mark.parametrize("task", ALL_TASKS.values(), ids=ALL_TASKS)
def test_every_row_of_the_table_can_be_computed_and_is_wrong(task):
    for part, rows in task.slips.items():
        index = task.parts.index(part)
        assert rows
        for name, formula in rows:
            guesses = [judge.evaluate(formula, task.case(*args)) for args in task.probes]
            right = [judge.right_parts(task, args)[index] for args in task.probes]
            pairs = [(g, r) for g, r in zip(guesses, right, strict=True) if g is not None]
            telling = [np.isfinite(g).any() or g.size == 0 for g, r in pairs if not judge.agrees(g, r)]
            assert any(telling), (task.name, part, name)


@pytest.mark.parametrize(("task", "part", "rows"), TABLES, ids=lambda x: getattr(x, "name", x if x else "") or "")
def test_different_mistakes_give_different_numbers(task, part, rows):
    cases = [task.case(*args) for args in task.probes]
    answers = [(name, [judge.evaluate(formula, case) for case in cases]) for name, formula in rows]
    assert len(answers) >= 10
    for (one, first), (other, second) in combinations(answers, 2):
        if one != other:
            assert not all(map(same, first, second)), (task.name, part, one, other)


def same(one, other):
    if one is None or other is None:
        return one is other
    return judge.agrees(one, other, equal_nan=True)


def test_a_mistake_is_told_in_the_words_of_its_task():
    softmax = checks.check_softmax(lambda Z: np.log(classes.softmax(Z)))
    assert "of the softmax" in softmax.message and "sigmoid" not in str(softmax)


# The words


def told(tmp_path, old, new):
    """The vocabulary of a file in which one text was replaced."""
    text = words.FILE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / words.FILE.name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return words.Vocabulary(tmp_path / words.FILE.name)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('says = "that is max(z, 0)"', 'says = "use np.exp(-z)"', r"\[mistake.relu\]: “use np.exp.* holds a solution"),
        ('says = "that is max(z, 0)"', 'says = "that is {z}"', r"\[mistake.relu\]: only {detail} may"),
        ('says = "that is max(z, 0)"', 'say = "that is max(z, 0)"', r"\[mistake.relu\]: wanted are .* there are say,"),
        ('says = "that is max(z, 0)"', "says = 3", r"\[mistake.relu\]: wanted are the texts"),
        ('asks = "Can that be read', 'asks = "' + 50 * "Why " + "can that be read", r"more than 60 words"),
        ("when z is large?", "when z is large.", r"\[mistake.relu\]: the first hint is a question"),
    ],
)
def test_a_broken_file_of_words_is_refused(tmp_path, old, new, complaint):
    with pytest.raises(ValueError, match=complaint):
        told(tmp_path, old, new)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[mistake.relu]", "[mistake.rel_u]", r"no words for relu"),
        ("[mistake.relu]", '[mistake.more]\nsays="m"\nasks="m?"\ntries="m."\nlook="m."\n[mistake.relu]', "called more"),
        ("[only.softmax.steepness]", "[only.one_hot.steepness]", r"nothing is called only.one_hot.steepness"),
        ("[only.softmax.steepness]", "[only.soft.steepness]", r"nothing is called only.soft.steepness"),
    ],
)
def test_words_without_a_mistake_and_mistakes_without_words_are_refused(tmp_path, old, new, complaint):
    with pytest.raises(ValueError, match=complaint):
        told(tmp_path, old, new).insist(checks.TASKS, judge.BY_THEMSELVES)


def test_rules_give_the_names_that_they_are_said_to_give():
    source = Path(judge.__file__).read_text(encoding="utf-8") + Path(checks.__file__).read_text(encoding="utf-8")
    names = judge.BY_THEMSELVES - slips.errors().keys()
    assert len(names) > 20 and len(slips.errors()) > 20
    for name in names:
        assert f'"{name}"' in source, name


def test_what_a_student_reads_of_each_mistake_is_as_written_down():
    now, then = transcripts.transcripts(), transcripts.FILE.read_text(encoding="utf-8")
    assert len(then.splitlines()) > 1000
    changed = [
        f"{new}  (was: {old})" for new, old in zip(now.splitlines(), then.splitlines(), strict=False) if new != old
    ]
    assert now == then, f"read what changed, then `python -m tools.transcripts`; first: {''.join(changed[:1])}"


def test_the_expected_numbers_are_those_of_a_hand_calculation():
    z = np.log(3)  # σ(ln 3) = 3/4
    assert float(binary.SIGMOID.right(binary.SIGMOID.case(z))[0]) == pytest.approx(3 / 4)
    forward = binary.FORWARD.right(binary.FORWARD.case(np.array([[1.0, 2.0]]), np.array([z, 0.0]), 0.0))
    np.testing.assert_allclose(forward[0], [3 / 4])
    loss = binary.BCE_LOSS.right(binary.BCE_LOSS.case(np.array([1, 0]), np.array([1 / 2, 3 / 4])))[0]
    assert loss == pytest.approx((np.log(2) + np.log(4)) / 2)
    X, y, y_hat = np.array([[2.0, 0.0], [4.0, 1.0]]), np.array([1, 0]), np.array([1 / 2, 3 / 4])
    grad_w, grad_b = binary.GRADIENTS.right(binary.GRADIENTS.case(X, y, y_hat))
    np.testing.assert_allclose(grad_w, [(-1 / 2 * 2 + 3 / 4 * 4) / 2, 3 / 8])
    assert grad_b == pytest.approx(1 / 8)


def test_the_expected_gradient_is_that_of_central_differences():
    X, y, w, b, h = (
        np.array([[0.5, -1.0], [2.0, 0.3], [-1.0, 1.0]]),
        np.array([1, 0, 1]),
        np.array([0.4, -0.7]),
        0.2,
        1e-6,
    )

    def loss(w, b):
        return np.mean(losses.binary_cross_entropy_from_logits(y, X @ w + b))

    grad_w, grad_b = binary.GRADIENTS.right(binary.GRADIENTS.case(X, y, losses.sigmoid(X @ w + b)))
    numeric = [(loss(w + h * e, b) - loss(w - h * e, b)) / (2 * h) for e in np.eye(2)]
    np.testing.assert_allclose(grad_w, numeric, rtol=1e-7)
    assert grad_b == pytest.approx((loss(w, b + h) - loss(w, b - h)) / (2 * h), rel=1e-7)


def test_the_expected_training_takes_one_step_by_hand():
    X, y = np.array([[1.0], [2.0]]), np.array([0, 1])
    w, b, kept = binary.TRAIN.right(binary.TRAIN.case(X, y, 0.5, 1))
    np.testing.assert_allclose(w, [0.5 * (2 - 1) / 4])  # ŷ = ½: grad_w = (½·1 − ½·2)/2 = −¼
    assert b == 0
    np.testing.assert_allclose(kept, [np.log(2)])


# Each function alone


def test_only_the_function_at_fault_is_blamed():
    space = vars(bank) | {"train": bank.textbook_train}  # the four others are wrong
    board = checks.board(space)
    assert [v.status for v in board.verdicts] == ["wrong", "wrong", "wrong", "wrong", "right"]
    assert board.first.function == "sigmoid"


def test_functions_that_fit_each_other_are_not_blamed_twice():
    space = {"np": np}
    exec(FITTING, space)
    assert [v.status for v in checks.board(space).verdicts] == ["right", "right", "right", "wrong", "right"]


FITTING = """
def sigmoid(z, shift=0.0): return 1 / (1 + np.exp(-z - shift))
def forward(X, w, b): return sigmoid(X @ w, shift=b)
def bce_loss(y, y_hat): return np.mean(np.where(y == 1, -np.log(y_hat), -np.log1p(-y_hat)))
def gradients(X, y, y_hat): return np.mean(y_hat - y), X.T @ (y_hat - y) / len(y)
def train(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y, y_hat))
        grad_b, grad_w = gradients(X, y, y_hat)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    return w, b, losses
"""


def test_a_recursion_without_end_is_not_taken_for_odd_arguments():
    answer, reached = judge.stand_in(binary.BCE_LOSS), []

    def down(levels):
        return down(levels - 1) if levels else answer(np.ones(2), np.full(2, 0.5))

    for levels in range(sys.getrecursionlimit()):
        try:
            reached.append(down(levels))
        except RecursionError:
            break
    assert len(reached) > 100
    for more in range(30):
        with pytest.raises(RecursionError):
            down(len(reached) + more)


def test_the_board_shows_the_first_to_mend():
    board = checks.board({"sigmoid": bank.plain, "forward": bank.passes, "bce_loss": lambda y, p: 3.0})
    assert board.first.function == "bce_loss"
    assert "1 of 5 functions right" in str(board)
    assert "Mend this first: bce_loss." in str(board)


def test_the_board_takes_other_names():
    board = checks.board({"softmax": classes.softmax, "one_hot": len}, ("softmax", "one_hot"))
    assert [verdict.function for verdict in board.verdicts] == ["softmax", "one_hot"]
    assert board.first.function == "one_hot"


def test_the_board_counts_no_failures():
    for _ in range(3):
        checks.board({"sigmoid": np.tanh})
    assert len(checks.check_sigmoid(np.tanh).hints) == 1


# Right is right for the notebook too

USED_LATER = {"04_week2_exercise": (" fit(",), "05_multiclass": ("grad_z_of", "= train(")}


def later_cells(stem):
    """The cells that call the student's functions, with fewer epochs."""
    cells = notebooks.read(notebooks.NOTEBOOKS / "instructor" / f"{stem}.ipynb").cells
    code = [c.source for c in cells if c.cell_type == "code" and any(use in c.source for use in USED_LATER[stem])]
    assert len(code) >= 2
    return "\n".join(code).replace("20_000", "30")


def textbook_of(names):
    mine = {name: judge.stand_in(ALL_TASKS[name]) for name in names}
    return mine | ({"train": bank.textbook_train} if "train" in names else {"one_hot": dict(classes.RIGHT)["one_hot"]})


def together(name, function, names):
    """The functions of a notebook with one solution among them, each calling the others by name."""
    space = {"np": np, **textbook_of(names)}
    space[name] = sandbox.isolated(function, {other: space[other] for other in names if other != name})
    if "train" in names and name != "train":
        space["train"] = sandbox.isolated(space["train"], {other: space[other] for other in names if other != "train"})
    return space


@pytest.mark.parametrize(("name", "function"), bank.RIGHT + classes.RIGHT, ids=identify(bank.RIGHT + classes.RIGHT))
def test_what_is_right_works_in_the_later_cells_or_is_held_back(name, function):
    stem, names = next((s, t.TASKS) for s, t in zip(USED_LATER, (binary, multiclass), strict=True) if name in t.TASKS)
    space = together(name, function, names)
    progress = checks.board(textbook_of(names) | {name: function}, tuple(names))
    assert all(verdict.status == "right" for verdict in progress.verdicts), progress
    if progress.first:
        assert progress.first.function == name and "But " in progress.first.message
        return
    with np.errstate(all="ignore"), redirect_stdout(io.StringIO()):
        exec(
            later_cells(stem),
            space | {"board": checks.board} | (birds() if name in multiclass.TASKS else launches(space)),
        )


def launches(space):
    X, y = data.make_blobs(100, seed=2)
    launches = data.load_challenger()
    t, distress = launches.temperature_f, launches.any_distress
    x = ((t - t.mean()) / t.std())[:, None]
    fast = gradient_descent(x, distress, 4.0, epochs=100)
    return {"X": X, "y": y, "x": x, "distress": distress, "fast": fast, "fit": space["train"]}


def birds():
    penguins = data.load_penguins()
    bills = np.column_stack([penguins.bill_length_mm, penguins.bill_depth_mm])
    X, Y = (bills - bills.mean(axis=0)) / bills.std(axis=0), losses.one_hot(penguins.species, 3)
    return {"X": X, "Y": Y, "losses": losses, "learning_rate": 1.0}


def test_some_right_solutions_are_held_back_with_a_sentence():
    for check, function, said in (
        (checks.check_forward, lambda X, w, b: list(bank.σ(X @ w + b)), "come as a list"),
        (checks.check_sigmoid, lambda z: bank.σ(z).astype(object) if np.ndim(z) else bank.σ(z), "an array of objects"),
        (checks.check_bce_loss, lambda y, p: np.array([losses.binary_cross_entropy(y, p).mean()]), "inside an array"),
        (checks.check_train, lambda X, y, eta, n: bank.descend(X, y, eta, n), "`learning_rate=` and `epochs=`"),
    ):
        verdict = check(function)
        assert (verdict.status, verdict.fits) == ("right", False), verdict
        assert said in verdict.message
    assert (
        checks.check_bce_loss(lambda y, p: losses.binary_cross_entropy(y, p).mean(keepdims=True)[None]).status
        == "wrong"
    )


# Harmless


def everything(function):
    return [check(function) for check in CHECKS.values()]


class Awkward:
    """Raises whatever is done to it."""

    def __getattribute__(self, name):
        raise KeyError(name)


def raising(error):
    def function(*args):
        raise error

    return function


def generator(*args):
    yield 1.0


async def coroutine(*args):
    return 1.0


STRANGE = [
    None, 3, "text", [], Awkward(), Awkward, object, int, print, len, np.exp, dict, lambda: 1, lambda *a: None,
    lambda *a: a, lambda *a, **k: k, lambda *a: "0.5", lambda *a: b"1", lambda *a: {}, lambda *a: {1}, lambda *a: 1j,
    lambda *a: np.array(["a"]), lambda *a: np.array([None]), lambda *a: [[1], [1, 2]], lambda *a: (),
    lambda *a: ((), ()), lambda *a: [], lambda *a: np.nan, lambda *a: np.inf, lambda *a: True, 
    lambda *a: Awkward(), lambda *a: Awkward,
    lambda *a: (Awkward(), 1), lambda *a: np.zeros((0, 3)), lambda *a: np.zeros((2, 2, 2, 2)), lambda *a: range(3),
    lambda *a: 10**400, lambda *a: np.datetime64("2020-01-01"), lambda *a: np.ma.masked, lambda *a: NotImplemented,
    lambda *a: sys.modules, lambda *a: print, lambda *a: iter([1]), generator, coroutine, raising(SystemExit()),
    raising(KeyboardInterrupt()), raising(GeneratorExit()), raising(MemoryError()), raising(StopIteration()),
    raising(Warning("w")), raising(BaseException("b")),
    raising(NotImplementedError("later")), raising(ValueError(Awkward)),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:coroutine")
@pytest.mark.parametrize("index", range(len(STRANGE)))
def test_nothing_raises(index):
    for verdict in everything(STRANGE[index]):
        assert verdict.status in ("wrong", "not attempted")
        assert str(verdict) and verdict._repr_html_()
        assert verdict.misconception != "not_judged"


@pytest.mark.parametrize("function", [np.tanh, bank.plain, bank.raises, raising(SystemExit())])
def test_what_is_printed_and_warned_is_swallowed(function, recwarn):
    def loud(z):
        print("to stdout")
        print("to stderr", file=sys.stderr)
        np.log(np.zeros(1))
        return function(z)

    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        checks.check_sigmoid(loud)
    assert (out.getvalue(), err.getvalue(), list(recwarn)) == ("", "", [])


def test_the_random_state_is_kept():
    np.random.seed(3)  # noqa: NPY002
    random.seed(3)
    expected = np.random.random(), random.random()  # noqa: NPY002
    np.random.seed(3)  # noqa: NPY002
    random.seed(3)
    checks.check_sigmoid(lambda z: np.random.seed(1) or random.seed(1) or np.random.random() + random.random())  # noqa: NPY002
    assert (np.random.random(), random.random()) == expected  # noqa: NPY002


HARMFUL = """
settings = {"calls": 0}
kept = []
w = np.array([1.0, 2.0])
rng = np.random.default_rng(1)
count = 0

class Model:
    steps = 0
model = Model()

def helper():
    global count
    count += 1
    kept.append(count)

def sigmoid(z, seen=[]):
    global settings
    seen.append(z)
    settings["calls"] += 1
    w[:] = 0
    model.steps = 5
    rng.normal()
    helper()
    sigmoid.calls = len(seen)
    settings = None if False else settings
    return 1 / (1 + np.exp(-z))
"""


def test_the_notebook_is_left_as_it_was():
    space = {"np": np, "__name__": "__main__"}
    exec(HARMFUL, space)
    before = copy.deepcopy({name: space[name] for name in ("settings", "kept", "count")})
    state = str(space["rng"].bit_generator.state)
    assert checks.check_sigmoid(space["sigmoid"]).status == "right"
    assert {name: space[name] for name in before} == before
    assert list(space["w"]) == [1, 2]
    assert space["model"].__dict__ == {}
    assert str(space["rng"].bit_generator.state) == state
    assert space["sigmoid"].__defaults__ == ([],)
    assert not hasattr(space["sigmoid"], "calls")


def test_a_closure_is_left_as_it_was():
    def make():
        calls = [0]

        def sigmoid(z):
            calls[0] += 1
            return 1 / (1 + np.exp(-z))

        return sigmoid, calls

    sigmoid, calls = make()
    assert checks.check_sigmoid(sigmoid).status == "right"
    assert calls == [0]


OWNERS = """
import functools, sys
log, arrays = [], {}
class Store:
    count, data = 0, []
class Sigmoid:
    calls = 0
    def __init__(self): self.seen = []
    def __call__(self, z):
        self.seen.append(1)
        self.last = z
        Sigmoid.calls += 1
        return 1 / (1 + np.exp(-z))
def storing(z):
    Store.count += 1
    Store.data.append(1)
    Store.new = 1
    sys.setrecursionlimit(5000)
    return 1 / (1 + np.exp(-z))
def logging(k, z):
    log.append(1)
    return 1 / (1 + np.exp(-k * z))
functions = [Sigmoid(), storing, functools.partial(logging, 1.0), np.vectorize(lambda z: logging(1.0, z), [float])]
"""


@pytest.mark.parametrize("index", range(4))
def test_classes_objects_and_what_partials_reach_are_left_as_they_were(index):
    space, depth = {"np": np, "__name__": "__main__"}, sys.getrecursionlimit()
    exec(OWNERS, space)
    function, data = space["functions"][index], space["Store"].data
    assert checks.check_sigmoid(function).misconception != "not_judged"
    assert (space["Sigmoid"].calls, space["functions"][0].__dict__, space["log"]) == (0, {"seen": []}, [])
    assert (space["Store"].count, space["Store"].data, hasattr(space["Store"], "new")) == (0, [], False)
    assert space["Store"].data is data
    assert sys.getrecursionlimit() == depth


@pytest.fixture
def no_threads(monkeypatch):
    def refuse(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)


def test_print_options_are_kept_where_python_has_no_threads(no_threads):
    before = np.get_printoptions()
    checks.check_sigmoid(lambda z: np.set_printoptions(precision=2) or bank.σ(z))
    assert np.get_printoptions() == before


def test_print_settings_and_streams_are_kept():
    before = sys.stdout, sys.stderr, builtins.print, np.geterr(), threading.active_count()
    everything(lambda *a: print(a))
    assert before == (sys.stdout, sys.stderr, builtins.print, np.geterr(), threading.active_count())


# Time


def test_an_endless_loop_is_stopped_and_the_thread_ends():
    before = threading.active_count()
    started = time.perf_counter()
    assert checks.check_sigmoid(lambda z: [None for _ in iter(int, 1)]).misconception == "endless_loop"
    assert time.perf_counter() - started < 3
    assert threading.active_count() == before


def test_a_function_that_is_slow_only_now_and_then_is_not_called_random(monkeypatch):
    calls = []

    class Clock:
        def __call__(self, z):
            calls.append(z)
            while len(calls) == len(binary.SIGMOID.probes) + 2:
                pass
            return 3 * bank.σ(z)

    assert checks.check_sigmoid(Clock()).misconception == "constant_factor"


def test_a_loop_that_swallows_every_exception_is_stopped_too():
    before = threading.active_count()
    assert checks.check_sigmoid(bank.swallows_everything).misconception == "endless_loop"
    assert threading.active_count() == before


def test_what_cannot_be_stopped_is_said(monkeypatch):
    monkeypatch.setattr(sandbox, "LIMIT", 0.05)
    monkeypatch.setattr(sandbox, "PATIENCE", 0.05)
    verdict = checks.check_sigmoid(bank.sleeps)
    assert verdict.misconception == "endless_loop"
    assert "could not be stopped" in verdict.message


def test_without_threads_too_a_verdict_comes_in_time(no_threads):
    trace = sys.gettrace()
    started = time.perf_counter()
    assert checks.check_sigmoid(lambda z: [None for _ in iter(int, 1)]).misconception == "endless_loop"
    assert time.perf_counter() - started < 3
    assert sys.gettrace() is trace
    assert checks.check_sigmoid(bank.plain).status == "right"
    assert checks.check_sigmoid(np.tanh).misconception == "tanh"


def right_functions():
    last = {name: function for name, function in bank.RIGHT if name != "train"}
    return last | {"sigmoid": bank.plain, "forward": bank.einsum, "train": bank.textbook_train}


def test_all_five_together_are_quick():
    functions = right_functions()
    checks.board(functions)
    times = []
    for _ in range(3):
        started = time.perf_counter()
        board = checks.board(functions)
        times.append(time.perf_counter() - started)
    assert board.first is None
    assert min(times) < 0.3


# What the student reads


def test_the_message_says_what_was_tried_what_came_and_what_was_expected():
    message = checks.check_sigmoid(lambda z: 1 / (1 + np.exp(z))).message
    assert message.startswith("`sigmoid(2)` gave 0.1192 where 0.8808 is expected: ")


def test_a_mistake_that_nobody_knows_gets_the_smallest_failing_example():
    verdict = checks.check_bce_loss(lambda y, p: np.mean(np.sin(p)))
    assert verdict.misconception is None
    assert verdict.message == "`bce_loss` with y = [1], ŷ = [0.8] gave 0.7174 where 0.2231 is expected."


def test_an_error_that_nobody_knows_is_asked_about():
    verdict = checks.check_bce_loss(raising(KeyError("loss")))
    assert verdict.misconception is None
    assert "stopped with `KeyError: 'loss'`" in verdict.message
    assert "line does the error come from" in verdict.hint


def test_a_class_is_not_told_to_be_a_def():
    assert "defined as `class sigmoid(" in checks.check_sigmoid(type("sigmoid", (), {})).message
    assert "defined as `def sigmoid(" in checks.check_sigmoid(lambda: 0.5).message


def test_negative_numbers_have_a_true_minus_sign():
    message = checks.check_bce_loss(lambda y, p: -np.inf).message
    assert "gave −∞ where" in message
    assert "gave −0.8808 where" in checks.check_sigmoid(lambda z: -bank.σ(z)).message
    assert "is −3 times" in checks.check_sigmoid(lambda z: -3 * bank.σ(z)).message


def test_numbers_that_differ_late_are_shown_with_enough_digits():
    message = checks.check_sigmoid(lambda z: bank.σ(z) + 2e-5 * np.sin(z) * (1 + np.asarray(z)) ** 2).message
    came, expected = re.search(r"gave (\S+) where (\S+) is", message).groups()
    assert came != expected


def test_shapes_are_told_where_only_they_differ():
    one_sample = binary.FORWARD.probes[0]
    assert len(one_sample[0]) == 1
    message = checks.check_forward(lambda X, w, b: bank.σ(X @ w + b)[:, None]).message
    assert "gave [[0.2227]] where [0.2227] is expected" in message
    message = checks.check_sigmoid(lambda z: np.broadcast_to(bank.σ(z), (1, *np.shape(z)))[None, None]).message
    assert "of shape (1, 1, 1) where 0.8808" in message


@pytest.mark.parametrize(("name", "misconception", "function"), bank.WRONG[::7], ids=identify(bank.WRONG[::7]))
def test_messages_are_short_and_stable(name, misconception, function):
    first, second = CHECKS[name](function), CHECKS[name](function)
    assert first.message == second.message
    assert len(first.message) < 420
    assert not re.search(r"0x[0-9a-f]{6}", str(first))


def test_failing_again_unlocks_hints():
    levels = [checks.check_sigmoid(np.tanh).hints for _ in range(4)]
    assert [len(hints) for hints in levels] == [1, 2, 3, 3]
    assert levels[2][:2] == levels[1]
    checks.check_sigmoid(bank.plain)
    assert len(checks.check_sigmoid(np.tanh).hints) == 1


def test_only_the_newest_hint_is_unfolded():
    first, second, third = (checks.check_sigmoid(np.tanh)._repr_html_() for _ in range(3))
    assert "<details" not in first
    for html, newest in ((second, "Hint 2."), (third, "Hint 3.")):
        folded, after = html.split("</details>")
        assert "Hint 1." in folded and newest in after and "Hint 1." not in after


def test_hints_begin_anew_when_the_mistake_is_another():
    assert [len(checks.check_sigmoid(f).hints) for f in (np.tanh, np.tanh, np.exp, np.exp, np.tanh)] == [1, 2, 1, 2, 1]


def test_a_remark_says_where_a_right_loss_hides_an_infinite_one():
    def limited(y, y_hat):
        p = np.clip(y_hat, 1e-7, 1 - 1e-7)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def replaced(y, y_hat):
        return np.nan_to_num(np.mean(losses.binary_cross_entropy(y, y_hat)))

    for function, cost in ((limited, "costs 16.12 here"), (replaced, "costs 1.798e+308 here")):
        verdict = checks.check_bce_loss(function)
        assert verdict.status == "right" and cost in verdict.message
    exact = checks.check_bce_loss(lambda y, y_hat: np.mean(losses.binary_cross_entropy(y, y_hat)))
    assert exact.message == "As expected on every example tried."


SAID = (  # what may be said of a row that shares its name with others
    (checks.check_sigmoid, lambda z: np.log1p(np.exp(z)), "a logarithm was taken on the way", "of the sigmoid"),
    (checks.check_sigmoid, lambda z: -z, "−z", "z comes back without"),
    (checks.check_sigmoid, lambda z: np.ravel(bank.σ(z))[0], "one of the entries", "brought together"),
    (checks.check_forward, lambda X, w, b: bank.σ((X @ w)[:, None] + b * np.ones(len(X))), "N × N", "label"),
    (checks.check_gradients, lambda X, y, p: (X.T @ (p - y.mean()) / len(y), np.mean(p - y)), "as when", "each label"),
    (checks.check_softmax, lambda Z: Z.max(axis=1) * 0 + classes.softmax(Z).max(axis=1), "largest", "where a prob"),
    (checks.check_train, lambda X, y, r, n: bank.descend(X, y, r * len(y), n), "the steps are", "that is the sum"),
    (checks.check_cce_grad_z, lambda Y, P: (Y - P) / len(Y), "divides", "as if the labels"),
)


@pytest.mark.parametrize(("check", "function", "said", "unsaid"), SAID)
def test_what_is_said_is_true_for_the_row(check, function, said, unsaid):
    verdict = check(function)
    assert verdict.misconception
    assert said in verdict.message and unsaid not in str(verdict)


def test_a_failure_of_one_function_unlocks_nothing_for_another():
    checks.check_sigmoid(np.tanh)
    assert len(checks.check_forward(lambda X, w, b: X @ w).hints) == 1


def test_an_overflow_that_does_no_harm_is_only_remarked():
    verdict = checks.check_sigmoid(bank.plain)
    assert verdict.status == "right"
    assert "overflow" in verdict.message
    assert "overflow" not in checks.check_sigmoid(bank.stable_with_where).message


def test_the_bundle_has_text_and_html():
    verdict = checks.check_sigmoid(np.tanh)
    bundle = verdict._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", MIME}
    assert bundle["text/plain"] == str(verdict) == repr(verdict)


@pytest.mark.parametrize("function", [np.tanh, bank.plain, bank.raises])
def test_the_card_says_its_status_in_words_and_in_a_sign(function):
    verdict = checks.check_sigmoid(function)
    html = verdict._repr_html_()
    assert 'role="heading"' in html
    assert verdict.status in html
    assert {"right": "✓", "wrong": "✗", "not attempted": "○"}[verdict.status] in html
    assert not re.search(r"https?:|url\(|<script|<img", html)


def test_the_card_escapes_what_the_student_wrote():
    def sigmoid(z):
        raise ValueError("<b>&amp;</b><script>")

    html = checks.check_sigmoid(sigmoid)._repr_html_()
    assert "<script" not in html and "&lt;script&gt;" in html


def test_the_text_of_a_card():
    assert str(checks.check_sigmoid(bank.raises)) == (
        "○ sigmoid: not attempted\n  `sigmoid`: not attempted yet: it still raises NotImplementedError."
    )


# The student's own values


def code_and_made(verdict):
    return [(code, made) for _, code, made in verdict.values]


def test_each_step_of_a_line_is_told_with_its_value():
    def sigmoid(z):
        return 1 / (1 + np.exp(z))

    assert code_and_made(checks.check_sigmoid(sigmoid)) == [
        ("np.exp(z)", "7.389"),
        ("1 + np.exp(z)", "8.389"),
        ("return 1 / (1 + np.exp(z))", "returns 0.1192"),
    ]


def test_values_are_told_with_name_shape_and_type_and_the_others_functions_as_one_call():
    def train(X, y, learning_rate, epochs):
        w, b, losses = np.zeros(X.shape[1]), 0.0, []
        for _ in range(epochs):
            y_hat = bank.forward(X, w, b)
            losses.append(0.5)
            w = w + y_hat[0]
        return w, b, losses

    told = code_and_made(checks.check_train(train))
    assert ("y_hat = bank.forward(X, w, b)", "y_hat = [0.321, 0.321], shape (2,), float64") in told
    assert ("losses.append(0.5)", "losses = [0.5], a list of 1") in told
    assert not any("np.full" in code for code, _ in told)  # the lines of forward


def test_a_loop_is_told_by_its_first_two_turns_and_its_last():
    def sigmoid(z):
        total = 0
        for k in range(50):
            total = total + k
        return total

    verdict = checks.check_sigmoid(sigmoid)
    lines = [line.split(", ") for line, code, _ in verdict.values if code == "total = total + k"]
    assert [place[1:] for place in lines] == [[], ["turn 2"], ["turn 50"]]
    assert verdict.values[-1].made == "returns 1225"


def test_the_line_that_raised_is_the_last():
    def gradients(X, y, y_hat):
        d = y_hat - y
        return X @ d[:, None].T, d

    *_, last = checks.check_gradients(gradients).values
    assert "X @ d" in last.code and last.made.startswith("ValueError: matmul")


def test_a_line_that_made_another_shape_is_told_first():
    def bce_loss(y, y_hat):
        column = y_hat.reshape(-1, 1)
        each = y * np.log(column) + (1 - y) * np.log(1 - column)
        return -np.mean(each)

    assert re.match(r"Line \d+, `y \* np.log\(column\)`, made \(2, 2\) out of \(2,\) and \(2, 1\)\. ",
                    checks.check_bce_loss(bce_loss).message)  # fmt: skip

    def gradients(X, y, y_hat):
        return X @ (y_hat - y)[:, None].T, 0.0

    assert "do not fit together. `gradients`" in checks.check_gradients(gradients).message
    fine = checks.check_forward(lambda X, w, b: 1 / (1 + np.exp((X[:, None] * w).sum(axis=2)[:, 0] + b)))
    assert fine.misconception == "exponent_sign" and fine.message.startswith("`forward`")


class Model:
    def __call__(self, z):
        return self.twice(z) * 1.0

    def twice(self, z):
        return 2 * z


def counting(z):
    n = 0
    while True:
        n += 1


def down(z, n=0):
    return z if n > 4 else down(z, n + 1)


def yielding(z):
    for k in range(3):
        yield k * z


SWALLOWED = []


def swallowing(z):
    while True:
        try:
            SWALLOWED.append(1)
        except BaseException:
            pass


TOLD = {
    "class": (Model(), "2 * z"),
    "endless": (counting, "n += 1"),
    "recursion": (down, "return z if n > 4 else down(z, n + 1)"),
    "generator": (lambda z: sum(yielding(z)), "yield k * z"),
    "comprehension": (lambda z: [v * 3 for v in np.ravel(z)], "v * 3"),
    "vectorised": (np.vectorize(lambda z: z + 3.0), "z + 3.0"),
    "swallows": (swallowing, "SWALLOWED.append(1)"),
    "raises": (lambda z: np.zeros((2, 3)) @ np.zeros(2), "np.zeros((2, 3)) @"),
}


@pytest.mark.parametrize(("function", "code"), TOLD.values(), ids=TOLD)
def test_every_kind_of_function_is_told_soon_and_in_few_rows(function, code, monkeypatch):
    monkeypatch.setattr(sandbox, "LIMIT", 0.2)
    took, plain = [], trace.own_values

    def timed(*args):
        started = time.process_time()  # not the clock: the machine may be busy
        told = plain(*args)
        took.append(time.process_time() - started)
        return told

    plain(counting, (2.0,), {})  # parses this long file
    monkeypatch.setattr(checks, "own_values", timed)
    before = sys.gettrace(), threading.active_count()
    tries = (checks.check_sigmoid(function) for _ in range(6))  # on a busy machine its 50 ms may be over too soon
    verdict = next(verdict for verdict in tries if verdict.values and took[-1] < 0.1)
    assert len(verdict.values) <= 12
    assert any(code in value.code for value in verdict.values), verdict
    assert took[-1] < 0.1
    assert (sys.gettrace(), threading.active_count()) == before


@pytest.mark.parametrize("function", [np.tanh, losses.log_sigmoid, bank.raises, bank.plain])
def test_without_the_students_source_or_a_mistake_there_is_no_table(function):
    verdict = checks.check_sigmoid(function)
    assert verdict.values == () and "<table" not in verdict._repr_html_()


def test_telling_the_values_changes_nothing():
    kept, array = [], np.ones(2)

    def sigmoid(z, seen=[]):  # noqa: B006
        kept.append(z)
        seen.append(z)
        array[:] = 0
        SWALLOWED.append(z)
        return np.tanh(z)

    before = len(SWALLOWED)
    assert any(code == "kept.append(z)" for code, _ in code_and_made(checks.check_sigmoid(sigmoid)))
    assert (kept, list(array), sigmoid.__defaults__, len(SWALLOWED)) == ([], [1, 1], ([],), before)


def test_code_without_source_has_no_table():
    space = {"np": np}
    exec("def sigmoid(z):\n    return np.exp(z)", space)
    assert checks.check_sigmoid(space["sigmoid"]).values == ()


def test_an_expression_that_does_something_is_not_computed_twice():
    rng, out = np.random.default_rng(1), np.zeros(3)
    space = {"np": np, "rng": rng, "out": out, "z": 2.0, "pop": [1].pop}
    for code in (
        "rng.normal() + 1",
        "np.random.normal() + 1",
        "pop() + 1",
        "np.add(z, 1, out=out)",
        "np.add.at(out, 0, 1)",
    ):
        assert not trace._harmless(ast.parse(code, mode="eval").body, space), code
    assert trace._harmless(ast.parse("np.exp(-z).mean() + len(out)", mode="eval").body, space)


def test_the_table_has_header_cells_and_is_escaped_and_is_text_too():
    def sigmoid(z):
        text = "<b>&"
        return z < 3, text

    html, text = (checks.check_sigmoid(sigmoid)._repr_mimebundle_()[kind] for kind in ("text/html", "text/plain"))
    assert html.count('<th scope="col">') == 3 and '<th scope="row">' in html
    assert "<b>&" not in html and "&lt;b&gt;&amp;" in html
    assert "Your own values on this example:" in text and "`return z < 3, text`" in text


# No answers lying about


def test_no_module_of_the_checks_holds_the_exercise_under_its_name():
    modules = [p.stem for p in Path(judge.__file__).parent.glob("*.py")]
    assert "binary" in modules
    for stem in modules:
        module = import_module("helpers.checks" if stem == "__init__" else f"helpers.checks.{stem}")
        assert not {name for name in CHECKS if callable(getattr(module, name, None))}


# For grading


def test_half_of_the_points_are_for_who_misses_an_edge_only():
    def nan_only_at_a_perfect_prediction(y, y_hat):
        return -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))

    def right(y, y_hat):
        with np.errstate(divide="ignore"):
            return -np.mean(np.log(np.where(y == 1, y_hat, 1 - y_hat)))

    verdict = checks.check_bce_loss(nan_only_at_a_perfect_prediction)
    assert (verdict.status, verdict.misconception) == ("wrong", "nan_when_certain")
    assert verdict.points(3) == 1.5 and checks.check_bce_loss(right).points(3) == 3
    for wrong in (lambda y, y_hat: np.mean(y_hat - y), None):
        with pytest.raises(AssertionError, match=r"bce_loss: (wrong|not attempted)"):
            checks.check_bce_loss(wrong).points(3)


def test_time_that_is_up_is_not_told_to_a_collector():
    """What is raised there would be lost, and stand in a student's output."""
    recorder = trace.Recorder(compile("0", "a student's", "exec"), ["0"])
    recorder.deadline = 0
    here = sys._getframe()
    with pytest.raises(sandbox.TimeIsUp):
        recorder(here, "call", None)(here, "line", None)
    removed = []

    class Watched:
        def __del__(self):
            removed.append(recorder(sys._getframe(), "call", None))

    Watched()
    assert removed == [None]
