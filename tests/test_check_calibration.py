"""`check_calibration_table`: every right way to fill bins is right, every wrong one has its name."""

from itertools import pairwise

import numpy as np
import pytest

from helpers import checks


def digitized(y, y_hat, edges):
    member = np.digitize(y_hat, edges[1:-1])
    counts = np.bincount(member)
    used = counts > 0
    return counts[used], np.bincount(member, y_hat)[used] / counts[used], np.bincount(member, y)[used] / counts[used]


def histograms(y, y_hat, edges):
    counts, said, true = (np.histogram(y_hat, edges, weights=weights)[0] for weights in (None, y_hat, y))
    return counts[counts > 0], said[counts > 0] / counts[counts > 0], true[counts > 0] / counts[counts > 0]


def masks(y, y_hat, edges, upper=np.less, keep=False, of=lambda y, y_hat, low, high: (y_hat.mean(), y.mean())):
    rows = []
    for low, high in pairwise(edges):
        inside = (y_hat >= low) & (upper(y_hat, high) | ((high == 1) & (upper is np.less) & (y_hat == 1)))
        if inside.any():
            rows.append((inside.sum(), *of(y[inside], y_hat[inside], low, high)))
        elif keep is not False:
            rows.append((0, keep, keep))
    return tuple(np.array(rows).T)


def plain_lists(y, y_hat, edges):
    rows = {}
    for label, forecast in sorted(zip(y.tolist(), y_hat.tolist(), strict=True)):
        k = max(k for k in range(len(edges) - 1) if edges[k] <= forecast)
        rows.setdefault(k, []).append((forecast, label))
    bins = [rows[k] for k in sorted(rows)]
    means = [[sum(pair[i] for pair in each) / len(each) for each in bins] for i in (0, 1)]
    return [len(each) for each in bins], *means


RIGHT = [digitized, histograms, masks, plain_lists, lambda *args: np.array(digitized(*args))]


def lost_top(y, y_hat, edges):
    member = np.digitize(y_hat, edges) - 1
    found = [k for k in range(len(edges) - 1) if (member == k).any()]
    return tuple(
        np.array([f(member == k) for k in found]) for f in (np.sum, lambda i: y_hat[i].mean(), lambda i: y[i].mean())
    )


def top_alone(y, y_hat, edges):
    return digitized(y, y_hat, [*edges, np.inf])


def from_below(y, y_hat, edges):
    member = np.maximum(np.digitize(y_hat, edges, right=True), 1)
    counts = np.bincount(member)[1:]
    said, true = (np.bincount(member, values)[1:] for values in (y_hat, y))
    return counts[counts > 0], (said / counts)[counts > 0], (true / counts)[counts > 0]


def with_zeros(y, y_hat, edges):
    counts, said, true = (np.histogram(y_hat, edges, weights=weights)[0] for weights in (None, y_hat, y))
    return counts, said / np.maximum(counts, 1), true / np.maximum(counts, 1)


WRONG = [
    ("edges_counted_twice", lambda *args: masks(*args, upper=np.less_equal)),
    ("edges_counted_twice", lambda *args: masks(*args, upper=np.less_equal, keep=np.nan)),
    ("edges_lost", lost_top),
    ("top_in_own_bin", top_alone),
    ("top_in_own_bin", lambda y, p, e: digitized(y, p, [-np.inf, *e, np.inf])),
    ("edge_in_lower_bin", from_below),
    ("empty_bins_as_zero", with_zeros),
    ("empty_bins_kept", lambda *args: masks(*args, keep=np.nan)),
    ("middle_of_bin", lambda *args: masks(*args, of=lambda y, p, low, high: ((low + high) / 2, y.mean()))),
    ("middle_of_bin", lambda y, p, e: (digitized(y, p, e)[0], (e[1:] + e[:-1]) / 2, digitized(y, p, e)[2])),
    ("bins_of_labels", lambda y, y_hat, edges: digitized(y_hat, y, edges)),
    ("share_and_forecast_exchanged", lambda *args: tuple(digitized(*args)[i] for i in (0, 2, 1))),
    ("return_order", lambda *args: digitized(*args)[::-1]),
    ("return_order", lambda *args: (*digitized(*args)[1:], digitized(*args)[0])),
    ("sum_for_mean", lambda *args: masks(*args, of=lambda y, p, *_: (p.sum(), y.sum()))),
    ("sum_for_mean", lambda *args: masks(*args, of=lambda y, p, *_: (p.mean(), y.sum()))),
    ("share_of_all", lambda y, p, e: (*digitized(y, p, e)[:2], digitized(y, p, e)[2] * digitized(y, p, e)[0] / len(y))),
    ("share_of_zeros", lambda y, p, e: digitized(1 - y, p, e)),
    ("ones_counted", lambda y, p, e: (np.multiply(*digitized(y, p, e)[::2]), *digitized(y, p, e)[1:])),
    ("counts_as_shares", lambda y, p, e: (digitized(y, p, e)[0] / len(y), *digitized(y, p, e)[1:])),
    ("printed_not_returned", lambda y, p, e: print(digitized(y, p, e))),
    ("wrong_structure", lambda y, p, e: digitized(y, p, e)[:2]),
]


@pytest.mark.parametrize("function", RIGHT)
def test_a_right_table_is_right(function):
    verdict = checks.check_calibration_table(function)
    assert verdict.status == "right" and verdict.fits, verdict


@pytest.mark.parametrize(("name", "function"), WRONG)
def test_a_wrong_table_has_its_name(name, function):
    verdict = checks.check_calibration_table(function)
    assert (verdict.status, verdict.misconception) == ("wrong", name), verdict


def test_what_is_not_begun_is_called_so():
    def calibration_table(y, y_hat, edges):
        raise NotImplementedError()

    assert checks.check_calibration_table(calibration_table).status == "not attempted"


def test_every_mistake_of_the_table_was_tried():
    assert checks.TASKS["calibration_table"].names <= {name for name, _ in WRONG}


def test_different_mistakes_give_different_tables():
    task = checks.TASKS["calibration_table"]
    cases = [task.case(*args) for args in task.probes]
    tables = [
        (name, [[np.ravel(part).tolist() for part in formula(case)] for case in cases]) for name, formula in task.whole
    ]
    assert len(tables) > 50
    names = {}
    for name, numbers in tables:
        assert names.setdefault(str(numbers), name) == name
    right = [[np.ravel(part).tolist() for part in task.right(case)] for case in cases]
    assert str(right) not in names
