"""Gradient descent descends as the course says, on numbers that come from elsewhere."""

import doctest
import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from helpers import losses, perceptron
from helpers.data import load_challenger, make_blobs
from helpers.perceptron import gradient_descent

LOSSES = {
    "cross_entropy": (losses.binary_cross_entropy_from_logits, losses.binary_cross_entropy_grad_z),
    "squared_error": (losses.squared_error_from_logits, losses.squared_error_grad_z),
}
both_losses = pytest.mark.parametrize("loss", LOSSES)


def mean_loss(X, y, w, b, loss="cross_entropy"):
    return LOSSES[loss][0](y, X @ w + b).mean()


# One update


@both_losses
def test_one_update_steps_against_the_numeric_gradient_of_the_mean_loss(loss):
    X, y = make_blobs(40, seed=3)
    w, b, h = np.array([0.3, -0.7]), 0.2, 1e-6
    descent = gradient_descent(X, y, learning_rate=0.5, epochs=1, loss=loss, w=w, b=b)
    for k, step in enumerate(h * np.eye(2)):
        slope = (mean_loss(X, y, w + step, b, loss) - mean_loss(X, y, w - step, b, loss)) / (2 * h)
        assert_allclose(descent.w[k], w[k] - 0.5 * slope, atol=1e-9)
    slope = (mean_loss(X, y, w, b + h, loss) - mean_loss(X, y, w, b - h, loss)) / (2 * h)
    assert_allclose(descent.b, b - 0.5 * slope, atol=1e-9)


def test_one_update_by_hand():
    """One sample x = 2 of class 1 from zero: ŷ = ½, ∂ℓ/∂z = −½, so w grows by η and b by η/2."""
    descent = gradient_descent([[2.0]], [1], learning_rate=0.25, epochs=1)
    assert_array_equal(descent.w, [0.25])
    assert descent.b == 0.125


@both_losses
def test_loss_and_gradient_are_those_of_the_losses_module(loss):
    z = np.concatenate([np.linspace(-40, 40, 801), [-800, 800]])
    for y in (0, 1):
        s = np.full_like(z, 1 - 2 * y)
        mean, grad_z = perceptron.LOSSES[loss](s, s * z)
        with np.errstate(under="ignore"):
            assert_allclose(mean, LOSSES[loss][0](y, z).mean(), rtol=1e-14)
            assert_allclose(grad_z, LOSSES[loss][1](y, z), rtol=2e-15, atol=5e-324)


# Histories


@both_losses
def test_histories_fit_together(loss):
    X, y = make_blobs(30, seed=1)
    start = np.array([0.5, -0.5])
    descent = gradient_descent(X, y, learning_rate=0.3, epochs=7, loss=loss, w=start, b=0.25)
    assert descent.losses.shape == (7,)
    assert descent.w_history.shape == (8, 2)
    assert descent.b_history.shape == (8,)
    assert_array_equal(descent.w_history[0], start)
    assert descent.b_history[0] == 0.25
    assert_array_equal(descent.w, descent.w_history[-1])
    assert descent.b == descent.b_history[-1]
    assert type(descent.b) is float
    for k in range(7):
        expected = mean_loss(X, y, descent.w_history[k], descent.b_history[k], loss)
        assert_allclose(descent.losses[k], expected, rtol=1e-14)


def test_a_longer_descent_begins_as_the_shorter_one():
    X, y = make_blobs(30, seed=1)
    short, long = (gradient_descent(X, y, 0.3, epochs) for epochs in (5, 9))
    assert_array_equal(long.w_history[:6], short.w_history)
    assert_array_equal(long.losses[:5], short.losses)


def test_first_loss_from_zero_is_ln_2():
    X, y = make_blobs(50, seed=0)
    assert_allclose(gradient_descent(X, y, 0.1, 1).losses[0], math.log(2), rtol=1e-15)


@both_losses
def test_a_small_step_never_raises_the_loss(loss):
    X, y = make_blobs(200, seed=2)
    history = gradient_descent(X, y, 0.1, 300, loss=loss).losses
    assert (np.diff(history) < 0).all()


def test_inputs_are_not_changed():
    X, y = make_blobs(20, seed=0)
    w = np.array([1.0, 2.0])
    for array in (X, y, w):
        array.flags.writeable = False
    descent = gradient_descent(X, y, 0.1, 3, w=w)
    assert_array_equal(w, [1, 2])
    assert not np.shares_memory(descent.w_history, w)


@pytest.mark.parametrize("kind", [list, np.int64, np.float32])
def test_other_kinds_of_numbers_give_the_same_descent(kind):
    X, y = [[0, 1], [2, 3], [1, 0]], [0, 1, 1]
    expected = gradient_descent(np.array(X, float), np.array(y, float), 0.5, 4)
    descent = gradient_descent(kind(X), kind(y), np.float32(0.5), np.int64(4))
    assert_array_equal(descent.w_history, expected.w_history)


# The race of notebook 3


def epochs_to_cross(loss, start_w, start_b):
    """First epoch with ŷ < ½, for one neuron with x = 1 and target 0."""
    descent = gradient_descent([[1.0]], [0], 0.15, 400, loss=loss, w=[start_w], b=start_b)
    y_hat = losses.sigmoid(descent.w_history[:, 0] + descent.b_history)
    assert y_hat[-1] < 0.5
    return int(np.argmax(y_hat < 0.5))


def epochs_to_cross_by_hand(factor, w, b):
    """The same race in plain Python; the gradient is ŷ times 1 or times ŷ(1−ŷ)."""
    for epoch in range(400):
        y_hat = 1 / (1 + math.exp(-(w + b)))
        if y_hat < 0.5:
            return epoch
        w, b = w - 0.15 * y_hat * factor(y_hat), b - 0.15 * y_hat * factor(y_hat)
    raise AssertionError("never crossed")


@pytest.mark.parametrize(
    ("loss", "factor", "w", "b", "epochs"),
    [
        ("cross_entropy", lambda y_hat: 1, 2.0, 2.0, 17),
        ("squared_error", lambda y_hat: y_hat * (1 - y_hat), 2.0, 2.0, 232),
        ("cross_entropy", lambda y_hat: 1, 0.6, 0.9, 8),
        ("squared_error", lambda y_hat: y_hat * (1 - y_hat), 0.6, 0.9, 36),
    ],
)
def test_race_at_equal_step_size(loss, factor, w, b, epochs):
    assert epochs_to_cross(loss, w, b) == epochs_to_cross_by_hand(factor, w, b) == epochs


# The launches of notebook 4


def launches():
    data = load_challenger()
    return data.temperature_f, data.any_distress


def with_ones(x):
    return np.stack([np.ones_like(x), x], axis=1)


def standardised(x):
    return (x - x.mean()) / x.std()


def newton(x, y):
    """Intercept and slope that solve the score equation X̃ᵀ(ŷ − y) = 0, written without the helpers."""
    X, theta = with_ones(x), np.zeros(2)
    for _ in range(30):
        y_hat = 1 / (1 + np.exp(-X @ theta))
        theta = theta - np.linalg.solve(X.T * (y_hat * (1 - y_hat)) @ X, X.T @ (y_hat - y))
    return theta


def plain_loss(x, y, b, w):
    y_hat = 1 / (1 + np.exp(-(w * x + b)))
    return -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)).mean()


def safe_step(x):
    """1/λ with λ a bound on the curvature of the mean loss: λmax(X̃ᵀX̃/N)/4."""
    X = with_ones(x)
    return 4 / np.linalg.eigvalsh(X.T @ X / len(X))[-1]


def test_newton_finds_the_published_optimum():
    x, y = launches()
    b, w = newton(x, y)
    assert_allclose([b, w], [15.0429016, -0.2321627], atol=5e-8)
    assert_allclose(2 * len(y) * plain_loss(x, y, b, w), 20.3151927, atol=5e-8)
    assert_allclose(plain_loss(x, y, b, w), 0.4416346, atol=5e-8)
    assert_allclose(plain_loss(x, y, math.log(7 / 16), 0), 0.6145033, atol=5e-8)
    assert_allclose(1 / (1 + math.exp(-(b + 31 * w))), 0.9996, atol=5e-5)


def test_how_sure_the_fit_of_the_launches_is():
    """Standard error 0.108 of the slope; at 31 °F the 95 % Wald interval reaches from 0.48 to 0.9999999."""
    x, y = launches()
    theta, h = newton(x, y), 1e-4
    z_cold, nudges = theta @ [1, 31], h * np.eye(2)

    def total(theta):
        return len(y) * plain_loss(x, y, *theta)

    curvature = [
        [sum(s * t * total(theta + s * a + t * b) for s in (1, -1) for t in (1, -1)) / (4 * h * h) for a in nudges]
        for b in nudges
    ]
    covariance = np.linalg.inv(curvature)
    error = math.sqrt(np.array([1, 31]) @ covariance @ [1, 31])
    assert_allclose([math.sqrt(covariance[1, 1]), z_cold, error], [0.1082, 7.846, 4.041], rtol=5e-4)
    low, high = (1 / (1 + math.exp(-(z_cold + side * 1.96 * error))) for side in (-1, 1))
    assert f"{low:.2f} {high:.7f}" == "0.48 0.9999999"


def test_every_step_below_2_over_lambda_lowers_the_loss_and_16_does_not():
    """The bound holds wherever the descent stands; 12 is beyond it and arrives all the same."""
    x, y = launches()
    X = standardised(x)[:, np.newaxis]
    assert_allclose(safe_step(standardised(x)), 4)
    starts = np.random.default_rng(0).normal(scale=3, size=(50, 2))
    for w, b in starts:
        for learning_rate in (1.0, 4.0, 7.9):
            history = gradient_descent(X, y, learning_rate, 5, w=[w], b=b).losses
            assert (np.diff(history) < 1e-12).all()
    rises = {step: (np.diff(gradient_descent(X, y, step, 30).losses) > 1e-9).any() for step in (8.0, 12.0, 16.0, 40.0)}
    assert rises == {8.0: False, 12.0: False, 16.0: True, 40.0: True}


def test_the_loss_lies_below_the_parabola_that_touches_it():
    """One weight, the bias held at 0, second derivative ¼ mean(x²) = ¼: lowest at the step 4, level again at 8."""
    x, y = launches()
    w = np.linspace(-10, 10, 401)
    loss = np.array([plain_loss(standardised(x), y, 0, each) for each in w])
    slope = -np.mean(y * standardised(x))
    parabola = math.log(2) + slope * w + w**2 / 8
    assert (loss <= parabola + 1e-12).all() and abs(w[np.argmin(parabola)] + 4 * slope) <= 0.05
    assert_allclose(math.log(2) + slope * (-8 * slope) + (8 * slope) ** 2 / 8, math.log(2))


def test_the_curve_of_the_launches_stands_still_after_ten_updates():
    x, y = launches()
    descent = gradient_descent(standardised(x)[:, np.newaxis], y, 4.0, 100)
    at = (np.linspace(53, 81, 200) - x.mean()) / x.std()
    curves = [1 / (1 + np.exp(-(descent.w_history[k] * at + descent.b_history[k]))) for k in (1, 10, 100)]
    assert np.abs(curves[0] - curves[2]).max() > 0.1
    assert np.abs(curves[1] - curves[2]).max() < 0.004


# The blobs of notebook 4


def test_no_line_is_right_for_more_than_89_of_100_new_samples():
    """Centres 2.5 apart: Φ(1.25) = 0.894. On the 100 trained on, chance and fitting give 93, then 91."""
    assert_allclose(math.erf(1.25 / math.sqrt(2)) / 2 + 0.5, 0.8944, atol=5e-5)
    X, y = make_blobs(100, seed=2)
    new_X, new_y = make_blobs(100_000, seed=7)
    descent = gradient_descent(X, y, 1.0, 300)
    for k, ours in ((40, 0.93), (300, 0.91)):
        w, b = descent.w_history[k], descent.b_history[k]
        assert np.mean((X @ w + b >= 0) == y) == ours
        assert 0.88 < np.mean((new_X @ w + b >= 0) == new_y) < 0.896


def test_descent_on_standardised_launches_reaches_the_optimum():
    x, y = launches()
    assert_allclose([x.mean(), x.std()], [69.5652174, 6.9019600], atol=5e-8)
    descent = gradient_descent(standardised(x)[:, np.newaxis], y, safe_step(standardised(x)), 200)
    assert_allclose([descent.b, descent.w[0]], newton(standardised(x), y), atol=1e-12)
    assert_allclose([descent.w[0], descent.b], [-1.6023780, -1.1075501], atol=5e-8)
    assert_allclose(descent.w[0] / x.std(), newton(x, y)[1], atol=1e-12)


def test_standardised_launches_take_16_updates():
    x, y = launches()
    best = plain_loss(x, y, *newton(x, y))
    descent = gradient_descent(standardised(x)[:, np.newaxis], y, safe_step(standardised(x)), 20)
    excess = descent.losses / best - 1
    assert int(np.argmax(excess <= 1e-6)) == 16


def slow_valley(x, y, end):
    """Updates needed on raw °F to reach each loss of a long valley, and those losses.

    The curvature across the valley is 800,000 times that along it. So every descent falls to the bottom at once, where
    the slope across is 0, and then creeps: ds/dk = −η ∂L/∂s, with s the way along. The integral of ds / (−η ∂L/∂s)
    counts the updates.
    """
    X = with_ones(x)
    along, across = np.linalg.eigh(X.T @ X)[1].T
    goal = newton(x, y) @ along
    s = goal * -np.expm1(-np.linspace(0, end, 4001))
    f = np.zeros_like(s)
    for _ in range(60):  # Newton's method for the bottom, at all s at once
        y_hat = 1 / (1 + np.exp(-(np.outer(s, X @ along) + np.outer(f, X @ across))))
        f = f - (y_hat - y) @ (X @ across) / ((y_hat * (1 - y_hat)) @ (X @ across) ** 2)
    pace = -safe_step(x) * (y_hat - y) @ (X @ along) / len(y)
    updates = np.append(0, np.cumsum(np.diff(s) * (1 / pace[1:] + 1 / pace[:-1]) / 2))
    theta = np.outer(s, along) + np.outer(f, across)
    return updates, np.array([plain_loss(x, y, b, w) for b, w in theta])


def test_raw_launches_are_still_far_off_after_10_000_updates_as_the_valley_says():
    x, y = launches()
    best = plain_loss(x, y, *newton(x, y))
    history = gradient_descent(x[:, np.newaxis], y, safe_step(x), 10_001).losses
    assert history[-1] / best - 1 > 0.3
    updates, valley = slow_valley(x, y, end=0.1)
    assert updates[-1] > 10_000
    assert_allclose(history[[1000, 10_000]], np.interp([1000, 10_000], updates, valley), rtol=1e-5)


def test_raw_launches_would_take_8_35_million_updates():
    x, y = launches()
    best = plain_loss(x, y, *newton(x, y))
    updates, valley = slow_valley(x, y, end=9)
    assert_allclose(np.interp(-1e-6, -(valley / best - 1), updates), 8.35e6, rtol=1e-3)


def test_separable_data_have_no_finite_optimum():
    X, y = [[-2.0], [-1.0], [1.0], [2.0]], [0, 0, 1, 1]
    descent = gradient_descent(X, y, 1.0, 4000)
    assert (np.diff(descent.losses) < 0).all()
    assert descent.losses[-1] < 1e-3
    assert (np.diff(descent.w_history[:, 0]) > 0).all()


# What is refused


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"X": [1.0, 2.0, 3.0]}, r"X has shape \(3,\), but \(N, D\) is wanted"),
        ({"X": [[1.0], [np.nan], [0.0]]}, r"X\[1, 0\] is nan, but a finite number is wanted"),
        ({"X": [[1.0], [np.inf], [0.0]]}, r"X\[1, 0\] is inf, but a finite number is wanted"),
        ({"X": []}, "X is empty"),
        ({"X": [["a"], ["b"], ["c"]]}, "X holds <U1 values"),
        ({"y": [0, 1]}, r"y has shape \(2,\), but \(3,\) is wanted, since X has shape \(3, 1\)"),
        ({"y": [[0], [1], [1]]}, r"y has shape \(3, 1\), but \(3,\) is wanted"),
        ({"y": [0, 1, 2]}, r"y\[2\] is 2.0, but a label is 0 or 1"),
        ({"w": [1.0, 2.0]}, r"w has shape \(2,\), but \(1,\) is wanted"),
        ({"w": 1.0}, r"w has shape \(\), but \(1,\) is wanted"),
        ({"w": [np.nan]}, r"w\[0\] is nan"),
        ({"b": [0.0]}, r"b has shape \(1,\), but \(\) is wanted"),
        ({"b": np.inf}, "b is inf"),
        ({"learning_rate": 0}, "learning_rate is 0.0, but one number above 0 is wanted"),
        ({"learning_rate": -0.1}, "learning_rate is -0.1"),
        ({"learning_rate": np.nan}, "learning_rate is nan"),
        ({"learning_rate": [0.1]}, "learning_rate"),
        ({"learning_rate": "fast"}, "learning_rate"),
        ({"epochs": 0}, "epochs is 0, but at least 1 is wanted"),
        ({"epochs": 2.5}, "epochs is 2.5, but a whole number is wanted"),
        ({"epochs": "10"}, "epochs is '10'"),
        ({"loss": "mse"}, "loss is 'mse', but one of 'cross_entropy', 'squared_error' is wanted"),
        ({"loss": ["cross_entropy"]}, "loss is"),
    ],
    ids=str,
)
def test_bad_input_is_refused(change, because):
    arguments = {"X": [[-1.0], [0.0], [2.0]], "y": [0, 0, 1], "learning_rate": 0.1, "epochs": 2}
    gradient_descent(**arguments)
    with pytest.raises(ValueError, match=because):
        gradient_descent(**(arguments | change))


def test_a_step_that_overflows_is_refused():
    with pytest.raises(ValueError, match="w or b overflowed in epoch 0"):
        gradient_descent([[1e200]], [1], 1e200, 3)


def test_a_logit_that_overflows_has_its_limit():
    descent = gradient_descent([[1e300], [-1e300]], [1, 0], 1.0, 1, w=[-1e300])
    assert descent.losses[0] == np.inf
    assert_array_equal(descent.w, [-1e300 + 1e300])


def test_the_example_of_the_docstring_runs():
    result = doctest.testmod(perceptron)
    assert result.attempted >= 2
    assert result.failed == 0
