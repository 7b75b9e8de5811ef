"""What the explorables of notebook 3 draw, against losses, differences and descents written here a second time."""

import math

import numpy as np
import pytest

from helpers.explore import gradients
from helpers.explore.gradients import GradientScene, LandscapeScene, RaceScene, epochs_to_cross, mean_loss, race

X = np.array([-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0])
Y = np.array([0, 0, 0, 1, 0, 1, 1, 1])

# (loss, w, b): the number of updates after which the prediction is below one half for the first time
CROSSINGS = {
    ("cross_entropy", 2.0, 2.0): 17,
    ("squared_error", 2.0, 2.0): 232,
    ("cross_entropy", 0.6, 0.9): 8,
    ("squared_error", 0.6, 0.9): 36,
}


def sigma(z):
    return 1 / (1 + math.exp(-z))


def loss_by_hand(loss, y, z):
    if loss == "cross_entropy":
        return -math.log(sigma(z) if y == 1 else 1 - sigma(z))
    return 0.5 * (sigma(z) - y) ** 2


def slope_by_differences(loss, y, z, h=1e-5):
    return (loss_by_hand(loss, y, z + h) - loss_by_hand(loss, y, z - h)) / (2 * h)


def descend_by_hand(loss, x, y, w, b, learning_rate, epochs):
    """Every (w, b) from the start on; the slope of each sample's loss is taken by differences, not by a formula."""
    path = [(w, b)]
    for _ in range(epochs):
        slopes = [slope_by_differences(loss, y_n, w * x_n + b) for x_n, y_n in zip(x, y, strict=True)]
        w -= learning_rate * sum(slope * x_n for slope, x_n in zip(slopes, x, strict=True)) / len(x)
        b -= learning_rate * sum(slopes) / len(x)
        path.append((w, b))
    return np.array(path)


@pytest.fixture(scope="module")
def gradient_scene():
    return GradientScene()


@pytest.mark.parametrize(("loss", "w", "b"), CROSSINGS)
def test_race_is_run_with_the_true_gradient(loss, w, b):
    path = descend_by_hand(loss, [1.0], [0], w, b, learning_rate=0.15, epochs=gradients.RACE_EPOCHS)
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
    assert len(gradients.RACE_STARTS) == 2
    for start, (w, b) in gradients.RACE_STARTS.items():
        for loss, name in gradients.NAMES.items():
            k = CROSSINGS[loss, w, b]
            assert f"{name} has ŷ = 0.5" in scene.update(k - 1, start)
            assert f"{name} has ŷ = 0.4" in (said := scene.update(k, start)) and f"since epoch {k}" in said
            assert scene.marks[loss].get_text() == f"epoch {k}"
            assert scene.runners[loss].get_xydata()[0] == pytest.approx((k, race(loss, w, b)[k]))
            np.testing.assert_array_equal(scene.curves[loss].get_ydata(), race(loss, w, b))
            assert scene.cover.get_x() == k


def test_grid_holds_the_places_that_the_text_speaks_of():
    assert len(gradients.Z_GRID) == len(set(gradients.Z_GRID)) == 61
    assert sorted(gradients.Z_GRID) == gradients.Z_GRID
    for y_hat in (0.01, 1 / 3, 1 / 2, 2 / 3, 0.99):
        assert min(abs(sigma(z) - y_hat) for z in gradients.Z_GRID) < 1e-15


@pytest.mark.parametrize("y", [0, 1])
def test_gradient_scene_draws_losses_and_slopes(gradient_scene, y):
    for z in gradients.Z_GRID:
        gradient_scene.update(z=z, y=y)
        for loss in gradients.LOSSES:
            value, slope = loss_by_hand(loss, y, z), slope_by_differences(loss, y, z)
            above = gradient_scene.points[gradient_scene.top, loss].get_xydata()[0]
            below = gradient_scene.points[gradient_scene.bottom, loss].get_xydata()[0]
            assert above == pytest.approx((z, value), rel=1e-9)
            assert below == pytest.approx((z, abs(slope)), abs=1e-8)
            (z0, left), (z1, right) = gradient_scene.tangents[loss].get_xydata()
            assert (right - left) / (z1 - z0) == pytest.approx(slope, abs=1e-8)


@pytest.mark.parametrize("y", [0, 1])
def test_no_curve_passes_through_the_ratio(gradient_scene, y):
    gradient_scene.figure.draw_without_rendering()
    for z in gradients.Z_GRID:
        gradient_scene.update(z=z, y=y)
        words = gradient_scene.ratio.get_window_extent()
        for loss in gradients.LOSSES:
            curve = gradient_scene.curves[gradient_scene.bottom, loss]
            places = gradient_scene.bottom.transData.transform(curve.get_xydata())
            assert words.count_contains(places) == 0, (loss, z)


def test_a_confident_mistake_reads_as_the_text_says(gradient_scene):
    readout = gradient_scene.update(z=math.log(0.01 / 0.99), y=1)
    assert "ŷ = 0.0100: saturated." in readout
    assert "−0.9900 for cross-entropy and −0.0098 for squared error" in readout
    assert gradient_scene.ratio.get_text() == "× 101" and readout.endswith("a ratio of 101.")


@pytest.mark.parametrize(("y", "place"), [(1, 1 / 3), (0, 2 / 3)])
def test_slope_of_squared_error_is_at_most_four_twenty_sevenths(gradient_scene, y, place):
    gradient_scene.update(z=math.log(place / (1 - place)), y=y)
    top = gradient_scene.points[gradient_scene.bottom, "squared_error"].get_ydata()[0]
    drawn = gradient_scene.curves[gradient_scene.bottom, "squared_error"].get_ydata()
    assert top == pytest.approx(4 / 27, rel=1e-14)
    assert 0.147 < drawn.max() <= 4 / 27
    assert gradient_scene.peak.get_text() == f"at most 4/27 ≈ 0.148, at ŷ = {'1/3' if y == 1 else '2/3'}"


def test_saturated_region_begins_where_the_sigmoid_is_flat():
    y_hat = sigma(gradients.FLAT_FROM)
    assert y_hat * (1 - y_hat) == pytest.approx(0.05, rel=1e-12)
    assert y_hat > 0.9


def test_landscape_heights_are_mean_losses():
    w, b = np.array([[-5.0, 0.0], [2.0, 1.0]]), np.array([[0.0, 0.0], [-1.0, 6.0]])
    for loss in gradients.LOSSES:
        heights = mean_loss(loss, X, Y, w, b)
        assert heights.shape == (2, 2)
        for k in np.ndindex(2, 2):
            by_hand = [loss_by_hand(loss, y, w[k] * x + b[k]) for x, y in zip(X, Y, strict=True)]
            assert heights[k] == pytest.approx(np.mean(by_hand), rel=1e-12)


def test_landscape_draws_the_descent_from_each_start():
    scene, last = LandscapeScene(X, Y), 150
    assert len(gradients.LANDSCAPE_STARTS) == 4 and last in gradients.LANDSCAPE_EPOCHS
    for start, (w, b) in gradients.LANDSCAPE_STARTS.items():
        scene.update(epoch=last, start=start)
        for loss in gradients.LOSSES:
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
        gradients.explore_landscape(x, y)


def test_every_descent_stays_inside_the_landscape():
    scene = LandscapeScene(X, Y)
    assert len(scene.descents) == 8
    for descent in scene.descents.values():
        assert np.abs([descent.w_history[:, 0], descent.b_history]).max() < gradients.LANDSCAPE_END
