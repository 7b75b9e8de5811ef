"""What the explorables of a descent draw, against losses, differences and descents written here a second time."""

import itertools

import numpy as np
import pytest
from by_hand import loss_by_hand, sigma, slope_by_differences

from helpers import recall
from helpers.explore import descent, explore_descent, explore_landscape, explore_race
from helpers.explore.descent import DescentScene, LandscapeScene, RaceScene, descend, epochs_to_cross, mean_loss, race

X = np.array([-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0])
Y = np.array([0, 0, 0, 1, 0, 1, 1, 1])

# (loss, w, b): the number of updates after which the prediction is below one half for the first time
CROSSINGS = {
    ("cross_entropy", 2.0, 2.0): 17,
    ("squared_error", 2.0, 2.0): 232,
    ("cross_entropy", 0.6, 0.9): 8,
    ("squared_error", 0.6, 0.9): 36,
}


def descend_by_hand(loss, x, y, w, b, learning_rate, epochs):
    """Every (w, b) from the start on; the slope of each sample's loss is taken by differences, not by a formula."""
    path = [(w, b)]
    for _ in range(epochs):
        slopes = [slope_by_differences(loss, y_n, w * x_n + b) for x_n, y_n in zip(x, y, strict=True)]
        w -= learning_rate * sum(slope * x_n for slope, x_n in zip(slopes, x, strict=True)) / len(x)
        b -= learning_rate * sum(slopes) / len(x)
        path.append((w, b))
    return np.array(path)


# One curve, one step at a time


def by_differences(f, at, h=1e-5):
    return (f(at + h) - f(at - h)) / (2 * h)


HEIGHTS = {"parabola": lambda w: 0.5 * (w - 2) ** 2, "one sample": lambda w: loss_by_hand("cross_entropy", 1, w)}


def test_two_steps_of_the_parabola_by_hand():
    """From −2 the slope is −4, so a quarter of it leads to −1; there it is −3, and that leads to −0.25."""
    assert descend(descent.CURVES["parabola"], 0.25, 2).tolist() == [-2, -1, -0.25]


def test_step_sizes_do_what_the_text_says():
    """Each update multiplies the distance to the lowest point, 4 at the start, by 1 − η."""
    assert len(descent.STEP_SIZES) > 5
    for rate in descent.STEP_SIZES:
        by_hand = [2 - 4 * (1 - rate) ** k for k in range(16)]
        np.testing.assert_allclose(descend(descent.CURVES["parabola"], rate), by_hand, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", HEIGHTS)
def test_descent_scene_draws_the_ball_its_tangent_and_the_next_update(name):
    scene = DescentScene(descent.CURVES[name])
    for rate in (0.05, 0.5, 1.9):
        w = descent.CURVES[name].start
        for epoch in range(5):
            readout = scene.update(epoch=epoch, learning_rate=rate)
            slope = by_differences(HEIGHTS[name], w)
            after = w - rate * slope
            assert scene.ball.get_xydata()[0] == pytest.approx((w, HEIGHTS[name](w)), abs=1e-8)
            (w0, left), (w1, right) = scene.tangent.get_xydata()
            assert (right - left) / (w1 - w0) == pytest.approx(slope, abs=1e-7)
            assert scene.shaft.get_xdata() == pytest.approx([w, after], abs=1e-8)
            assert scene.heads["<" if slope > 0 else ">"].get_visible()
            assert len(scene.way.get_xdata()) == epoch + 1
            said = readout.rstrip(".").rpartition("w to ")[2].replace("−", "-")
            assert float(said) == pytest.approx(after, abs=1e-3)
            w = after


def test_the_readout_carries_the_step_out():
    scene = DescentScene(descent.CURVES["parabola"])
    assert scene.update(epoch=1, learning_rate=0.25) == (
        "The parabola ½(w − 2)², η = 0.25, epoch 1: w = −1.000, loss 4.500, slope −3.000. "
        "The next update is −0.25 · (−3.000) = +0.750: it takes w to −0.250."
    )


def test_a_ball_that_has_left_the_picture_is_pointed_at():
    scene = DescentScene(descent.CURVES["parabola"])
    for epoch, side in ((4, "<"), (5, ">")):  # 2 − 4·(−2)⁴ = −62 and 2 + 4·2⁵ = 130
        readout = scene.update(epoch=epoch, learning_rate=3.0)
        assert f"w = {-62 if epoch == 4 else 130}.000".replace("-", "−") in readout
        assert scene.heads[side].get_visible() and scene.words.get_text() == "the ball is outside of the picture"
        assert scene.heads[side].get_xdata()[0] == (scene.curve.left if side == "<" else scene.curve.right)


def test_another_curve_is_refused():
    with pytest.raises(ValueError, match="curve is 'line'; want one of 'parabola', 'one sample'"):
        explore_descent("line")


# The race


@pytest.mark.parametrize(("loss", "w", "b"), CROSSINGS)
def test_race_is_run_with_the_true_gradient(loss, w, b):
    path = descend_by_hand(loss, [1.0], [0], w, b, learning_rate=0.15, epochs=descent.RACE_EPOCHS)
    by_hand = np.array([sigma(w + b) for w, b in path])
    np.testing.assert_allclose(race(loss, w, b), by_hand, rtol=0, atol=1e-7)
    k = CROSSINGS[loss, w, b]
    assert by_hand[k - 1] >= 0.5 > by_hand[k]
    assert epochs_to_cross(race(loss, w, b)) == k


def test_a_race_that_never_crosses_says_so():
    assert epochs_to_cross(np.array([0.9, 0.8, 0.5])) is None
    assert epochs_to_cross(np.array([0.4])) == 0


def test_race_scene_draws_and_says_each_crossing():
    scene = RaceScene()
    assert len(descent.RACE_STARTS) == 2
    for start, (w, b) in descent.RACE_STARTS.items():
        for loss, name in descent.NAMES.items():
            k = CROSSINGS[loss, w, b]
            assert f"{name} has ŷ = 0.5" in scene.update(k - 1, start)
            assert f"{name} has ŷ = 0.4" in (said := scene.update(k, start)) and f"since epoch {k}" in said
            assert scene.marks[loss].get_text() == f"epoch {k}"
            assert scene.runners[loss].get_xydata()[0] == pytest.approx((k, race(loss, w, b)[k]))
            np.testing.assert_array_equal(scene.curves[loss].get_ydata(), race(loss, w, b))
            assert scene.cover.get_x() == k


def test_no_crossing_is_told_before_it_has_come():
    scene = RaceScene()
    assert len(descent.RACE_STARTS) == 2
    for start, (w, b) in descent.RACE_STARTS.items():
        for loss in descent.LOSSES:
            scene.update(CROSSINGS[loss, w, b] - 1, start)
            assert scene.marks[loss].get_text() == ""
    words = f"{explore_race().alt} {explore_landscape(X, Y).alt}"
    assert "plateau" not in words and "slow" not in words and "fall" not in words


def test_the_cover_lies_over_the_curves_and_under_the_words():
    scene = RaceScene()
    for loss in descent.LOSSES:
        assert scene.curves[loss].get_zorder() < scene.cover.get_zorder() < 1 < scene.marks[loss].get_zorder()


# The landscape


def test_landscape_heights_are_mean_losses():
    w, b = np.array([[-5.0, 0.0], [2.0, 1.0]]), np.array([[0.0, 0.0], [-1.0, 6.0]])
    for loss in descent.LOSSES:
        heights = mean_loss(loss, X, Y, w, b)
        assert heights.shape == (2, 2)
        for k in np.ndindex(2, 2):
            by_hand = [loss_by_hand(loss, y, w[k] * x + b[k]) for x, y in zip(X, Y, strict=True)]
            assert heights[k] == pytest.approx(np.mean(by_hand), rel=1e-12)


def test_landscape_draws_the_descent_from_each_start():
    scene, last = LandscapeScene(X, Y), 150
    starts = list(itertools.product(descent.START_WEIGHTS, descent.START_BIASES))
    assert {(0, 0), (0, 5), (-5, 0), (-5, -4)} < set(starts) and last in descent.LANDSCAPE_EPOCHS
    for w, b in starts:
        scene.update(epoch=last, w=w, b=b)
        for loss in descent.LOSSES:
            by_hand = descend_by_hand(loss, X, Y, w, b, learning_rate=1.0, epochs=last)
            np.testing.assert_allclose(scene.paths[loss].get_xydata(), by_hand, atol=1e-6)
            np.testing.assert_allclose(scene.points[loss].get_xydata(), by_hand[-1:], atol=1e-6)


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (1.0, 1, r"x has shape \(\) and y \(\), but \(N,\) and \(N,\) are wanted"),
        ([[1.0], [2.0]], [0, 1], r"x has shape \(2, 1\) and y \(2,\)"),
        ([1.0, np.nan], [0, 1], r"x\[1\] is nan, but a finite number is wanted"),
        ([1.0, 2.0], [0, 2], r"y\[1\] is 2.0, but a label is 0 or 1"),
    ],
)
def test_a_landscape_needs_samples_of_one_feature(x, y, words):
    with pytest.raises(ValueError, match=words):
        explore_landscape(x, y)


def test_every_descent_stays_inside_the_landscape():
    scene = LandscapeScene(X, Y)
    assert len(scene.descents) == 2 * len(descent.START_WEIGHTS) * len(descent.START_BIASES) > 8
    for way in scene.descents.values():
        assert np.abs([way.w_history[:, 0], way.b_history]).max() < descent.LANDSCAPE_END


def test_both_landscapes_have_lines_at_the_same_heights():
    scene = LandscapeScene(X, Y)
    first = [axes.collections for axes in scene.axes.values()]
    levels = [[set(lines.levels) for lines in found if hasattr(lines, "levels")] for found in first]
    assert levels[0][:2] == levels[1][:2] == [set(descent.LEVELS)] * 2
    assert levels[1][2:] == [set(descent.FINER)]


def test_steepness_is_the_length_of_the_gradient():
    scene = LandscapeScene(X, Y)
    for loss, name in descent.NAMES.items():
        slopes = [slope_by_differences(loss, y, -5 * x) for x, y in zip(X, Y, strict=True)]
        by_hand = np.hypot(np.mean(slopes * X), np.mean(slopes))
        assert f"{name} is at w = −5.00, b = 0, loss" in scene.update(epoch=0, w=-5, b=0)
        assert scene.words[loss].get_text().endswith(f"steepness {by_hand:.3f}")


def test_the_card_on_one_step_has_the_right_answer():
    card = recall.load_cards()["one-step-downhill"]
    at_5 = descent.CURVES["parabola"]._replace(start=5.0)
    assert [option.answer for option in card.right] == [f"To w = {descend(at_5, 0.5, 1)[1]}"] == ["To w = 3.5"]
