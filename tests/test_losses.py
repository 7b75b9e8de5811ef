"""The losses obey their laws, match 60-digit references and refuse bad input."""

import csv
import doctest
import inspect
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from helpers import losses

REFERENCES = Path(__file__).parent / "references"
FROM_PROBABILITIES = (losses.binary_cross_entropy, losses.squared_error, losses.bernoulli_log_likelihood)
FROM_LOGITS = (
    losses.binary_cross_entropy_from_logits,
    losses.binary_cross_entropy_grad_z,
    losses.squared_error_from_logits,
    losses.squared_error_grad_z,
)
BINARY = FROM_PROBABILITIES + FROM_LOGITS
CATEGORICAL_FROM_LOGITS = (losses.categorical_cross_entropy_from_logits, losses.categorical_cross_entropy_grad_z)
CATEGORICAL = (losses.categorical_cross_entropy, *CATEGORICAL_FROM_LOGITS)
DISTRIBUTIONS = (losses.cross_entropy, losses.kl_divergence)
OF_LOGITS = (losses.sigmoid, losses.log_sigmoid, losses.softmax, losses.log_softmax)
LABELS = (0, 1)
Z = np.linspace(-30, 30, 601)
ROWS = np.random.default_rng(5).normal(scale=4, size=(50, 3))

every = pytest.mark.parametrize


def name_of(value):
    return getattr(value, "__name__", None)


def reference(name):
    with (REFERENCES / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 150
    return {column: np.array([float.fromhex(row[column]) for row in rows]) for column in rows[0]}


def ulps(value, expected):
    """Distance in units of the last place of the expected value."""
    with np.errstate(under="ignore"):
        return np.abs(value - expected) / np.spacing(np.abs(expected))


def central_difference(f, z, h=1e-5):
    return (f(z + h) - f(z - h)) / (2 * h)


@pytest.fixture(autouse=True)
def nothing_is_silently_infinite():
    """Stricter than the other tests: not even a number that fades to 0 may reach NumPy's error handling."""
    with np.errstate(all="raise"):
        yield


# Accuracy


@every("name", ["sigmoid", "log_sigmoid"])
def test_sigmoids_are_within_3_ulp(name):
    exact = reference("sigmoid")
    assert ulps(getattr(losses, name)(exact["z"]), exact[name]).max() <= 3


@every(
    ("column", "f", "bound"),
    [
        ("binary_cross_entropy", losses.binary_cross_entropy_from_logits, 3),
        ("binary_cross_entropy_grad_z", losses.binary_cross_entropy_grad_z, 3),
        ("squared_error", losses.squared_error_from_logits, 8),
        ("squared_error_grad_z", losses.squared_error_grad_z, 8),
    ],
    ids=name_of,
)
def test_losses_from_logits_keep_their_digits(column, f, bound):
    exact = reference("from_logits")
    assert set(exact["y"]) == {0, 1}
    assert exact["z"].min() == -1e300
    assert exact["z"].max() == 1e300
    assert ulps(f(exact["y"], exact["z"]), exact[column]).max() <= bound


@every(("name", "bound"), [("binary_cross_entropy", 3), ("squared_error", 8)])
def test_losses_from_probabilities_keep_their_digits(name, bound):
    exact = reference("from_probabilities")
    assert set(exact["y"]) == {0, 1}
    assert exact["y_hat"].min() == 5e-324
    assert exact["y_hat"].max() == 1 - 2**-53
    assert ulps(getattr(losses, name)(exact["y"], exact["y_hat"]), exact[name]).max() <= bound


def three(exact, name):
    return np.stack([exact[f"{name}{k}"] for k in range(3)], axis=1)


def test_softmax_is_within_1e_13_up_to_logits_of_700():
    exact = reference("softmax")
    Y_hat = losses.softmax(three(exact, "z"))
    with np.errstate(under="ignore"):
        assert_allclose(Y_hat, three(exact, "softmax"), rtol=1e-13, atol=5e-324)


def test_log_softmax_is_within_10_ulp():
    exact = reference("softmax")
    assert ulps(losses.log_softmax(three(exact, "z")), three(exact, "log_softmax")).max() <= 10


def test_categorical_gradient_keeps_the_digits_of_a_confident_right_answer():
    exact = reference("softmax")
    Y = losses.one_hot(np.zeros(len(exact["z0"])), 3)
    of_true_class = losses.categorical_cross_entropy_grad_z(Y, three(exact, "z"))[:, 0]
    assert ulps(of_true_class, -(exact["softmax1"] + exact["softmax2"])).max() <= 10


# Laws of the sigmoid and the softmax


def test_sigmoid_range_symmetry_and_order():
    assert losses.sigmoid(0) == 0.5
    assert_allclose(losses.sigmoid(Z) + losses.sigmoid(-Z), 1, rtol=1e-15)
    assert (np.diff(losses.sigmoid(Z)) > 0).all()


def test_sigmoid_limits_and_saturation():
    assert_array_equal(losses.sigmoid([-np.inf, np.inf]), [0, 1])
    assert_array_equal(losses.log_sigmoid([-np.inf, np.inf]), [-np.inf, 0])
    assert losses.sigmoid(37) == 1.0
    assert losses.sigmoid(36) < 1.0


def test_slope_of_sigmoid_is_y_hat_times_its_rest():
    y_hat = losses.sigmoid(Z)
    assert_allclose(central_difference(losses.sigmoid, Z), y_hat * (1 - y_hat), atol=1e-10)


def test_log_sigmoid_is_the_logarithm_of_sigmoid():
    assert_allclose(losses.log_sigmoid(Z), np.log(losses.sigmoid(Z)), rtol=1e-10, atol=1e-15)


def test_softmax_rows_are_distributions_and_ignore_a_shift():
    Y_hat = losses.softmax(ROWS)
    assert_allclose(Y_hat.sum(axis=1), 1, rtol=1e-15)
    assert ((Y_hat > 0) & (Y_hat < 1)).all()
    for shift in (-1000, 0.1, 1000):
        assert_allclose(losses.softmax(ROWS + shift), Y_hat, rtol=1e-12)


def test_softmax_of_one_row_is_that_row_of_the_softmax():
    assert_array_equal(losses.softmax(ROWS[7]), losses.softmax(ROWS)[7])
    assert_array_equal(losses.log_softmax(ROWS[7]), losses.log_softmax(ROWS)[7])


def test_softmax_of_equal_logits_is_uniform():
    for K in (1, 2, 3, 10):
        assert_allclose(losses.softmax(np.full(K, 5.0)), np.full(K, 1 / K), rtol=1e-15)


def test_softmax_with_two_classes_is_the_sigmoid():
    z = np.append(Z, [-np.inf, np.inf, -800, 800])
    pairs = np.stack([np.zeros_like(z), z], axis=1)
    assert_allclose(losses.softmax(pairs)[:, 1], losses.sigmoid(z), rtol=1e-14)
    assert_allclose(losses.log_softmax(pairs)[:, 1], losses.log_sigmoid(z), rtol=1e-14)


def test_log_softmax_is_the_logarithm_of_softmax():
    assert_allclose(losses.log_softmax(ROWS), np.log(losses.softmax(ROWS)), rtol=1e-9, atol=1e-14)


def test_softmax_limits():
    assert_array_equal(losses.softmax([[-np.inf, 0, 0], [1, np.inf, -np.inf]]), [[0, 0.5, 0.5], [0, 1, 0]])
    assert_array_equal(losses.log_softmax([1, np.inf, -np.inf]), [-np.inf, 0, -np.inf])
    assert_array_equal(losses.softmax([-1e308, 1e308]), [0, 1])


@every("row", [[np.inf, np.inf, 0], [-np.inf, -np.inf, -np.inf]])
@every("f", [losses.softmax, losses.log_softmax], ids=name_of)
def test_softmax_without_a_limit_is_refused(f, row):
    with pytest.raises(ValueError, match="no limit"):
        f([[0, 0, 0], row])


# Values worked by hand


def test_values_of_cross_entropy_by_hand():
    assert_allclose(losses.binary_cross_entropy([0, 1], [0.5, 0.5]), np.log(2), rtol=1e-15)
    assert_allclose(losses.binary_cross_entropy(1, 0.01), 2 * np.log(10), rtol=1e-15)
    assert_allclose(losses.binary_cross_entropy(0, 0.75), 2 * np.log(2), rtol=1e-15)


def test_each_factor_of_ten_of_wrong_confidence_costs_ln_10_more():
    costs = losses.binary_cross_entropy(1, 10.0 ** -np.arange(1, 11))
    assert_allclose(np.diff(costs), np.log(10), rtol=1e-14)


def test_values_of_squared_error_by_hand():
    assert_allclose(losses.squared_error([1, 0, 1], [0.25, 0.5, 1]), [9 / 32, 1 / 8, 0], rtol=1e-15)


def test_gradients_at_a_confident_mistake():
    z = -np.log(99)  # ŷ = 0.01
    cross_entropy = losses.binary_cross_entropy_grad_z(1, z)
    squared = losses.squared_error_grad_z(1, z)
    assert_allclose([cross_entropy, squared], [-0.99, -0.99 * 0.01 * 0.99], rtol=1e-13)
    assert_allclose(cross_entropy / squared, 1 / (0.01 * 0.99), rtol=1e-13)


def test_squared_error_gradient_is_largest_at_a_third():
    z = np.log(1 / 2)  # ŷ = 1/3
    sizes = np.abs(losses.squared_error_grad_z(1, Z))
    assert_allclose(losses.squared_error_grad_z([1, 0], [z, -z]), [-4 / 27, 4 / 27], rtol=1e-15)
    assert sizes.max() <= 4 / 27
    assert abs(Z[sizes.argmax()] - z) <= 0.1


def test_values_of_categorical_cross_entropy_by_hand():
    Y, Y_hat = losses.one_hot([1, 0], 3), [[0.2, 0.5, 0.3], [0.125, 0.75, 0.125]]
    assert_allclose(losses.categorical_cross_entropy(Y, Y_hat), [np.log(2), 3 * np.log(2)], rtol=1e-15)


def test_values_of_entropy_by_hand():
    p, q = [0.5, 0.5], [0.25, 0.75]
    assert_allclose(losses.entropy(p), np.log(2), rtol=1e-15)
    assert_allclose(losses.entropy(np.full(8, 1 / 8)), np.log(8), rtol=1e-15)
    assert_allclose(losses.cross_entropy(p, q), np.log(4) - np.log(3) / 2, rtol=1e-15)
    assert_allclose(losses.kl_divergence(p, q), np.log(2) - np.log(3) / 2, rtol=1e-14)


# Laws of the losses


@every("y", LABELS)
def test_cross_entropy_is_zero_for_perfect_and_infinite_for_certain_mistakes(y):
    assert losses.binary_cross_entropy(y, y) == 0
    assert losses.binary_cross_entropy(y, 1 - y) == np.inf
    assert losses.binary_cross_entropy(y, 5e-324 if y else 1 - 2**-53) < np.inf


def test_no_zero_carries_a_minus_sign():
    zeros = [losses.binary_cross_entropy([0, 1], [0, 1]), losses.binary_cross_entropy_from_logits([0, 1], [-800, 800])]
    zeros += [losses.bernoulli_log_likelihood([0, 1], [0, 1]), losses.log_sigmoid([800]), losses.entropy([[1, 0]])]
    zeros += [losses.categorical_cross_entropy([[0, 1]], [[0, 1]]), losses.log_softmax([800, 0])[:1]]
    zeros += [
        losses.categorical_cross_entropy_from_logits([[0, 1]], [[0, 800]]),
        losses.cross_entropy([[0, 1]], [[0, 1]]),
    ]
    for zero in zeros:
        assert_array_equal(zero, 0)
        assert not np.signbit(zero).any()


def test_losses_from_infinite_logits_are_the_limits():
    y, z = [0, 1, 0, 1], [-np.inf, np.inf, np.inf, -np.inf]
    assert_array_equal(losses.binary_cross_entropy_from_logits(y, z), [0, 0, np.inf, np.inf])
    assert_array_equal(losses.binary_cross_entropy_grad_z(y, z), [0, 0, 1, -1])
    assert_array_equal(losses.squared_error_from_logits(y, z), [0, 0, 0.5, 0.5])
    assert_array_equal(losses.squared_error_grad_z(y, z), [0, 0, 0, 0])


@every("y", LABELS)
@every("f", [losses.binary_cross_entropy, losses.squared_error], ids=name_of)
def test_losses_grow_as_the_prediction_moves_away_from_the_label(f, y):
    costs = f(y, np.linspace(0, 1, 101))
    steps = np.diff(costs[1:-1])
    assert ((steps < 0) if y else (steps > 0)).all()
    assert costs.argmin() == (100 if y else 0)


@every("f", [losses.binary_cross_entropy, losses.squared_error], ids=name_of)
def test_losses_treat_both_classes_alike(f):
    y_hat = np.arange(65) / 64
    assert_allclose(f(1, y_hat), f(0, 1 - y_hat), rtol=4e-16)  # log and log1p round alike in AVX-512 only


@every(
    ("from_logits", "from_probabilities"),
    [
        (losses.binary_cross_entropy_from_logits, losses.binary_cross_entropy),
        (losses.squared_error_from_logits, losses.squared_error),
    ],
    ids=name_of,
)
@every("y", LABELS)
def test_losses_from_logits_agree_with_those_from_probabilities(from_logits, from_probabilities, y):
    z = np.linspace(-10, 10, 201)
    assert_allclose(from_logits(y, z), from_probabilities(y, losses.sigmoid(z)), rtol=1e-10)


@every(
    ("loss", "gradient"),
    [
        (losses.binary_cross_entropy_from_logits, losses.binary_cross_entropy_grad_z),
        (losses.squared_error_from_logits, losses.squared_error_grad_z),
    ],
    ids=name_of,
)
@every("y", LABELS)
def test_gradients_agree_with_central_differences(loss, gradient, y):
    assert_allclose(gradient(y, Z), central_difference(lambda z: loss(y, z), Z), atol=2e-10)


@every("y", LABELS)
def test_gradients_are_the_formulas_of_the_course(y):
    z = np.linspace(-10, 10, 201)
    y_hat = losses.sigmoid(z)
    assert_allclose(losses.binary_cross_entropy_grad_z(y, z), y_hat - y, atol=1e-15)
    assert_allclose(losses.squared_error_grad_z(y, z), (y_hat - y) * y_hat * (1 - y_hat), atol=1e-15)


def test_likelihood_is_minus_the_loss_and_multiplies_to_the_product():
    y, y_hat = np.array([1, 0, 1, 1, 0]), np.array([0.9, 0.2, 0.6, 0.3, 0.5])
    likelihood = np.prod(y_hat**y * (1 - y_hat) ** (1 - y))
    assert_allclose(np.exp(losses.bernoulli_log_likelihood(y, y_hat).sum()), likelihood, rtol=1e-14)
    assert_array_equal(losses.bernoulli_log_likelihood(y, y_hat), -losses.binary_cross_entropy(y, y_hat))


def test_categorical_with_two_classes_is_binary():
    z = np.append(Z, [-800, 800])
    pairs = np.stack([np.zeros_like(z), z], axis=1)
    for y in LABELS:
        Y = losses.one_hot(np.full(len(z), y), 2)
        loss = losses.categorical_cross_entropy_from_logits(Y, pairs)
        gradient = losses.categorical_cross_entropy_grad_z(Y, pairs)[:, 1]
        assert_allclose(loss, losses.binary_cross_entropy_from_logits(y, z), rtol=1e-14)
        assert_allclose(gradient, losses.binary_cross_entropy_grad_z(y, z), rtol=1e-14)
        y_hat = losses.sigmoid(z)
        from_probabilities = losses.categorical_cross_entropy(Y, np.stack([1 - y_hat, y_hat], axis=1))
        assert_allclose(from_probabilities, losses.binary_cross_entropy(y, y_hat), rtol=1e-15, atol=1e-15)


def test_categorical_from_logits_agrees_with_that_from_probabilities():
    Y = losses.one_hot(np.arange(50) % 3, 3)
    loss = losses.categorical_cross_entropy(Y, losses.softmax(ROWS))
    assert_allclose(losses.categorical_cross_entropy_from_logits(Y, ROWS), loss, rtol=1e-9)


def test_categorical_loss_of_equal_logits_is_log_K():
    for K in (2, 3, 10):
        loss = losses.categorical_cross_entropy_from_logits(np.eye(K), np.zeros((K, K)))
        assert_allclose(loss, np.log(K), rtol=1e-15)


def test_categorical_gradient_agrees_with_central_differences():
    Y = losses.one_hot(np.arange(50) % 3, 3)
    gradient = losses.categorical_cross_entropy_grad_z(Y, ROWS)
    for k in range(3):
        step = losses.one_hot(k, 3)
        numeric = central_difference(
            lambda t, step=step: losses.categorical_cross_entropy_from_logits(Y, ROWS + t * step), 0
        )
        assert_allclose(gradient[:, k], numeric, atol=1e-9)


def test_categorical_gradient_is_prediction_minus_truth_with_sum_zero():
    Y = losses.one_hot(np.arange(50) % 3, 3)
    gradient = losses.categorical_cross_entropy_grad_z(Y, ROWS)
    assert_allclose(gradient, losses.softmax(ROWS) - Y, atol=1e-15)
    assert_allclose(gradient.sum(axis=1), 0, atol=1e-15)


def test_categorical_certain_mistake_is_infinite():
    assert_array_equal(losses.categorical_cross_entropy(np.eye(2), [[1, 0], [1, 0]]), [0, np.inf])
    certain = losses.categorical_cross_entropy_from_logits(np.eye(2), [[0, -np.inf], [np.inf, 0]])
    assert_array_equal(certain, [0, np.inf])


def test_one_hot_marks_the_class():
    Y = losses.one_hot([2, 0, 1], 3)
    assert_array_equal(Y, [[0, 0, 1], [1, 0, 0], [0, 1, 0]])
    assert_array_equal(Y.argmax(axis=1), [2, 0, 1])
    assert_array_equal(losses.one_hot(1, 2), [0, 1])


def test_cross_entropy_is_entropy_plus_divergence():
    p, q = losses.softmax(ROWS), losses.softmax(ROWS[::-1])
    assert_allclose(losses.cross_entropy(p, q), losses.entropy(p) + losses.kl_divergence(p, q), rtol=1e-13)
    assert (losses.kl_divergence(p, q) > 0).all()
    assert_array_equal(losses.kl_divergence(p, p), 0)


def test_cross_entropy_with_a_hard_label_is_the_loss():
    Y, Y_hat = losses.one_hot(np.arange(50) % 3, 3), losses.softmax(ROWS)
    assert_array_equal(losses.cross_entropy(Y, Y_hat), losses.categorical_cross_entropy(Y, Y_hat))
    assert_array_equal(losses.entropy(Y), 0)
    assert losses.cross_entropy([1, 0], [0, 1]) == losses.kl_divergence([1, 0], [0, 1]) == np.inf


# What may come in


@every("f", BINARY, ids=name_of)
def test_other_kinds_of_numbers_give_the_same_float64(f):
    expected = f(np.array([0.0, 1.0, 1.0]), np.array([1.0, 0.0, 1.0]))
    assert expected.dtype == np.float64
    for kind in (list, tuple, np.int64, np.uint8, np.bool, np.float32):
        y, prediction = kind([0, 1, 1]), kind([1, 0, 1])
        value = f(y, prediction)
        assert value.dtype == np.float64
        assert_array_equal(value, expected)


@every("f", OF_LOGITS, ids=name_of)
def test_other_kinds_of_logits_give_the_same_float64(f):
    expected = f(np.array([0.0, 1.0]))
    for logits in ([0, 1], np.array([0, 1]), np.array([False, True]), np.array([0, 1], np.float32)):
        assert f(logits).dtype == np.float64
        assert_array_equal(f(logits), expected)


@every("f", BINARY, ids=name_of)
def test_scalars_give_a_numpy_scalar(f):
    value = f(1, 0.25)
    assert type(value) is np.float64
    assert value == f([1], [0.25])[0]
    assert type(f(np.array(1), np.array(0.25))) is np.float64


@every("f", [losses.sigmoid, losses.log_sigmoid], ids=name_of)
def test_a_scalar_logit_gives_a_numpy_scalar(f):
    assert type(f(1)) is type(f(np.array(1.0))) is np.float64
    assert f(1) == f([1.0])[0]


@every("f", (*CATEGORICAL[:2], *DISTRIBUTIONS), ids=name_of)
def test_one_sample_gives_a_numpy_scalar(f):
    value = f([0, 1], [0.25, 0.75])
    assert type(value) is np.float64
    assert value == f([[0, 1]], [[0.25, 0.75]])[0]


@every("f", BINARY, ids=name_of)
def test_a_scalar_stands_beside_an_array(f):
    grid = np.array([0.25, 0.5, 0.75])
    assert_array_equal(f(1, grid), f([1, 1, 1], grid))
    assert_array_equal(f([0, 1], 0.25), f([0, 1], [0.25, 0.25]))
    assert f(1, grid[:, np.newaxis]).shape == (3, 1)


@every("f", (*BINARY, *CATEGORICAL, *DISTRIBUTIONS), ids=name_of)
def test_inputs_are_never_changed(f):
    truth, prediction = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[0.25, 0.75], [0.5, 0.5]])
    before = truth.copy(), prediction.copy()
    truth.flags.writeable = prediction.flags.writeable = False
    result = f(truth, prediction)
    assert not (np.shares_memory(result, truth) or np.shares_memory(result, prediction))
    assert_array_equal((truth, prediction), before)


@every("f", (*OF_LOGITS, losses.entropy), ids=name_of)
def test_a_single_input_is_never_changed(f):
    values = np.array([0.25, 0.75])
    values.flags.writeable = False
    assert not np.shares_memory(f(values), values)


# What is refused


def refuses(f, *arguments, because):
    with pytest.raises(ValueError, match=because):
        f(*arguments)


@every("f", BINARY, ids=name_of)
def test_labels_other_than_0_and_1_are_refused(f):
    for label in (-1, 2, 0.5, 1e-300, 1 - 2**-53, np.nan, np.inf):
        refuses(f, [0, label], [0.5, 0.5], because=r"y\[1\] is .*, but a label is 0 or 1")
    refuses(f, -1, 0.5, because=r"y is -1.0, but a label is 0 or 1")


@every("f", FROM_PROBABILITIES, ids=name_of)
def test_probabilities_outside_0_and_1_are_refused(f):
    for y_hat in (-0.1, -5e-324, 1 + 2**-52, np.inf, np.nan):
        refuses(f, [0, 1], [0.5, y_hat], because=r"y_hat\[1\] is .*, but a probability from 0 to 1 is wanted")


@every("f", FROM_LOGITS, ids=name_of)
def test_nan_logits_are_refused(f):
    refuses(f, [0, 1], [0.5, np.nan], because=r"z\[1\] is nan")


@every("f", OF_LOGITS, ids=name_of)
def test_masked_values_are_refused(f):
    refuses(f, np.ma.masked_array([1.0, 2.0], mask=[False, True]), because="[zZ] is a masked array")


@every("f", OF_LOGITS, ids=name_of)
def test_nan_is_refused(f):
    refuses(f, [[0, 1], [np.nan, 0]], because=r"[zZ]\[1, 0\] is nan")


@every("f", BINARY, ids=name_of)
def test_shapes_that_differ_are_refused(f):
    y, prediction = np.array([0, 1, 1]), np.array([0.5, 0.5, 0.5])
    refuses(f, y[:, np.newaxis], prediction, because=r"y has shape \(3, 1\) and \w+ has shape \(3,\)")
    refuses(f, y, prediction[:, np.newaxis], because=r"y has shape \(3,\) and \w+ has shape \(3, 1\)")
    refuses(f, y, prediction[:2], because="equal shapes are wanted")
    refuses(f, y, prediction[:1], because="equal shapes are wanted")


@every("f", (*CATEGORICAL, *DISTRIBUTIONS), ids=name_of)
def test_shapes_of_rows_that_differ_are_refused(f):
    refuses(f, np.eye(2), [0.5, 0.5], because="equal shapes are wanted")
    refuses(f, np.eye(2)[:1], [[0.5, 0.5], [0.5, 0.5]], because="equal shapes are wanted")
    refuses(f, np.eye(3), [[0.5, 0.5]] * 3, because="equal shapes are wanted")


@every("f", (*BINARY, *CATEGORICAL, *DISTRIBUTIONS), ids=name_of)
def test_empty_input_is_refused(f):
    refuses(f, [], [], because="empty")
    refuses(f, np.empty((0, 3)), np.empty((0, 3)), because="empty")


@every("f", (*OF_LOGITS, losses.entropy), ids=name_of)
def test_an_empty_single_input_is_refused(f):
    refuses(f, [], because="empty")


@every("f", CATEGORICAL, ids=name_of)
def test_rows_that_are_not_one_hot_are_refused(f):
    for row in ([0, 0, 0], [1, 1, 0]):
        refuses(f, [[0, 1, 0], row], [[0.2, 0.3, 0.5]] * 2, because=r"the sum of Y\[1\] is .*exactly one 1")
    refuses(f, [[0.2, 0.8]], [[0.5, 0.5]], because="a label is 0 or 1")
    refuses(f, 1, 0.5, because="is a scalar")


@every("f", DISTRIBUTIONS, ids=name_of)
def test_what_is_no_distribution_is_refused(f):
    refuses(f, [0.5, 0.6], [0.5, 0.5], because="the sum of p is 1.1, but probabilities add up to 1")
    refuses(f, [0.5, 0.5], [0.4, 0.5], because="the sum of q is 0.9")
    refuses(f, [1.5, -0.5], [0.5, 0.5], because="a probability from 0 to 1")
    refuses(f, 1, 1, because="is a scalar")


def test_predicted_rows_must_add_up_to_1():
    rows = [[0.5, 0.5], [0.5, 0.6]]
    refuses(losses.categorical_cross_entropy, np.eye(2), rows, because=r"the sum of Y_hat\[1\] is 1.1")
    refuses(losses.categorical_cross_entropy, [0, 1], [0.5, 0.50002], because="the sum of Y_hat is 1.00002")
    in_float32 = losses.softmax(ROWS).astype(np.float32)
    assert losses.categorical_cross_entropy(losses.one_hot(np.zeros(50), 3), in_float32).shape == (50,)


@every("index", [-1, 3, 0.5, np.nan, np.inf])
def test_a_class_index_out_of_range_is_refused(index):
    refuses(losses.one_hot, [0, index], 3, because=r"y\[1\] is .*a whole number from 0 to K - 1 = 2")


@every("K", [0, -2, 2.0, "3", None])
def test_a_number_of_classes_that_is_none_is_refused(K):
    refuses(losses.one_hot, [0], K, because="K is")


# The module


def test_every_public_function_is_documented_with_an_example_that_runs():
    tests = {test.name: test for test in doctest.DocTestFinder().find(losses, "losses")}
    public = [name for name in vars(losses) if inspect.isfunction(vars(losses)[name]) and name in losses.__all__]
    assert sorted(public) == sorted(losses.__all__)
    for name in public:
        test = tests[f"losses.{name}"]
        assert test.examples, name
        assert "Raises ValueError" in test.docstring, name
        assert doctest.DocTestRunner().run(test).failed == 0, name


def test_the_module_needs_nothing_but_numpy():
    modules = {value.__name__ for value in vars(losses).values() if inspect.ismodule(value)}
    assert modules == {"numpy", "operator", "warnings"}
