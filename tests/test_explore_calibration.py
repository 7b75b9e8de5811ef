"""What `explore_calibration` draws and says: forecasts sharper or milder, and the three terms of their loss."""

import math

import numpy as np
import pytest

from helpers.explore import explore_calibration
from helpers.explore.calibration import ANSWERS, TEMPERATURES
from tools import notebooks

COUNTS, SAID, SHARE = [4, 6, 5, 9, 4, 4], [0.1, 0.2, 0.4, 0.5, 0.8, 0.97], [0, 1 / 3, 0.8, 7 / 9, 0.25, 1]
STATES = [(T, answers) for T in TEMPERATURES for answers in ANSWERS]


@pytest.fixture(scope="module")
def calibration():
    return explore_calibration(COUNTS, SAID, SHARE)


def scene(explorable):
    return explorable.update.__self__


def loss(share, y_hat):
    terms = [(share, y_hat), (1 - share, 1 - y_hat)]
    return sum(-p * math.log(q) if q else math.inf for p, q in terms if p)


def by_hand(temperature, answers):
    """Counts, forecasts and shares of the groups put together, in plain Python."""
    size = {"every answer": 1, "three answers": 2, "one answer": 6}[answers]
    for first in range(0, 6, size):
        rows = list(zip(COUNTS, SAID, SHARE, strict=True))[first : first + size]
        n = sum(count for count, *_ in rows)
        said, share = (sum(row[0] * row[i] for row in rows) / n for i in (1, 2))
        yield n, 1 / (1 + ((1 - said) / said) ** (1 / temperature)), share


@pytest.mark.parametrize(("temperature", "answers"), STATES)
def test_points_terms_and_words_are_those_worked_by_hand(calibration, temperature, answers):
    readout = calibration.update(temperature=temperature, answers=answers)
    groups = list(by_hand(temperature, answers))
    np.testing.assert_allclose(scene(calibration).points.get_xydata(), [group[1:] for group in groups], rtol=1e-12)
    total, ones = sum(COUNTS), sum(n * share for n, _, share in groups)
    mean = sum(n * loss(share, y_hat) for n, y_hat, share in groups) / total
    best = sum(n * loss(share, share) for n, _, share in groups) / total
    uncertainty = loss(ones / total, ones / total)
    terms = uncertainty, uncertainty - best, mean - best, mean
    drawn = [[patch.get_x(), patch.get_x() + patch.get_width()] for patch in scene(calibration).patches]
    ends = [[0, uncertainty], [best, uncertainty], [best, mean], [0, mean]]
    np.testing.assert_allclose(drawn, np.minimum(ends, scene(calibration).top), atol=1e-12)
    said = [float(word.get_text().replace("−", "-")) for word in scene(calibration).words]
    np.testing.assert_allclose(said, terms, atol=5.1e-4)
    assert all(f"{word} {number.get_text()}" in readout for word, number in named(calibration))
    assert len(scene(calibration).arrows.get_xdata()) == 2 * (mean > scene(calibration).top)


def named(calibration):
    return zip(("Uncertainty", "resolution", "miscalibration", "mean loss"), scene(calibration).words, strict=True)


def test_bars_of_chance_reach_two_standard_deviations_within_0_and_1(calibration):
    calibration.update(temperature=1, answers="every answer")
    x, ends = scene(calibration).bars.get_data()
    assert np.isnan(ends[2::3]).all()
    sd = [math.sqrt(y_hat * (1 - y_hat) / n) for n, y_hat in zip(COUNTS, SAID, strict=True)]
    np.testing.assert_allclose(ends[::3], [max(q - 2 * s, 0) for q, s in zip(SAID, sd, strict=True)])
    np.testing.assert_allclose(ends[1::3], [min(q + 2 * s, 1) for q, s in zip(SAID, sd, strict=True)])
    np.testing.assert_allclose(x, np.repeat(SAID, 3))


def test_temperature_moves_what_is_said_and_nothing_else(calibration):
    told = {T: calibration.update(temperature=T, answers="every answer") for T in TEMPERATURES}
    assert "away from ½" in told[0.25] and "nowhere" in told[1] and "towards ½" in told[10]
    assert len({readout.partition("Uncertainty")[2].partition("+")[0] for readout in told.values()}) == 1
    assert len({readout.partition("+")[2] for readout in told.values()}) == len(TEMPERATURES)


@pytest.mark.parametrize("group", [([1], [0.0], [1.0]), ([1], [1.0], [0.0]), ([3, 1], [0.5, 1.0], [1 / 3, 0.0])])
def test_a_certain_mistake_is_infinite_at_every_temperature(group):
    explorable = explore_calibration(*group)
    for state in explorable.states():
        readout = explorable.update(**state)
        assert readout.endswith("mean loss ∞ nats.") or state["answers"] != "every answer"
    explorable.update(temperature=0.25, answers="every answer")
    assert len(scene(explorable).arrows.get_xdata()) == 2


@pytest.mark.parametrize("group", [([1], [0.3], [1.0]), ([2], [1.0], [1.0]), ([1, 1], [0.0, 1.0], [0.0, 1.0])])
def test_few_and_certain_forecasts_are_drawn(group):
    explorable = explore_calibration(*group)
    assert all("∞" not in explorable.update(**state) for state in explorable.states())


@pytest.mark.parametrize(
    ("group", "words"),
    [
        (([1, 2], [0.5], [0.5]), "three"),
        (([0, 2], [0.5, 0.6], [0.5, 0.5]), "counts above 0"),
        (([1], [1.2], [0.5]), "numbers from 0 to 1"),
        (([1], [0.5], [-0.1]), "numbers from 0 to 1"),
        (([1], [np.nan], [0.5]), "finite"),
    ],
)
def test_what_is_no_table_is_refused(group, words):
    with pytest.raises(ValueError, match=words):
        explore_calibration(*group)


def test_what_notebook_7_says_of_it_is_what_it_says():
    cells = {cell.id: cell for cell in notebooks.read(notebooks.NOTEBOOKS / "07_calibration.ipynb").cells}
    space = {}
    for cell_id in ("imports", "own", "mean-of", "groups", "groups-code"):
        exec(cells[cell_id].source, space)
    explorable = explore_calibration(*(space[name] for name in ("counts", "mean_y_hat", "share")))
    text = cells["push-notice"].source
    for state, numbers in {
        (2, "every answer"): "0.134 0.634 0.682 0.182",
        (0.25, "every answer"): "1.082 1.582",
        (10, "every answer"): "0.669",
        (1, "one answer"): "0.003",
        (1, "three answers"): "0.041 0.054",
    }.items():
        readout = explorable.update(temperature=state[0], answers=state[1])
        assert all(number in readout and number in text for number in numbers.split()), readout
    means = {T: explorable.update(temperature=T, answers="every answer")[-11:-6] for T in TEMPERATURES}
    assert min(means, key=means.get) == 2
