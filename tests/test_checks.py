"""The checks name the mistakes of the bank, accept what is right, and do no harm whatever they are given."""

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
import mistakes_week2 as bank
import numpy as np
import pytest

from helpers import checks, losses
from helpers.checks import binary, judge, matching, multiclass, sandbox, words

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
    typed = {letter: name.replace("ŷ", "y_hat") for letter, name in MATCHED.items()}
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
    assert len(told) == 12


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


def test_every_name_has_words():
    named = {name for _, _, rows in TABLES for name, _ in rows}
    named |= {
        name for task in ALL_TASKS.values() for name, *_ in (*task.together, *task.whole, *task.fits, *task.clues)
    }
    named |= {name for task in ALL_TASKS.values() for edge in task.edges for name, _ in edge.slips}
    named |= {name for name, *_ in judge.ERRORS}
    assert len(named) > 90
    assert named <= set(words.NAMES)


def test_every_word_is_used():
    source = "".join(path.read_text(encoding="utf-8") for path in code_files())
    for name in words.NAMES:
        assert f'"{name}"' in source, name


def test_words_for_one_task_belong_to_a_mistake_of_that_task():
    assert len(words.FOR_TASK) >= 5
    for task, own in words.FOR_TASK.items():
        rows = (ALL_TASKS[task].together, *ALL_TASKS[task].slips.values())
        assert own.keys() <= {name for part in rows for name, _ in part}


def test_a_mistake_is_told_in_the_words_of_its_task():
    softmax = checks.check_softmax(lambda Z: np.log(classes.softmax(Z)))
    assert "of the softmax" in softmax.message and "sigmoid" not in str(softmax)


def code_files():
    files = [f for f in Path(judge.__file__).parent.glob("*.py") if f.name != "words.py"]
    assert len(files) >= 5
    return files


SOLUTIONS = (
    r"np\.",
    r"exp\(",
    r"X\.T",
    r"@",
    r"1 ?/ ?\(1",
    r"mean\(",
    r"sum\(",
    r"range\(",
    r"-=",
    r"y_hat ?- ?y",
    r"ŷ ?[−-] ?y\b",
)


TEXTS = words.NAMES | {f"{task} {name}": texts for task, own in words.FOR_TASK.items() for name, texts in own.items()}


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_holds_a_solution(name):
    for text in TEXTS[name]:
        assert not any(re.search(solution, text) for solution in SOLUTIONS), text


@pytest.mark.parametrize("name", TEXTS)
def test_a_hint_is_a_question(name):
    _, asks, look = TEXTS[name]
    assert asks.endswith("?") or name in ("still_raises", "empty_body", "not_defined")
    assert not asks or look.endswith(".")


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
    return last | {"sigmoid": bank.plain, "train": bank.textbook_train}


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


def test_nobody_is_sent_through_a_hundred_samples_on_paper():
    for _ in range(2):
        few, many = checks.check_sigmoid(np.tanh), checks.check_train(lookalike.in_groups(32))
    assert "on paper" in few.hint
    assert "130" in many.hint and "print" in many.hint and "paper" not in many.hint


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
    assert set(bundle) == {"text/plain", "text/html"}
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


# No answers lying about


def test_no_module_of_the_checks_holds_the_exercise_under_its_name():
    modules = [p.stem for p in Path(judge.__file__).parent.glob("*.py")]
    assert "binary" in modules
    for stem in modules:
        module = import_module("helpers.checks" if stem == "__init__" else f"helpers.checks.{stem}")
        assert not {name for name in CHECKS if callable(getattr(module, name, None))}
