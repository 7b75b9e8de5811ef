"""What the explorables of notebook 1 draw and say, against values worked out by hand or with `math`."""

import itertools
import math

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers.explore import explore_data_set, explore_loss
from helpers.explore.definition import JUDGEMENTS, Y_HAT_GRID, LossScene, bars, judgement, probability, slope

X, Y = np.array([-1.0, 0.0, 2.0]), np.array([0, 1, 0])


@pytest.fixture(scope="module")
def scene():
    return LossScene()


@pytest.mark.parametrize(("y", "y_hat"), [(1, 0.01), (1, 0.5), (1, 0.99), (0, 0.01), (0, 0.5), (0, 0.99)])
def test_slope_against_central_differences(y, y_hat):
    def loss(p):
        return -math.log(p if y == 1 else 1 - p)

    h = 1e-6
    assert slope(y, y_hat) == pytest.approx((loss(y_hat + h) - loss(y_hat - h)) / (2 * h), rel=1e-6)


def test_slope_is_infinite_where_a_certain_prediction_is_wrong():
    assert slope(1, 0) == -math.inf and slope(0, 1) == math.inf
    assert slope(1, 1) == -1 and slope(0, 0) == 1


@pytest.mark.parametrize(
    ("p", "written"), [(0.0, "∞"), (1e-6, "1,000,000"), (0.001, "1,000"), (0.01, "100"), (0.02, "50.00"), (1.0, "1.00")]
)
def test_a_slope_is_written_alike_for_both_labels(scene, p, written):
    """1/p, where p is the probability given to the label; 1 − 0.99 is a little more than 0.01 in float64."""
    assert scene.update(1, p).endswith(f"there is −{written}.")
    assert scene.update(0, 1 - p).endswith(f"there is {written}.")


@pytest.mark.parametrize(("y", "y_hat"), [(1, 0.01), (1, 0.5), (1, 1.0), (0, 0.99), (0, 0.37), (0, 0.0)])
def test_the_point_stands_on_the_curve_of_the_label(scene, y, y_hat):
    readout = scene.update(y, y_hat)
    loss = -math.log(y_hat if y == 1 else 1 - y_hat)
    assert scene.point.get_visible() and not scene.beyond.get_visible()
    assert scene.point.get_xdata()[0] == y_hat and scene.point.get_ydata()[0] == pytest.approx(loss, abs=1e-12)
    assert scene.active.get_color() == scene.point.get_color() == ("#0072B2", "#D55E00")[y]
    written = "0" if loss == 0 else f"{loss:.3f}"
    assert scene.value.get_text() == written and f"= {written} nats" in readout


@pytest.mark.parametrize(
    ("y", "y_hat", "written"), [(1, 0.0, "∞"), (0, 1.0, "∞"), (1, 1e-6, "13.816"), (1, 1e-4, "9.210")]
)
def test_what_leaves_the_picture_is_an_arrow_with_its_number(scene, y, y_hat, written):
    readout = scene.update(y, y_hat)
    assert scene.beyond.get_visible() and not scene.point.get_visible() and not scene.tangent.get_visible()
    assert scene.beyond.get_marker() == "^" and scene.beyond.get_ydata()[0] < scene.axes.get_ylim()[1]
    assert scene.value.get_text() == written and f"= {written} nats" in readout


def test_infinity_is_written_larger_than_a_number(scene):
    scene.update(1, 1e-6)
    number = scene.value.get_fontsize()
    scene.update(1, 0.0)
    assert scene.value.get_fontsize() > 1.4 * number


def test_the_tangent_touches_the_curve(scene):
    scene.update(1, 0.2)
    (x0, x1), (y0, y1) = scene.tangent.get_data()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(-1 / 0.2)
    assert (y0 + y1) / 2 == pytest.approx(-math.log(0.2))


def test_the_number_beside_the_point_lies_on_no_other_words():
    scene = explore_loss().update.__self__
    for y, y_hat in itertools.product((0, 1), Y_HAT_GRID):
        scene.update(y, y_hat)
        box = scene.value.get_window_extent()
        others = [text for text in scene.axes.texts if text is not scene.value]
        assert len(others) > 3
        assert not any(box.overlaps(text.get_window_extent()) for text in others), (y, y_hat)


def contrast_on_white(color):
    """The contrast ratio of WCAG 2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize("y", [0, 1])
def test_all_words_can_be_read_on_white(scene, y):
    scene.update(y, 0.3)
    assert len(scene.axes.texts) > 3
    for words in scene.axes.texts:
        assert contrast_on_white(words.get_color()) >= 4.5 and words.get_alpha() is None, words.get_text()


@pytest.mark.parametrize("y", [0, 1])
def test_the_idle_term_is_struck_out(scene, y):
    scene.update(y, 0.3)
    assert [scene.strikes[label].get_visible() for label in (0, 1)] == [y == 1, y == 0]
    assert r"y\,\log" in scene.terms[1].get_text() and "1-y" in scene.terms[0].get_text()


def test_each_strike_lies_on_its_term(scene):
    for label, term in scene.terms.items():
        box, strike = term.get_window_extent(), scene.strikes[label].get_window_extent()
        assert box.y0 < strike.y0 <= strike.y1 < box.y1 and (strike.x0, strike.x1) == pytest.approx(
            (box.x0, box.x1), abs=1
        )


def test_the_slider_reaches_both_ends_and_powers_of_ten_close_to_them():
    slider = explore_loss().controls[0]
    assert slider.values[0] == 0 and slider.values[-1] == 1
    assert {1e-6, 1e-5, 1e-4, 1e-3, 1 - 1e-6, 1 - 1e-5, 1 - 1e-4, 1 - 1e-3} <= set(slider.values)
    assert slider.values == sorted(slider.values)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (1e-6, "0.000001"), (0.01, "0.01"), (0.5, "0.5"), (0.99, "0.99"), (1 - 1e-6, "0.999999"), (1.0, "1")],
)
def test_probabilities_are_written_in_plain_digits(value, written):
    assert probability(value) == written


def test_judgements_rise_to_certainty():
    assert [bound for bound, _ in JUDGEMENTS] == sorted(bound for bound, _ in JUDGEMENTS)
    assert judgement(0) == "certain and wrong" and judgement(1) == "certain and right"
    assert judgement(0.5) == "unsure" and judgement(1e-6) == "confident and wrong"


def test_bars_reach_from_zero_to_their_heights():
    path = bars([1.0, 5.0], [2.0, 3.0], 0.5)
    assert path.get_extents().get_points().tolist() == [[0.75, 0], [5.25, 3.0]]


def test_the_data_set_shows_each_loss_and_the_mean():
    explorable = explore_data_set(X, Y)
    readout = explorable.update(w=1.0, b=0.5)
    by_hand = [math.log(1 + math.exp(-0.5)), math.log(1 + math.exp(-0.5)), math.log(1 + math.exp(2.5))]
    scene = explorable.update.__self__
    assert scene.mean.get_ydata()[0] == pytest.approx(sum(by_hand) / 3)
    assert scene.bars[0].get_path().get_extents().y1 == pytest.approx(by_hand[2])
    assert scene.bars[1].get_path().get_extents().y1 == pytest.approx(by_hand[1])
    assert f"{sum(by_hand) / 3:.3f} nats. The worst sample, x = 2.0 with y = 0, costs {by_hand[2]:.3f} nats" in readout
    assert f"{by_hand[2] / sum(by_hand):.0%} of the sum" in readout


@pytest.mark.parametrize(
    ("b", "words"),
    [
        (0.0, "3 of 3 samples share the highest loss, 0.693 nats, 33% of the sum each."),
        (1.0, f"2 of 3 samples share the highest loss, {math.log(1 + math.e):.3f} nats, 45% of the sum each."),
        (-1.0, f"The worst sample, x = 0 with y = 1, costs {math.log(1 + math.e):.3f} nats, 68% of the sum."),
    ],
)
def test_samples_that_cost_the_same_are_not_told_apart(b, words):
    assert explore_data_set(X, Y).update(w=0.0, b=b).endswith(words)


@pytest.mark.parametrize(
    ("x", "y"), [([1.0, 2.0], [1, 1]), ([1.0, 1.0], [0, 1]), ([1.0, 2.0, 3.0], [0, 1]), ([[1.0], [2.0]], [0, 1])]
)
def test_a_data_set_needs_both_labels_and_two_places(x, y):
    with pytest.raises(ValueError, match=r"\(N,\) and \(N,\) are wanted, with both labels and two values of x"):
        explore_data_set(x, y)


def test_a_data_set_needs_finite_values():
    with pytest.raises(ValueError, match=r"x\[1\] is inf, but a finite number is wanted"):
        explore_data_set([-1.0, np.inf, 2.0], [0, 1, 1])


def test_labels_may_be_booleans():
    assert "with y = 0," in explore_data_set([-1.0, 1.0, 3.0], [False, True, False]).readout


def test_the_mean_in_words_lies_on_no_bar():
    scene = explore_data_set(X, Y, w=4.0, b=4.0).update.__self__
    words = scene.words.get_window_extent()
    assert words.y0 > scene.beyond.axes.get_window_extent().y1
    assert words.y1 < scene.curve.axes.get_window_extent().y0


def test_the_sigmoid_passes_one_half_where_the_logit_is_zero():
    explorable = explore_data_set(X, Y)
    explorable.update(w=2.0, b=-1.0)
    x, y_hat = explorable.update.__self__.curve.get_data()
    assert np.interp(0.5, x, y_hat) == pytest.approx(0.5, abs=1e-3)


def test_a_bar_above_the_picture_ends_in_an_arrow():
    explorable = explore_data_set(X, Y)
    explorable.update(w=4.0, b=0.0)
    scene = explorable.update.__self__
    assert scene.beyond.get_xdata().tolist() == [2.0]
    assert scene.bars[0].get_path().get_extents().y1 == scene.figure.axes[1].get_ylim()[1] == 5


def test_a_mean_above_the_picture_says_so():
    """Two samples on the wrong side: each costs softplus(4w)."""
    explorable = explore_data_set([-4.0, 4.0], [1, 0])
    words = explorable.update.__self__.words
    explorable.update(w=1.0, b=0.0)
    assert words.get_text() == f"mean loss L = {math.log(1 + math.exp(4)):.3f}"
    explorable.update(w=2.0, b=0.0)
    assert words.get_text() == f"mean loss L = {math.log(1 + math.exp(8)):.3f}, above the picture"


def test_a_low_bar_stands_on_the_axis():
    """An edge of a point, drawn over the axis, would hide a loss of 0.05 nats."""
    assert [bar.get_linewidth() for bar in explore_data_set(X, Y).update.__self__.bars.values()] == [0, 0]


def test_the_sliders_write_numbers_as_the_readout_does():
    explorable = explore_data_set(X, Y, w=-4.0)
    words = [control.text(explorable.state[control.name]) for control in explorable.controls]
    assert words == ["−4.00", "0"]
    assert explorable.readout.startswith("w = −4.00, b = 0:")


def test_quarters_between_the_baked_halves_come_from_the_kernel():
    explorable = explore_data_set(X, Y)
    explorable.w = 0.25
    assert explorable._reply["readout"].startswith("w = 0.25, b = 0:")
