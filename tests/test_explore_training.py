"""What `explore_training` draws: the fit of each epoch, its place on the loss curve, and what it refuses."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from helpers.data import load_challenger, make_blobs
from helpers.explore import explore_training
from helpers.explore.training import epoch_grid
from helpers.perceptron import gradient_descent

BLOBS, LABELS = make_blobs(60, seed=2)
BLOB_DESCENT = gradient_descent(BLOBS, LABELS, learning_rate=1.0, epochs=40)
X = np.array([-2.0, -1.0, 1.0, 2.0, 0.5])
Y = np.array([0, 1, 1, 1, 0])
DESCENT = gradient_descent(X[:, np.newaxis], Y, learning_rate=1.0, epochs=40)


@pytest.fixture
def curve():
    return explore_training(X, Y, DESCENT, names=["x"])


@pytest.fixture
def boundary():
    return explore_training(BLOBS, LABELS, BLOB_DESCENT)


def panel(explorable):
    return explorable.update.__self__.panel


def scene(explorable):
    return explorable.update.__self__


@pytest.mark.parametrize("last", [1, 2, 7, 16, 100, 1234, 10_000])
def test_epochs_begin_with_the_start_and_end_with_the_last(last):
    grid = epoch_grid(last)
    assert grid[0] == 0 and grid[1] == 1 and grid[-1] == last
    assert grid == sorted(set(grid)) and len(grid) < 50


def test_epochs_have_round_stops():
    assert epoch_grid(300) == [
        *range(7), 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300,
    ]  # fmt: skip


def test_curve_is_the_sigmoid_of_that_epoch(curve):
    for epoch in (0, 1, 12, 40):
        curve.epoch = epoch
        curve.update(epoch=epoch)
        w, b = DESCENT.w_history[epoch, 0], DESCENT.b_history[epoch]
        for line in (panel(curve).curve, panel(curve).beyond):
            x, drawn = line.get_data()
            seen = ~np.isnan(drawn)
            assert seen.sum() > 5
            np.testing.assert_allclose(drawn[seen], [1 / (1 + math.exp(-(w * each + b))) for each in x[seen]])


def test_curve_is_dashed_where_there_are_no_samples(curve):
    x, drawn = panel(curve).beyond.get_data()
    outside = (x < -2) | (x > 2)
    assert 0 < outside.sum() < len(x)
    np.testing.assert_array_equal(np.isnan(drawn), ~outside)
    assert panel(curve).curve.get_xdata().min() >= -2 and panel(curve).curve.get_xdata().max() <= 2


def test_threshold_stands_where_y_hat_is_one_half(curve):
    curve.update(epoch=40)
    x = panel(curve).threshold.get_xdata()[0]
    assert DESCENT.w_history[40, 0] * x + DESCENT.b_history[40] == pytest.approx(0, abs=1e-12)
    assert panel(curve).threshold.get_visible()
    curve.update(epoch=0)
    assert not panel(curve).threshold.get_visible()


@pytest.mark.parametrize("b, side", [(50.0, "<"), (-50.0, ">")])
def test_threshold_outside_the_picture_has_an_arrow(b, side):
    with_history = SimpleNamespace(
        losses=np.array([np.log1p(np.exp(-X * (2 * Y - 1))).mean()]),
        w_history=np.array([[1.0], [1.0]]),
        b_history=np.array([0.0, b]),
    )
    explorable = explore_training(X, Y, with_history)
    readout = explorable.update(epoch=1)
    arrows = panel(explorable).arrows
    assert {name: arrow.get_visible() for name, arrow in arrows.items()} == {"<": side == "<", ">": side == ">"}
    assert not panel(explorable).threshold.get_visible()
    assert f"ŷ = ½ at {-b:.1f}".replace("-", "−") in readout


def test_equal_samples_are_stacked(curve):
    data = load_challenger()
    descent = gradient_descent(data.temperature_f[:, np.newaxis] - 70, data.any_distress, 0.01, 3)
    figure = explore_training(data.temperature_f - 70, data.any_distress, descent).figure
    drawn = [point for line in figure.axes[0].lines[:2] for point in zip(*line.get_data(), strict=True)]
    assert len(drawn) == len(set(drawn)) == 23


@pytest.mark.parametrize("level", [0.1, 0.5, 0.9])
def test_lines_of_the_boundary_have_their_level(boundary, level):
    for epoch in (1, 10, 40):
        boundary.update(epoch=epoch)
        points = panel(boundary).lines[level].get_xydata()
        z = points @ BLOB_DESCENT.w_history[epoch] + BLOB_DESCENT.b_history[epoch]
        np.testing.assert_allclose(1 / (1 + np.exp(-z)), level, atol=1e-9)


def test_boundary_crosses_the_whole_picture(boundary):
    boundary.update(epoch=40)
    (x_low, x_high), (y_low, y_high) = panel(boundary).box
    for x, y in panel(boundary).lines[0.5].get_xydata():
        assert not (x_low <= x <= x_high and y_low <= y <= y_high)


def test_field_is_y_hat_at_the_middle_of_each_cell(boundary):
    boundary.update(epoch=40)
    field, (x_low, x_high, y_low, y_high) = panel(boundary).field.get_array(), panel(boundary).field.get_extent()
    rows, columns = field.shape
    x = x_low + (x_high - x_low) * 2.5 / columns
    y = y_low + (y_high - y_low) * 30.5 / rows
    w, b = BLOB_DESCENT.w_history[40], BLOB_DESCENT.b_history[40]
    assert field[30, 2] == pytest.approx(1 / (1 + math.exp(-(w[0] * x + w[1] * y + b))))


def test_no_boundary_before_the_first_update(boundary):
    boundary.update(epoch=40)
    readout = boundary.update(epoch=0)
    assert "there is no boundary" in readout and "ŷ is 0.5 everywhere" in readout
    assert all(len(line.get_xdata()) == 0 for line in panel(boundary).lines.values())


def test_marker_stands_on_the_loss_curve(boundary):
    for epoch in (0, 5, 40):
        boundary.update(epoch=epoch)
        ((x, loss),) = scene(boundary).marker.get_xydata()
        curve_x, curve = boundary.figure.axes[1].lines[0].get_data()
        assert x == curve_x[epoch] == epoch
        assert loss == pytest.approx(curve[epoch], rel=1e-12)
    np.testing.assert_allclose(curve[:-1], BLOB_DESCENT.losses)


def test_readout_of_the_last_epoch(curve):
    z = DESCENT.w[0] * X + DESCENT.b
    loss = np.log1p(np.exp(-z * (2 * Y - 1))).mean()
    assert list((z > 0) == Y) == [True, False, True, True, False]
    assert f"After 40 updates: mean loss {loss:.3f} nats; accuracy 0.600, 3 of 5 right" in curve.update(epoch=40)
    assert curve.update(epoch=1).startswith("After 1 update:")


def test_a_loss_above_the_picture_has_an_arrow():
    leaping = gradient_descent(10 * X[:, np.newaxis], Y, learning_rate=50.0, epochs=4)
    explorable = explore_training(10 * X, Y, leaping)
    high = [epoch for epoch in range(4) if leaping.losses[epoch] > 3]
    assert high
    explorable.update(epoch=high[0])
    assert scene(explorable).beyond.get_visible() and not scene(explorable).marker.get_visible()
    explorable.update(epoch=0)
    assert scene(explorable).marker.get_visible() and not scene(explorable).beyond.get_visible()


def test_limits_choose_what_is_shown():
    explorable = explore_training(X, Y, DESCENT, limits=(-10, 3))
    assert explorable.figure.axes[0].get_xlim() == (-10, 3)


def plain_descent(X, y, learning_rate, epochs):
    """Full-batch descent as the exercise words it, without the helpers."""
    w, b, losses, w_history, b_history = np.zeros(X.shape[1]), 0.0, [], [np.zeros(X.shape[1])], [0.0]
    for _ in range(epochs):
        y_hat = 1 / (1 + np.exp(-(X @ w + b)))
        losses.append(-np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)))
        w, b = w - learning_rate * X.T @ (y_hat - y) / len(y), b - learning_rate * np.mean(y_hat - y)
        w_history.append(w)
        b_history.append(b)
    return SimpleNamespace(losses=losses, w_history=np.array(w_history), b_history=np.array(b_history))


def test_numbers_that_notebook_4_names_for_the_blobs():
    X, y = make_blobs(100, seed=2)
    explorable = explore_training(X, y, plain_descent(X, y, 1.0, 300))
    for epoch, words in {1: "‖w‖ = 0.625", 40: "accuracy 0.930", 100: "accuracy 0.910", 300: "‖w‖ = 2.599"}.items():
        assert words in explorable.update(epoch=epoch)


def test_numbers_that_notebook_4_names_for_the_launches():
    data = load_challenger()
    mean, sd = data.temperature_f.mean(), data.temperature_f.std()
    descent = plain_descent((data.temperature_f[:, np.newaxis] - mean) / sd, data.any_distress, 4.0, 100)
    descent.w_history = descent.w_history / sd
    descent.b_history = descent.b_history - descent.w_history[:, 0] * mean
    explorable = explore_training(data.temperature_f, data.any_distress, descent)
    assert "mean loss 0.461 nats; accuracy 0.870, 20 of 23 right" in explorable.update(epoch=1)
    assert explorable.update(epoch=100).endswith(
        "mean loss 0.442 nats; accuracy 0.870, 20 of 23 right; w = −0.232, b = 15.043; ŷ = ½ at 64.8."
    )
    right = [explorable.update(epoch=epoch).split("accuracy ")[1][:5] for epoch in epoch_grid(100)[1:]]
    assert set(right) == {"0.870"} and len(right) > 10


def test_no_threshold_on_the_launches_is_right_more_than_20_times():
    data = load_challenger()
    thresholds = np.arange(50, 85) + 0.5
    right = [np.sum((data.temperature_f < threshold) == data.any_distress) for threshold in thresholds]
    assert max(right) == 20


@pytest.mark.parametrize(
    "arguments, words",
    [
        ((np.zeros((5, 3)), Y, DESCENT), r"X has shape \(5, 3\)"),
        ((X, Y[:4], DESCENT), r"y \(4,\)"),
        ((X, Y, DESCENT._replace(w_history=DESCENT.w_history[:-1])), r"w_history has shape \(40, 1\)"),
        ((X, Y, DESCENT._replace(b_history=DESCENT.b_history[:-1])), r"b_history has shape \(40,\)"),
        ((X, Y, gradient_descent(X[:, np.newaxis], Y, 1.0, 40, loss="squared_error")), r"losses\[0\] is 0.125"),
        ((-X, Y, DESCENT), r"losses\[39\] is 0\.\d+, but row 39 of the history has the mean cross-entropy \d"),
        ((np.append(X[1:], np.inf), Y, DESCENT), r"X\[4\] is inf, but a finite number is wanted"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        explore_training(*arguments)
