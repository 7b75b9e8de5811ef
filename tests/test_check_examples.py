"""Examples that catch mistakes: each is judged, and the wrong functions that pass them are counted."""

import time

import numpy as np
import pytest

from helpers import checks, losses
from helpers.checks import examples

SINGLE = [([1], [0.8], 0.223), ([0], [0.3], 0.357)]
MIXED = ([1, 0, 1], [0.12347, 0.6789, 0.0012])
ALL_CAUGHT = [
    (*MIXED, -np.log([0.12347, 1 - 0.6789, 0.0012]).mean()),
    ([0, 1], [0, 1], 0),
    ([1], [0], np.inf),
]
X, Y, Y_HAT = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([1, 0]), np.array([0.7, 0.4])
GRADIENTS = [(X, Y, Y_HAT, ([0.45, -0.5], 0.05)), ([[2]], [1], [0.7], ([-0.6], -0.3))]


def test_single_samples_let_the_sum_through_and_a_pair_does_not():
    known = examples._known(checks.TASKS["bce_loss"])
    total = [row for row in known if row[0] == "sum_for_mean"]
    pair = ([1, 0], [0.9, 0.2], 0.164)
    assert total and len(known) > 200
    for row in total:
        assert not any(examples._catches(checks.TASKS["bce_loss"], example, row) for example in SINGLE)
        assert examples._catches(checks.TASKS["bce_loss"], pair, row)
    counts = [
        int(checks.check_examples(given).message.split("let ")[1].split()[0]) for given in (SINGLE, [*SINGLE, pair])
    ]
    assert counts[0] > counts[1] > 0


def test_one_kind_at_a_time_is_described_and_what_would_show_it():
    verdict = checks.check_examples(SINGLE)
    assert verdict.status == "right" and "would be seen by more than one sample" in verdict.message
    assert "One of them: " in verdict.message and verdict.hint.endswith("?")


def test_three_good_examples_catch_all():
    verdict = checks.check_examples(ALL_CAUGHT)
    assert verdict.status == "right" and "not one of the" in verdict.message


def test_examples_for_the_gradients_are_judged_too():
    verdict = checks.check_examples(GRADIENTS, "gradients")
    assert verdict.status == "right" and "would be seen by" in verdict.message
    wrong = checks.check_examples([(*GRADIENTS[0][:3], ([0.45, 0.5], 0.05)), GRADIENTS[1]], "gradients")
    assert "Example 1 expects 0.5, which is too large" in wrong.message


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([([1], [0.8], 0.22), SINGLE[1]], "Example 1 expects 0.22, which is too small"),
        ([SINGLE[0], ([0], [0.3], 1.204)], "Example 2 expects 1.204, which is too large"),
        ([([1], [0.8], 0.2231), ([1], [0.8], 0.2232)], "Example 2 expects 0.2232"),
        (SINGLE[:1], "2 to 4 examples are wanted, and 1 came"),
        (SINGLE * 3, "6 came"),
        ([([1], [0.8])] * 2, "Example 1 is not of the form `(y, y_hat, expected)`"),
        ([([2], [0.8], 0.2)] * 2, "a label is 0 or 1"),
        ([([1], [0.8, 0.2], 0.2)] * 2, "equal shapes are wanted"),
        ([([1], [0.8], [0.223])] * 2, "not of the kind"),
        ([([1], [0.8], np.nan)] * 2, "not of the kind"),
        ([(np.ones(200), np.ones(200), 0)] * 2, "more than 100"),
    ],
)
def test_an_example_that_is_not_right_is_named(given, said):
    verdict = checks.check_examples(given)
    assert verdict.status == "wrong" and said in verdict.message


@pytest.mark.parametrize(
    "given", [3, object(), [1, 2], iter(SINGLE), [("a", "b", "c")] * 2, "<b>", {"a": 1}, [[[]]] * 3]
)
def test_nothing_raises(given):
    assert checks.check_examples(given).status == "wrong"
    assert checks.check_examples(SINGLE, given if isinstance(given, str) else "no such").status == "wrong"


class LeavesWhenCounted(list):
    def __len__(self):
        raise SystemExit


class LeavesWhenAsked(dict):
    def __getattribute__(self, name):
        raise SystemExit


def test_what_would_end_the_kernel_is_judged():
    assert checks.check_examples(LeavesWhenCounted(SINGLE)).status == "wrong"
    assert checks.check_which_gradient(LeavesWhenAsked()).status == "wrong"


@pytest.mark.parametrize("given", [None, [], ()])
def test_without_examples_it_is_not_attempted(given):
    assert checks.check_examples(given).status == "not attempted"


def test_what_would_show_mistakes_is_an_example_of_what_it_says():
    for entry in examples.WORDS["bce_loss"]:
        y, y_hat = map(np.array, entry["args"])
        assert losses.binary_cross_entropy(y, y_hat).shape == y.shape
    assert all(len(entry["args"]) == 3 for entry in examples.WORDS["gradients"])


def test_it_is_quick():
    checks.check_examples(ALL_CAUGHT)
    begin = time.process_time()
    checks.check_examples([*SINGLE, *ALL_CAUGHT[:2]])
    assert time.process_time() - begin < 0.2
