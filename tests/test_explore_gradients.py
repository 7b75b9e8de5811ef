"""What the explorable of two gradients draws, against losses and differences written here a second time."""

import math

import numpy as np
import pytest
from by_hand import loss_by_hand, sigma, slope_by_differences

from helpers.explore import explore_gradients, gradients
from helpers.explore.gradients import HIDDEN, SHOWN, GradientScene


@pytest.fixture(scope="module")
def gradient_scene():
    return GradientScene()


def test_grid_holds_the_places_that_the_text_speaks_of():
    assert len(gradients.Z_GRID) == len(set(gradients.Z_GRID)) == 61
    assert sorted(gradients.Z_GRID) == gradients.Z_GRID
    for y_hat in (0.01, 1 / 3, 1 / 2, 2 / 3, 0.99):
        assert min(abs(sigma(z) - y_hat) for z in gradients.Z_GRID) < 1e-15


@pytest.mark.parametrize("y", [0, 1])
def test_gradient_scene_draws_losses_and_slopes(gradient_scene, y):
    for z in gradients.Z_GRID:
        gradient_scene.update(z=z, y=y, steepness=SHOWN)
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
        gradient_scene.update(z=z, y=y, steepness=SHOWN)
        words = gradient_scene.ratio.get_window_extent()
        for loss in gradients.LOSSES:
            curve = gradient_scene.curves[gradient_scene.bottom, loss]
            places = gradient_scene.bottom.transData.transform(curve.get_xydata())
            assert words.count_contains(places) == 0, (loss, z)


def test_a_confident_mistake_reads_as_the_text_says(gradient_scene):
    readout = gradient_scene.update(z=math.log(0.01 / 0.99), y=1, steepness=HIDDEN)
    assert "ŷ = 0.0100: saturated." in readout
    assert "−0.9900 for cross-entropy and −0.0098 for squared error" in readout
    assert gradient_scene.ratio.get_text() == "× 101" and readout.endswith("a ratio of 101.")


@pytest.mark.parametrize(("y", "place"), [(1, 1 / 3), (0, 2 / 3)])
def test_slope_of_squared_error_is_at_most_four_twenty_sevenths(gradient_scene, y, place):
    gradient_scene.update(z=math.log(place / (1 - place)), y=y, steepness=SHOWN)
    top = gradient_scene.points[gradient_scene.bottom, "squared_error"].get_ydata()[0]
    drawn = gradient_scene.curves[gradient_scene.bottom, "squared_error"].get_ydata()
    assert top == pytest.approx(4 / 27, rel=1e-14)
    assert 0.147 < drawn.max() <= 4 / 27


def test_saturated_region_begins_where_the_sigmoid_is_flat():
    y_hat = sigma(gradients.FLAT_FROM)
    assert y_hat * (1 - y_hat) == pytest.approx(0.05, rel=1e-12)
    assert y_hat > 0.9


def test_what_the_reader_is_to_guess_is_not_drawn_at_first():
    """Neither the course of the steepness nor the wrong end, and no word on where the peak lies."""
    explorable = explore_gradients()
    assert explorable.steepness == HIDDEN
    said = explorable._picture["background"] + "".join(map(str, explorable._picture["layers"])) + explorable.alt
    assert "1/3" not in said and "4/27" not in said
    scene = GradientScene()
    for y in (0, 1):
        scene.update(z=0.0, y=y, steepness=HIDDEN)
        assert {text.get_text() for text in scene.sides} == {"saturated"}
        for loss in gradients.LOSSES:
            assert np.isnan(scene.curves[scene.bottom, loss].get_ydata()).all()
            assert np.isfinite(scene.curves[scene.top, loss].get_ydata()).all()


@pytest.mark.parametrize(("y", "sides"), [(1, ["saturated, wrong", "saturated, right"])])
def test_the_sides_are_named_with_the_curves(gradient_scene, y, sides):
    gradient_scene.update(z=0.0, y=y, steepness=SHOWN)
    assert [text.get_text() for text in gradient_scene.sides] == sides
    gradient_scene.update(z=0.0, y=1 - y, steepness=SHOWN)
    assert [text.get_text() for text in gradient_scene.sides] == sides[::-1]
