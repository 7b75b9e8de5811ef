"""Functions as students write them: wrong ones with the mistake to be recognised, odd ones that are right, and stubs.

The functions ``sigmoid`` … ``gradients`` of this module are wrong on purpose: whoever calls them by name must still be
judged alone.
"""

import functools
import math
import random
import time
from collections import namedtuple

import numpy as np

WRONG, RIGHT, COMBINED = [], [], []


def sigmoid(z):
    return 0.123


def forward(X, w, b):
    return np.full(len(X), 0.321)


def bce_loss(y, y_hat):
    return -1.0


def gradients(X, y, y_hat):
    return np.ones(X.shape[1]), 1.0


def σ(z):
    return 1 / (1 + np.exp(-z))


def wrong(name, misconception, function=None):
    """Note a wrong function; as a decorator when the function is left out."""

    def note(function):
        WRONG.append((name, misconception, function))
        return function

    return note if function is None else note(function)


def right(name):
    def note(function):
        RIGHT.append((name, function))
        return function

    return note


# sigmoid

wrong("sigmoid", "exponent_sign", lambda z: 1 / (1 + np.exp(z)))
wrong("sigmoid", "exponent_sign", lambda z: np.exp(-z) / (1 + np.exp(-z)))
wrong("sigmoid", "exponent_sign", lambda z: 1 - 1 / (1 + np.exp(-z)))
wrong("sigmoid", "fraction_brackets", lambda z: 1 / 1 + np.exp(-z))
wrong("sigmoid", "fraction_brackets", lambda z: np.exp(z) / 1 + np.exp(z))
wrong("sigmoid", "fraction_brackets", lambda z: 1 + np.exp(-z))
wrong("sigmoid", "exponent_brackets", lambda z: 1 / (np.exp(1 - z)))
wrong("sigmoid", "exponent_brackets", lambda z: np.exp(z) / np.exp(1 + z))
wrong("sigmoid", "minus_in_denominator", lambda z: 1 / (1 - np.exp(-z)))
wrong("sigmoid", "minus_in_denominator", lambda z: 1 / (1 - np.exp(z)))
wrong("sigmoid", "one_left_out", lambda z: 1 / np.exp(-z))
wrong("sigmoid", "one_left_out", lambda z: np.exp(-z))
wrong("sigmoid", "exponential_left_out", lambda z: 1 / (1 - z))
wrong("sigmoid", "negative_result", lambda z: -1 / (1 + np.exp(-z)))
wrong("sigmoid", "base_of_power", lambda z: 1 / (1 + 10.0 ** (-z)))
wrong("sigmoid", "base_of_power", lambda z: 1 / (1 + np.exp2(-z)))
wrong("sigmoid", "e_rounded", lambda z: 1 / (1 + 2.718**-z))
wrong("sigmoid", "e_rounded", lambda z: 1 / (1 + 2.71 ** (-z)))
wrong("sigmoid", "power_as_factor", lambda z: 1 / (1 + math.e * -z))
wrong("sigmoid", "squared_exponent", lambda z: 1 / (1 + np.exp(-(z**2))))
wrong("sigmoid", "absolute_value", lambda z: 1 / (1 + np.exp(-np.abs(z))))
wrong("sigmoid", "tanh", np.tanh)
wrong("sigmoid", "tanh", lambda z: 2 / (1 + np.exp(-z)) - 1)
wrong("sigmoid", "steepness", lambda z: 0.5 * (1 + np.tanh(z)))
wrong("sigmoid", "steepness", lambda z: 1 / (1 + np.exp(-0.7 * z)))
wrong("sigmoid", "wrong_structure", lambda z: (σ(z), z))
wrong("sigmoid", "reduced_to_one_number", lambda z: float(σ(np.mean(z))))
wrong("sigmoid", "derivative", lambda z: σ(z) * (1 - σ(z)))
wrong("sigmoid", "logarithm_taken", lambda z: np.log(σ(z)))
wrong("sigmoid", "logarithm_taken", lambda z: np.log(1 + np.exp(z)))
wrong("sigmoid", "thresholded", lambda z: np.where(σ(z) > 0.5, 1, 0))
wrong("sigmoid", "thresholded", lambda z: np.round(σ(z)))
wrong("sigmoid", "thresholded", lambda z: σ(z) >= 0.5)
wrong("sigmoid", "rounded", lambda z: np.round(σ(z), 2))
wrong("sigmoid", "half_precision", lambda z: np.asarray(σ(z), dtype=np.float16))
wrong("sigmoid", "softmax", lambda z: np.exp(z) / np.sum(np.exp(z)))
wrong("sigmoid", "relu", lambda z: np.maximum(0, z))
wrong("sigmoid", "identity", lambda z: z)
wrong("sigmoid", "other_squashing_curve", lambda z: z / (1 + np.abs(z)))
wrong("sigmoid", "other_squashing_curve", lambda z: np.clip(0.2 * z + 0.5, 0, 1))
wrong("sigmoid", "reduced_to_one_number", lambda z: np.mean(σ(z)))
wrong("sigmoid", "applied_twice", lambda z: σ(σ(z)))
wrong("sigmoid", "clipped", lambda z: np.clip(σ(z), 0.01, 0.99))
wrong("sigmoid", "clipped", lambda z: np.clip(σ(z), 1e-3, 1 - 1e-3))
wrong("sigmoid", "clipped", lambda z: σ(np.clip(z, -10, 10)))
wrong("sigmoid", "hard_coded", lambda z: 0.5)
wrong("sigmoid", "hard_coded", lambda z: np.full(np.shape(z), 0.7310585786300049))
wrong("sigmoid", "constant_factor", lambda z: 3 * σ(z))
wrong("sigmoid", "constant_offset", lambda z: σ(z) + 0.25)
wrong("sigmoid", "overflow", lambda z: np.exp(z) / (1 + np.exp(z)))
wrong("sigmoid", "overflow", lambda z: np.vectorize(lambda t: 1 / (1 + math.exp(-t)), otypes=[float])(z))
wrong("sigmoid", "needs_one_number", lambda z: 1 / (1 + math.exp(-z)))
wrong("sigmoid", "function_as_number", lambda z: 1 / (1 + np.exp))
wrong("sigmoid", "missing_operator", lambda z: 1 / (1 + math.e(-z)))
wrong("sigmoid", "needs_an_array", lambda z: np.array([1 / (1 + np.exp(-t)) for t in z]))
wrong("sigmoid", "column_result", lambda z: σ(np.reshape(z, (-1, 1))) if np.ndim(z) == 1 else σ(z))
wrong("sigmoid", "shape_changed", lambda z: σ(np.ravel(z)) if np.ndim(z) else σ(z))
wrong("sigmoid", "printed_not_returned", lambda z: print(1 / (1 + np.exp(-z))))
wrong("sigmoid", "nothing_returned", lambda z: np.exp(-z) and None if np.ndim(z) == 0 else None)
wrong("sigmoid", "wrong_parameters", lambda: 0.5)
wrong("sigmoid", "wrong_parameters", lambda X, w, b: σ(X @ w + b))
wrong("sigmoid", "not_a_function", 0.5)
wrong("sigmoid", "not_numbers", lambda z: f"{np.max(z)} is large")
wrong("sigmoid", "not_numbers", lambda z: {"y_hat": σ(z)})
wrong("sigmoid", "unknown_name", lambda z: 1 / (1 + np.exp(-x_value)))  # noqa: F821
wrong("sigmoid", "random", lambda z: σ(z) + np.random.default_rng().normal(size=np.shape(z)))
wrong("sigmoid", "random", lambda z: σ(z) + random.random())
wrong("sigmoid", "asks_for_input", lambda z: float(input("z = ")))


@wrong("sigmoid", "if_on_array")
def _(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


@wrong("sigmoid", "integer_truncation")
def _(z):
    result = np.zeros_like(z)
    result[...] = σ(z)
    return result


@wrong("sigmoid", "integer_truncation")
def _(z):
    return σ(np.asarray(z).astype(int))


@wrong("sigmoid", "changed_inputs")
def _(z):
    z *= -1
    return 1 / (1 + np.exp(z))


@wrong("sigmoid", "used_before_assigned")
def _(z):
    result += 1 / (1 + np.exp(-z))  # noqa: F821
    return result


@wrong("sigmoid", "endless_recursion")
def endless(z):
    return 1 / (1 + endless(-z))


calls = []


@wrong("sigmoid", "state_between_calls")
def _(z):
    calls.append(1)
    return σ(z) + len(calls)


@wrong("sigmoid", "state_between_calls")
def _(z, seen=[0]):  # noqa: B006
    seen[0] += 1
    return σ(z) * seen[0]


z = np.array([1.0, 2.0])


@wrong("sigmoid", "reads_global")
def _(x):
    return 1 / (1 + np.exp(-z))


# forward

wrong("forward", "bias_forgotten", lambda X, w, b: sigmoid(X @ w))
wrong("forward", "sigmoid_forgotten", lambda X, w, b: X @ w + b)
wrong("forward", "sigmoid_forgotten", lambda X, w, b: np.dot(X, w))
wrong("forward", "applied_twice", lambda X, w, b: sigmoid(sigmoid(X @ w + b)))
wrong("forward", "bias_subtracted", lambda X, w, b: sigmoid(X @ w - b))
wrong("forward", "bias_outside_sigmoid", lambda X, w, b: sigmoid(X @ w) + b)
wrong("forward", "bias_multiplied", lambda X, w, b: sigmoid(X @ w * b))
wrong("forward", "bias_inside_product", lambda X, w, b: sigmoid(X @ (w + b)))
wrong("forward", "bias_once_per_feature", lambda X, w, b: sigmoid(np.sum(X * w + b, axis=1)))
wrong("forward", "exponent_sign", lambda X, w, b: 1 / (1 + np.exp(X @ w + b)))
wrong("forward", "sign_of_product", lambda X, w, b: 1 / (1 + np.exp(X @ w - b)))
wrong("forward", "missing_transpose_or_order", lambda X, w, b: sigmoid(X.T @ w + b))
wrong("forward", "missing_transpose_or_order", lambda X, w, b: sigmoid(w @ X + b))
wrong("forward", "not_summed_over_features", lambda X, w, b: sigmoid(X * w + b))
wrong("forward", "mean_for_sum", lambda X, w, b: sigmoid(np.mean(X * w, axis=1) + b))
wrong("forward", "reduced_to_one_number", lambda X, w, b: sigmoid(np.sum(X * w) + b))
wrong("forward", "reduced_to_one_number", lambda X, w, b: np.mean(sigmoid(X @ w + b)))
wrong("forward", "wrong_axis", lambda X, w, b: sigmoid(np.sum(X * w, axis=0) + b))
wrong("forward", "some_features_only", lambda X, w, b: sigmoid(X[:, 0] * w[0] + b))
wrong("forward", "weights_left_out", lambda X, w, b: sigmoid(X.sum(axis=1) + b))
wrong("forward", "added_not_multiplied", lambda X, w, b: sigmoid(np.sum(X + w, axis=1) + b))
wrong("forward", "thresholded", lambda X, w, b: (sigmoid(X @ w + b) > 0.5).astype(int))
wrong("forward", "thresholded", lambda X, w, b: np.round(sigmoid(X @ w + b)))
wrong("forward", "rounded", lambda X, w, b: np.round(sigmoid(X @ w + b), 3))
wrong("forward", "softmax", lambda X, w, b: np.exp(X @ w + b) / np.exp(X @ w + b).sum())
wrong("forward", "tanh", lambda X, w, b: np.tanh(X @ w + b))
wrong("forward", "relu", lambda X, w, b: np.maximum(0, X @ w + b))
wrong("forward", "fraction_brackets", lambda X, w, b: 1 / 1 + np.exp(-(X @ w + b)))
wrong("forward", "column_result", lambda X, w, b: sigmoid(X @ w.reshape(-1, 1) + b))
wrong("forward", "column_result", lambda X, w, b: sigmoid(X @ w + b)[None, :])
wrong("forward", "broadcast_n_by_n", lambda X, w, b: sigmoid(X @ w + b * np.ones((len(X), 1))))
wrong("forward", "overflow", lambda X, w, b: np.exp(X @ w + b) / (1 + np.exp(X @ w + b)))
wrong("forward", "wrong_parameters", lambda X, w: sigmoid(X @ w))
wrong("forward", "printed_not_returned", lambda X, w, b: print(sigmoid(X @ w + b)))


@wrong("forward", "nothing_returned")
def _(X, w, b):
    X @ w + b


@wrong("forward", "first_sample_only")
def _(X, w, b):
    y_hat = []
    for x in X:
        y_hat.append(sigmoid(x @ w + b))
        return y_hat


@wrong("forward", "last_sample_only")
def _(X, w, b):
    for x in X:
        y_hat = sigmoid(x @ w + b)
    return y_hat


@wrong("forward", "one_sample_left_out")
def _(X, w, b):
    return np.array([sigmoid(X[n] @ w + b) for n in range(len(X) - 1)])


@wrong("forward", "index_too_large")
def _(X, w, b):
    return np.array([sigmoid(X[n] @ w + b) for n in range(len(X) + 1)])


@wrong("forward", "integer_truncation")
def _(X, w, b):
    y_hat = np.zeros(len(X), dtype=int)
    for n in range(len(X)):
        y_hat[n] = sigmoid(X[n] @ w + b)
    return y_hat


@wrong("forward", "integer_truncation")
def _(X, w, b):
    y_hat = np.zeros_like(X[:, 0])
    y_hat[:] = sigmoid(X @ w + b)
    return y_hat


@wrong("forward", "changed_inputs")
def _(X, w, b):
    X *= w
    return sigmoid(X.sum(axis=1) + b)


b = 0.0


@wrong("forward", "reads_global")
def _(X, w, bias):
    return sigmoid(X @ w + b)


# bce_loss

LOG = np.log


def terms(y, p):
    return y * np.log(p) + (1 - y) * np.log(1 - p)


wrong("bce_loss", "missing_minus", lambda y, p: np.mean(terms(y, p)))
wrong("bce_loss", "missing_minus_and_mean", lambda y, p: np.sum(terms(y, p)))
wrong("bce_loss", "log_base_2", lambda y, p: -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p)))
wrong("bce_loss", "log_base_10", lambda y, p: -np.mean(y * np.log10(p) + (1 - y) * np.log10(1 - p)))
wrong("bce_loss", "sum_for_mean", lambda y, p: -np.sum(terms(y, p)))
wrong("bce_loss", "not_averaged", lambda y, p: -terms(y, p))
wrong("bce_loss", "divided_twice", lambda y, p: -np.mean(terms(y, p)) / len(y))
wrong("bce_loss", "wrong_divisor", lambda y, p: -np.sum(terms(y, p)) / (len(y) + 1))
wrong("bce_loss", "wrong_divisor", lambda y, p: -np.sum(terms(y, p)) / 5)
wrong("bce_loss", "infinity_hidden", lambda y, p: -np.mean(np.nan_to_num(terms(y, p), neginf=0)))
wrong("bce_loss", "parameter_order", lambda y_hat, y: -np.mean(np.where(y == 1, np.log(y_hat), np.log(1 - y_hat))))
wrong("bce_loss", "factor_half", lambda y, p: -np.mean(terms(y, p)) / 2)
wrong("bce_loss", "factor_two", lambda y, p: -2 * np.mean(terms(y, p)))
wrong("bce_loss", "constant_factor", lambda y, p: -3 * np.mean(terms(y, p)))
wrong("bce_loss", "constant_offset", lambda y, p: 1 - np.mean(terms(y, p)))
wrong("bce_loss", "terms_exchanged", lambda y, p: -np.mean(y * LOG(1 - p) + (1 - y) * LOG(p)))
wrong("bce_loss", "arguments_exchanged", lambda y, p: -np.mean(terms(p, y)))
wrong("bce_loss", "arguments_exchanged", lambda p, y: -np.mean(terms(y, np.clip(p, 1e-15, 1 - 1e-15))))
wrong("bce_loss", "arguments_exchanged", lambda p, y: -np.mean(y * LOG(p + 1e-9) + (1 - y) * LOG(1 - p + 1e-9)))
wrong("bce_loss", "only_one_term", lambda y, p: -np.mean(y * np.log(p)))
wrong("bce_loss", "only_one_term", lambda y, p: -np.mean((1 - y) * np.log(1 - p)))
wrong("bce_loss", "only_one_term", lambda y, p: -np.sum(y * np.log(p)))
wrong("bce_loss", "labels_not_used", lambda y, p: -np.mean(np.log(p)))
wrong("bce_loss", "labels_not_used", lambda y, p: -np.mean(np.log(p) + np.log(1 - p)))
wrong("bce_loss", "label_factor_missing", lambda y, p: -np.mean(y * LOG(p) + LOG(1 - p)))
wrong("bce_loss", "same_factor_twice", lambda y, p: -np.mean(y * LOG(p) + y * LOG(1 - p)))
wrong("bce_loss", "labels_not_used", lambda y, p: -np.mean(y * LOG(p) + (1 - y) * LOG(p)))
wrong("bce_loss", "minus_between_terms", lambda y, p: -np.mean(y * LOG(p) - (1 - y) * LOG(1 - p)))
wrong("bce_loss", "minus_between_terms", lambda y, p: np.mean(-y * LOG(p) + (1 - y) * LOG(1 - p)))
wrong("bce_loss", "label_brackets", lambda y, p: -np.mean(y * LOG(p) + 1 - y * LOG(1 - p)))
wrong("bce_loss", "log_brackets", lambda y, p: -np.mean(y * LOG(p) + (1 - y) * (LOG(1) - p)))
wrong("bce_loss", "log_of_one_plus", lambda y, p: -np.mean(y * LOG(p) + (1 - y) * np.log1p(p)))
wrong("bce_loss", "mean_brackets", lambda y, p: -np.sum(y * LOG(p)) - np.sum((1 - y) * LOG(1 - p)) / len(y))
wrong("bce_loss", "log_of_mean", lambda y, p: -LOG(np.mean(y * p + (1 - y) * (1 - p))))
wrong("bce_loss", "log_forgotten", lambda y, p: -np.mean(y * p + (1 - y) * (1 - p)))
wrong("bce_loss", "likelihood", lambda y, p: np.prod(p**y * (1 - p) ** (1 - y)))
wrong("bce_loss", "exponent_of_loss", lambda y, p: np.exp(-np.mean(terms(y, p))))
wrong("bce_loss", "squared_error", lambda y, p: np.mean((y - p) ** 2))
wrong("bce_loss", "squared_error", lambda y, p: 0.5 * np.mean((y - p) ** 2))
wrong("bce_loss", "absolute_error", lambda y, p: np.mean(np.abs(y - p)))
wrong("bce_loss", "accuracy", lambda y, p: np.mean((p >= 0.5) == y))
wrong("bce_loss", "entropy_of_prediction", lambda y, p: -np.mean(p * LOG(p) + (1 - p) * LOG(1 - p)))
wrong("bce_loss", "signed_labels", lambda y, p: np.mean(np.log(1 + np.exp(-y * p))))
wrong("bce_loss", "sigmoid_of_probability", lambda y, p: -np.mean(terms(y, σ(p))))
wrong("bce_loss", "broadcast_n_by_n", lambda y, p: -np.mean(terms(y[:, None], p)))
wrong("bce_loss", "broadcast_n_by_n", lambda y, p: -terms(y.reshape(-1, 1), p).sum() / len(y))
wrong("bce_loss", "worst_sample", lambda y, p: np.max(-terms(y, p)))
wrong("bce_loss", "rounded", lambda y, p: round(-np.mean(terms(y, p)), 3))
wrong("bce_loss", "clipped", lambda y, p: -np.mean(terms(y, np.clip(p, 0.1, 0.9))))
wrong("bce_loss", "clipped", lambda y, p: -np.mean(terms(y, np.clip(p, 1e-3, 1 - 1e-3))))
wrong("bce_loss", "clipped", lambda y, p: -np.mean(terms(y, np.clip(p, 1e-5, 1 - 1e-5))))
wrong("bce_loss", "constant_in_log", lambda y, p: -np.mean(y * LOG(p + 0.01) + (1 - y) * LOG(1 - p + 0.01)))
wrong("bce_loss", "constant_in_log", lambda y, p: -np.mean(y * LOG(p - 0.05) + (1 - y) * LOG(1 - p - 0.05)))
wrong("bce_loss", "predictions_rounded", lambda y, p: -np.mean(terms(y, np.round(p, 1))))
wrong("bce_loss", "predictions_rounded", lambda y, p: -np.mean(terms(y, np.clip(np.round(p), 1e-15, 1 - 1e-15))))
wrong("bce_loss", "nan_when_certain", lambda y, p: -np.mean(terms(y, p)))
wrong("bce_loss", "hard_coded", lambda y, p: 0.6931471805599453)
wrong("bce_loss", "printed_not_returned", lambda y, p: print("loss:", -np.mean(terms(y, p))))
wrong("bce_loss", "wrong_parameters", lambda X, y, w, b: -np.mean(terms(y, σ(X @ w + b))))


@wrong("bce_loss", "first_sample_only")
def _(y, p):
    total = 0
    for t, q in zip(y, p, strict=True):
        total -= terms(t, q)
        return total / len(y)


@wrong("bce_loss", "not_accumulated")
def _(y, p):
    for t, q in zip(y, p, strict=True):
        total = -terms(t, q)
    return total / len(y)


@wrong("bce_loss", "one_sample_left_out")
def _(y, p):
    total = 0
    for n in range(1, len(y)):
        total -= terms(y[n], p[n])
    return total / len(y)


@wrong("bce_loss", "log_of_zero")
def _(y, p):
    total = 0
    for t, q in zip(y, p, strict=True):
        total -= t * math.log(q) + (1 - t) * math.log(1 - q)
    return total / len(y)


@wrong("bce_loss", "integer_truncation")
def _(y, p):
    losses = np.zeros_like(y)
    for n in range(len(y)):
        losses[n] = -LOG(p[n]) if y[n] == 1 else -LOG(1 - p[n])
    return losses.mean()


@wrong("bce_loss", "changed_inputs")
def _(y, p):
    p[y == 0] = 1 - p[y == 0]
    return -np.mean(np.log(p))


@wrong("bce_loss", "state_between_calls")
def _(y, p, kept=[]):  # noqa: B006
    kept.extend(-terms(y, p))
    return np.mean(kept)


N = 7


@wrong("bce_loss", "reads_global")
def _(y, p):
    return -np.sum(terms(y, p)) / N


@wrong("bce_loss", "endless_loop")
def _(y, p):
    total, n = 0, 0
    while n < len(y):
        total -= terms(y[n], p[n])
    return total / len(y)


# gradients


def both(X, d):
    return X.T @ d / len(d), np.mean(d)


wrong("gradients", "gradient_sign", lambda X, y, p: both(X, y - p))
wrong("gradients", "gradient_sign", lambda X, p, y: both(X, p - y))
wrong("gradients", "gradient_sign", lambda X, y, p: (both(X, y - p)[0], np.mean(p - y)))
wrong("gradients", "gradient_sign", lambda X, y, p: (both(X, p - y)[0], np.mean(y - p)))
wrong("gradients", "squared_error_factor", lambda X, y, p: both(X, (p - y) * p * (1 - p)))
wrong("gradients", "squared_error_factor", lambda X, y, p: both(X, 2 * (p - y) * p * (1 - p)))
wrong("gradients", "stopped_at_y_hat", lambda X, y, p: both(X, (p - y) / (p * (1 - p))))
wrong("gradients", "factor_two", lambda X, y, p: both(X, 2 * (p - y)))
wrong("gradients", "squared_difference", lambda X, y, p: both(X, (p - y) ** 2))
wrong("gradients", "absolute_difference", lambda X, y, p: both(X, np.abs(p - y)))
wrong("gradients", "sum_not_difference", lambda X, y, p: both(X, p + y))
wrong("gradients", "product_not_difference", lambda X, y, p: both(X, p * y))
wrong("gradients", "labels_not_used", lambda X, y, p: both(X, p))
wrong("gradients", "only_one_term", lambda X, y, p: both(X, y * (p - 1)))
wrong("gradients", "thresholded", lambda X, y, p: both(X, (p > 0.5) - y))
wrong("gradients", "sigmoid_of_probability", lambda X, y, p: both(X, σ(p) - y))
wrong("gradients", "loss_instead_of_gradient", lambda X, y, p: both(X, -terms(y, p)))
wrong("gradients", "sum_for_mean", lambda X, y, p: (X.T @ (p - y), np.sum(p - y)))
wrong("gradients", "sum_for_mean", lambda X, y, p: (X.T @ (p - y) / len(y), np.sum(p - y)))
wrong("gradients", "sum_for_mean", lambda X, y, p: (X.T @ (p - y), np.mean(p - y)))
wrong("gradients", "gradient_sign_and_sum", lambda X, y, p: (X.T @ (y - p), np.sum(y - p)))
wrong("gradients", "divided_twice", lambda X, y, p: both(X, (p - y) / len(y)))
wrong("gradients", "divided_by_features", lambda X, y, p: (X.T @ (p - y) / X.shape[1], np.sum(p - y) / X.shape[1]))
wrong("gradients", "wrong_divisor", lambda X, y, p: (X.T @ (p - y) / X.size, np.mean(p - y)))
wrong("gradients", "wrong_divisor", lambda X, y, p: (X.T @ (p - y) / 23, np.sum(p - y) / 23))
wrong("gradients", "missing_transpose_or_order", lambda X, y, p: (X @ (p - y) / len(y), np.mean(p - y)))
wrong("gradients", "wrong_axis", lambda X, y, p: (np.mean((p - y)[:, None] * X, axis=1), np.mean(p - y)))
wrong("gradients", "reduced_to_one_number", lambda X, y, p: (np.mean((p - y)[:, None] * X), np.mean(p - y)))
wrong("gradients", "not_averaged", lambda X, y, p: ((p - y)[:, None] * X, np.mean(p - y)))
wrong("gradients", "not_averaged", lambda X, y, p: (X.T @ (p - y) / len(y), p - y))
wrong("gradients", "features_left_out", lambda X, y, p: (np.mean(p - y), np.mean(p - y)))
wrong("gradients", "mean_times_mean", lambda X, y, p: (X.mean(axis=0) * np.mean(p - y), np.mean(p - y)))
wrong("gradients", "broadcast_n_by_n", lambda X, y, p: (X.T @ (p.reshape(-1, 1) - y) / len(y), np.mean(p - y)))
wrong("gradients", "inputs_squared", lambda X, y, p: ((X**2).T @ (p - y) / len(y), np.mean(p - y)))
wrong("gradients", "rounded", lambda X, y, p: (np.round(both(X, p - y)[0], 3), np.mean(p - y)))
wrong("gradients", "bias_gradient_missing", lambda X, y, p: (X.T @ (p - y) / len(y), 0.0))
wrong(
    "gradients", "features_in_bias", lambda X, y, p: (both(X, p - y)[0], np.mean(X.T @ (p - y) / len(y) * X.shape[1]))
)
wrong("gradients", "return_order", lambda X, y, p: both(X, p - y)[::-1])
wrong("gradients", "only_one_returned", lambda X, y, p: X.T @ (p - y) / len(y))
wrong("gradients", "bias_in_weights", lambda X, y, p: np.append(*both(X, p - y)))
wrong("gradients", "wrong_structure", lambda X, y, p: (*both(X, p - y), -np.mean(terms(y, p))))
wrong("gradients", "not_numbers", lambda X, y, p: {"grad_w": both(X, p - y)[0], "grad_b": np.mean(p - y)})
wrong("gradients", "column_result", lambda X, y, p: (X.T @ (p - y)[:, None] / len(y), np.mean(p - y)))
wrong("gradients", "printed_not_returned", lambda X, y, p: print(both(X, p - y)))
wrong("gradients", "nan_when_certain", lambda X, y, p: both(X, (p - y) / (p * (1 - p)) * p * (1 - p)))
wrong("gradients", "constant_factor", lambda X, y, p: both(X, 0.1 * (p - y)))
wrong("gradients", "not_numbers", lambda X, y, p: "grad")


@wrong("gradients", "product_outside_loop")
def _(X, y, p):
    grad_w, grad_b = np.zeros(X.shape[1]), 0.0
    for n in range(len(y)):
        grad_b += p[n] - y[n]
    grad_w = grad_b * X[n]
    return grad_w / len(y), grad_b / len(y)


@wrong("gradients", "first_sample_only")
def _(X, y, p):
    grad_w, grad_b = np.zeros(X.shape[1]), 0.0
    for n in range(len(y)):
        grad_w += (p[n] - y[n]) * X[n]
        grad_b += p[n] - y[n]
        return grad_w / len(y), grad_b / len(y)


@wrong("gradients", "not_accumulated")
def _(X, y, p):
    for n in range(len(y)):
        grad_w = (p[n] - y[n]) * X[n]
        grad_b = p[n] - y[n]
    return grad_w / len(y), grad_b / len(y)


@wrong("gradients", "one_sample_left_out")
def _(X, y, p):
    grad_w, grad_b = np.zeros(X.shape[1]), 0.0
    for n in range(len(y) - 1):
        grad_w += (p[n] - y[n]) * X[n]
        grad_b += p[n] - y[n]
    return grad_w / len(y), grad_b / len(y)


@wrong("gradients", "integer_truncation")
def _(X, y, p):
    grad_w = np.zeros_like(X[0])
    for d in range(X.shape[1]):
        grad_w[d] = np.mean((p - y) * X[:, d])
    return grad_w, np.mean(p - y)


@wrong("gradients", "changed_inputs")
def _(X, y, p):
    p -= y
    return both(X, p)


@wrong("gradients", "changed_inputs")
def _(X, y, p):
    X *= (p - y)[:, None]
    return X.mean(axis=0), np.mean(p - y)


# train


def descend(X, y, learning_rate, epochs, w=None, b=0.0, sign=-1, factor=1.0):
    w, losses = np.zeros(X.shape[1]) if w is None else w, []
    for _ in range(epochs):
        p = σ(X @ w + b)
        losses.append(-np.mean(terms(y, p)))
        w = w + sign * factor * learning_rate * X.T @ (p - y) / len(y)
        b = b + sign * factor * learning_rate * np.mean(p - y)
    return w, b, losses


wrong("train", "plus_for_minus", lambda X, y, eta, epochs: descend(X, y, eta, epochs, sign=1))
wrong("train", "learning_rate_ignored", lambda X, y, eta, epochs: descend(X, y, 0.1, epochs))
wrong("train", "learning_rate_ignored", lambda X, y, eta, epochs: descend(X, y, 1, epochs))
wrong("train", "learning_rate_ignored", lambda X, y, eta, epochs: descend(X, y, 0.37, epochs))
wrong("train", "steps_too_long_or_short", lambda X, y, eta, epochs: descend(X, y, eta * 10, epochs))
wrong("train", "labels_inverted", lambda X, y, eta, epochs: descend(X, 1 - y, eta, epochs))
wrong("train", "bias_not_updated", lambda X, y, eta, epochs: (*(r := descend(X, y, eta, epochs))[:1], 0.0, r[2]))
wrong("train", "parameter_order", lambda X, y, epochs, learning_rate: descend(X, y, learning_rate, epochs))
wrong("train", "learning_rate_divided", lambda X, y, eta, epochs: descend(X, y, 1 / eta, epochs))
wrong("train", "sum_for_mean", lambda X, y, eta, epochs: descend(X, y, eta * len(y), epochs))
wrong("train", "divided_twice", lambda X, y, eta, epochs: descend(X, y, eta / len(y), epochs))
wrong("train", "factor_two", lambda X, y, eta, epochs: descend(X, y, eta, epochs, factor=2))
wrong("train", "one_epoch_too_few", lambda X, y, eta, epochs: descend(X, y, eta, epochs - 1))
wrong("train", "one_epoch_too_many", lambda X, y, eta, epochs: descend(X, y, eta, epochs + 1))
wrong("train", "epochs_ignored", lambda X, y, eta, epochs: descend(X, y, eta, 100))
wrong("train", "start_not_zero", lambda X, y, eta, epochs: descend(X, y, eta, epochs, w=np.ones(X.shape[1])))
wrong("train", "start_not_zero", lambda X, y, eta, epochs: descend(X, y, eta, epochs, b=0.37))
wrong("train", "return_order", lambda X, y, eta, epochs: descend(X, y, eta, epochs)[::-1])
wrong("train", "loss_not_returned", lambda X, y, eta, epochs: descend(X, y, eta, epochs)[:2])
wrong("train", "only_one_returned", lambda X, y, eta, epochs: descend(X, y, eta, epochs)[2])
wrong("train", "loss_not_recorded", lambda X, y, eta, epochs: (*descend(X, y, eta, epochs)[:2], []))
wrong(
    "train",
    "loss_after_loop_only",
    lambda X, y, eta, epochs: tuple(t[-1] if n == 2 else t for n, t in enumerate(descend(X, y, eta, epochs))),
)
wrong("train", "losses_backwards", lambda X, y, eta, epochs: (*(r := descend(X, y, eta, epochs))[:2], r[2][::-1]))
wrong("train", "loss_every_few_epochs", lambda X, y, eta, epochs: (*(r := descend(X, y, eta, epochs))[:2], r[2][::10]))
wrong("train", "printed_not_returned", lambda X, y, eta, epochs: print(descend(X, y, eta, epochs)))
wrong("train", "wrong_parameters", lambda X, y: descend(X, y, 0.1, 100))
wrong("train", "random", lambda X, y, eta, epochs: descend(X, y, eta, epochs, w=np.random.randn(X.shape[1])))  # noqa: NPY002
wrong(
    "train",
    "column_result",
    lambda X, y, eta, epochs: (lambda w, b, kept: (w[:, None], b, kept))(*descend(X, y, eta, epochs)),
)


@wrong("train", "random")
def _(X, y, learning_rate, epochs):
    w = np.random.default_rng().normal(size=X.shape[1])
    return descend(X, y, learning_rate, epochs, w=w)


@wrong("train", "start_not_zero")
def _(X, y, learning_rate, epochs):
    w = np.random.default_rng(0).normal(size=X.shape[1])
    return descend(X, y, learning_rate, epochs, w=w)


@wrong("train", "product_with_number")
def _(X, y, learning_rate, epochs):
    w, b, losses = 0.0, 0.0, []
    for _ in range(epochs):
        p = σ(X @ w + b)
        losses.append(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
        w, b = w - learning_rate * X.T @ (p - y) / len(y), b - learning_rate * np.mean(p - y)
    return w, b, losses


@wrong("gradients", "product_with_number")
def _(X, y, y_hat):
    grad_z = np.mean(y_hat - y)
    return X.T @ grad_z, grad_z


@wrong("train", "loss_after_update")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        grad_w, grad_b = gradients(X, y, forward(X, w, b))
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
        losses.append(bce_loss(y, forward(X, w, b)))
    return w, b, losses


@wrong("train", "loss_once_too_often")
def _(X, y, learning_rate, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    losses = [bce_loss(y, forward(X, w, b))]
    for _ in range(epochs):
        grad_w, grad_b = gradients(X, y, forward(X, w, b))
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
        losses.append(bce_loss(y, forward(X, w, b)))
    return w, b, losses


@wrong("train", "loss_after_loop_only")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        grad_w, grad_b = gradients(X, y, y_hat)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    losses.append(bce_loss(y, y_hat))
    return w, b, losses


@wrong("train", "stale_predictions")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    y_hat = forward(X, w, b)
    for _ in range(epochs):
        losses.append(bce_loss(y, y_hat))
        grad_w, grad_b = gradients(X, y, y_hat)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    return w, b, losses


@wrong("train", "stale_loss")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    loss = bce_loss(y, forward(X, w, b))
    for _ in range(epochs):
        losses.append(loss)
        grad_w, grad_b = gradients(X, y, forward(X, w, b))
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    return w, b, losses


@wrong("train", "never_updated")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y, y_hat))
        grad_w, grad_b = gradients(X, y, y_hat)
        w - learning_rate * grad_w
        b - learning_rate * grad_b
    return w, b, losses


@wrong("train", "return_in_loop")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y, y_hat))
        grad_w, grad_b = gradients(X, y, y_hat)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
        return w, b, losses


@wrong("train", "only_one_update")  # the update stands after the loop: one update only
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y, y_hat))
        grad_w, grad_b = gradients(X, y, y_hat)
    w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    return w, b, losses


@wrong("train", "bias_not_updated")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y, y_hat))
        w = w - learning_rate * gradients(X, y, y_hat)[0]
    return w, b, losses


@wrong("train", "weights_not_updated")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y, y_hat))
        b = b - learning_rate * gradients(X, y, y_hat)[1]
    return w, b, losses


@wrong("train", "update_order")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        losses.append(bce_loss(y, forward(X, w, b)))
        w = w - learning_rate * gradients(X, y, forward(X, w, b))[0]
        b = b - learning_rate * gradients(X, y, forward(X, w, b))[1]
    return w, b, losses


@wrong("train", "sample_by_sample")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        losses.append(bce_loss(y, forward(X, w, b)))
        for n in range(len(y)):
            d = sigmoid(X[n] @ w + b) - y[n]
            w, b = w - learning_rate * d * X[n], b - learning_rate * d
    return w, b, losses


@wrong("train", "updated_from_start")
def _(X, y, learning_rate, epochs):
    start, b_start, losses = np.zeros(X.shape[1]), 0.0, []
    w, b = start, b_start
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y, y_hat))
        grad_w, grad_b = gradients(X, y, y_hat)
        w, b = start - learning_rate * grad_w, b_start - learning_rate * grad_b
    return w, b, losses


@wrong("train", "extra_regularisation")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y, y_hat))
        grad_w, grad_b = gradients(X, y, y_hat)
        w, b = w - learning_rate * (grad_w + 0.1 * w), b - learning_rate * grad_b
    return w, b, losses


@wrong("train", "squared_error_factor")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y, y_hat))
        d = (y_hat - y) * y_hat * (1 - y_hat)
        w, b = w - learning_rate * X.T @ d / len(y), b - learning_rate * d.mean()
    return w, b, losses


@wrong("train", "thresholded")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y, y_hat))
        grad_w, grad_b = gradients(X, y, (y_hat > 0.5).astype(float))
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    return w, b, losses


@wrong("train", "labels_and_predictions_swapped")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y_hat, y))
        grad_w, grad_b = gradients(X, y, y_hat)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    return w, b, losses


@wrong("train", "accuracy")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(np.mean((y_hat >= 0.5) == y))
        grad_w, grad_b = gradients(X, y, y_hat)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    return w, b, losses


@wrong("train", "squared_error")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(np.mean((y_hat - y) ** 2))
        grad_w, grad_b = gradients(X, y, y_hat)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    return w, b, losses


@wrong("train", "losses_added_up")
def _(X, y, learning_rate, epochs):
    w, b, losses, total = np.zeros(X.shape[1]), 0.0, [], 0.0
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        total += bce_loss(y, y_hat)
        losses.append(total)
        grad_w, grad_b = gradients(X, y, y_hat)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    return w, b, losses


@wrong("train", "integer_truncation")
def _(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1], dtype=int), 0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y, y_hat))
        grad_w, grad_b = gradients(X, y, y_hat)
        w -= learning_rate * grad_w
        b -= learning_rate * grad_b
    return w, b, losses


@wrong("train", "state_between_calls")
def _(X, y, learning_rate, epochs, losses=[]):  # noqa: B006
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y, y_hat))
        grad_w, grad_b = gradients(X, y, y_hat)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    return w, b, losses


history = []


@wrong("train", "state_between_calls")
def _(X, y, learning_rate, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        history.append(bce_loss(y, y_hat))
        grad_w, grad_b = gradients(X, y, y_hat)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    return w, b, history


@wrong("train", "changed_inputs")
def _(X, y, learning_rate, epochs):
    X -= X.mean(axis=0)
    return descend(X, y, learning_rate, epochs)


eta = 0.05


@wrong("train", "reads_global")
def _(X, y, learning_rate, epochs):
    return descend(X, y, eta, epochs)


@wrong("train", "wrong_structure")
def _(X, y, learning_rate, epochs):
    w, b, losses = descend(X, y, learning_rate, epochs)
    return w, b, losses, σ(X @ w + b)


@wrong("train", "endless_loop")
def _(X, y, learning_rate, epochs):
    w, b, losses, epoch = np.zeros(X.shape[1]), 0.0, [], 0
    while epoch < epochs:
        losses.append(bce_loss(y, forward(X, w, b)))
    return w, b, losses


# two mistakes at once: the general message, or a name that is true

COMBINED += [
    ("sigmoid", lambda z: -1 / (1 - np.exp(-z)), {None}),
    ("sigmoid", lambda z: np.round(1 / (1 + np.exp(z)), 2), {None}),
    ("sigmoid", lambda z: 2 / (1 + 2.0**-z), {None}),
    ("forward", lambda X, w, b: 1 / (1 + np.exp(X @ w)), {"bias_forgotten"}),
    ("forward", lambda X, w, b: np.tanh(X @ w), {"bias_forgotten"}),
    ("forward", lambda X, w, b: (X @ w > 0).astype(int), {None}),
    ("bce_loss", lambda y, p: np.sum(y * np.log2(p) + (1 - y) * np.log2(1 - p)), {None, "log_base_2"}),
    ("bce_loss", lambda y, p: -np.sum(y * np.log10(p)), {None}),
    ("bce_loss", lambda y, p: np.mean(y * LOG(1 - p) - (1 - y) * LOG(p)), {None}),
    ("bce_loss", lambda y, p: 5 * np.mean((y - p) ** 2), {None}),
    ("gradients", lambda X, y, p: (X.T @ (y - p), np.mean(p - y) / 7), {None, "gradient_sign_and_sum"}),
    ("gradients", lambda X, y, p: both(X, (y - p) ** 3), {None}),
    ("gradients", lambda X, y, p: (np.mean(y - p), X.T @ (y - p) / len(y)), {"return_order"}),
    ("train", lambda X, y, eta, epochs: descend(X, y, 0.1, epochs, sign=1), {None}),
    ("train", lambda X, y, eta, epochs: descend(X, y, eta, epochs - 1, sign=1), {"one_epoch_too_few"}),
]


# unusual, and right


@right("sigmoid")
def plain(z):
    return 1 / (1 + np.exp(-z))


@right("sigmoid")
def stable_with_where(z):
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1 / (1 + e), e / (1 + e))


@right("sigmoid")
def half_a_tanh(z):
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))


@right("sigmoid")
def logaddexp_form(z):
    return np.exp(-np.logaddexp(0, -np.asarray(z)))


@right("sigmoid")
def clipped_exponent(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


@right("sigmoid")
def float32(z):
    return (1 / (1 + np.exp(-np.asarray(z, dtype=np.float32)))).astype(np.float32)


@right("sigmoid")
def one_by_one(z):
    def one(t):
        return 1 / (1 + math.exp(-t)) if t >= 0 else math.exp(t) / (1 + math.exp(t))

    return [one_by_one(t) for t in z] if np.ndim(z) else one(z)


@right("sigmoid")
def keeps_a_copy(z):
    z = np.array(z, dtype=float)
    z *= -1
    return 1 / (1 + np.exp(z))


right("sigmoid")(np.vectorize(lambda t: 0.5 * math.erfc(0) * (1 + math.tanh(t / 2)), otypes=[float]))


@right("forward")
def einsum(X, w, b):
    return sigmoid(np.einsum("nd,d->n", X, w) + b)


@right("forward")
def bias_as_a_column(X, w, b):
    return sigmoid(np.column_stack([X, np.ones(len(X))]) @ np.append(w, b))


@right("forward")
def loops(X, w, b):
    y_hat = []
    for x in X:
        z = b
        for xi, wi in zip(x, w, strict=True):
            z += xi * wi
        y_hat.append(sigmoid(z))
    return y_hat


@right("forward")
def row_by_row(X, w, b):
    y_hat = np.zeros(len(X))
    for n in range(len(X)):
        y_hat[n] = sigmoid(np.dot(w, X[n]) + b)
    return y_hat


right("forward")(lambda X, w, b: np.array([sigmoid(np.dot(x, w) + b) for x in X]))


@right("forward")
def column_inside(X, w, b):
    return sigmoid(X @ w.reshape(-1, 1) + b).ravel()


@right("forward")
def own_sigmoid(X, w, b):
    z = X @ w + b
    return np.exp(-np.log1p(np.exp(-z)))


@right("forward")
def by_keyword(X, w, b):
    return sigmoid(z=X @ w + b)


@right("bce_loss")
def clip_at_1e_7(y, y_hat):
    y_hat = np.clip(y_hat, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))


@right("bce_loss")
def infinite(y, y_hat):
    return np.mean(np.where(y == 1, -np.log(y_hat), -np.log1p(-y_hat)))


@right("bce_loss")
def small_constant(y, y_hat):
    return -np.mean(y * np.log(y_hat + 1e-12) + (1 - y) * np.log(1 - y_hat + 1e-12))


@right("bce_loss")
def float32_loss(y, y_hat):
    y, y_hat = np.float32(y), np.clip(np.float32(y_hat), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))


@right("bce_loss")
def python_loop(y, y_hat):
    total = 0.0
    for t, p in zip(y, y_hat, strict=True):
        own = p if t == 1 else 1 - p
        total += -math.log(own) if own > 0 else math.inf
    return total / len(y)


@right("bce_loss")
def probability_of_the_truth(y, y_hat):
    return -np.log(np.abs(1 - y - y_hat)).mean()


@right("bce_loss")
def dot_products(y, y_hat):
    p = np.clip(y_hat, 1e-9, 1 - 1e-9)
    return np.array([-(np.dot(y, np.log(p)) + np.dot(1 - y, np.log(1 - p))) / len(y)])


@right("gradients")
def textbook(X, y, y_hat):
    return X.T @ (y_hat - y) / len(y), np.mean(y_hat - y)


@right("gradients")
def gradient_loops(X, y, y_hat):
    N, D = X.shape
    grad_w, grad_b = [0.0] * D, 0.0
    for n in range(N):
        for d in range(D):
            grad_w[d] += (y_hat[n] - y[n]) * X[n, d] / N
        grad_b += (y_hat[n] - y[n]) / N
    return grad_w, grad_b


@right("gradients")
def gradient_einsum(X, y, y_hat):
    return [np.einsum("nd,n->d", X, y_hat - y) / len(X), np.array([np.mean(y_hat - y)])]


@right("gradients")
def averaged(X, y, y_hat):
    return np.average(X, axis=0, weights=None) * 0 + ((y_hat - y)[:, None] * X).mean(0), (y_hat - y).mean()


@right("train")
def textbook_train(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y, y_hat))
        grad_w, grad_b = gradients(X, y, y_hat)
        w -= learning_rate * grad_w
        b -= learning_rate * grad_b
    return w, b, losses


@right("train")
def b_of_shape_1(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), np.zeros(1), np.zeros(epochs)
    for k in range(epochs):
        y_hat = forward(X, w, b)
        losses[k] = bce_loss(y, y_hat)
        grad_w, grad_b = gradients(X, y, y_hat)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    return w, b, losses


@right("train")
def columns_inside(X, y, learning_rate, epochs):
    w, b, losses, y = np.zeros((X.shape[1], 1)), 0.0, [], y.reshape(-1, 1)
    for _ in range(epochs):
        y_hat = 1 / (1 + np.exp(-(X @ w + b)))
        losses.append(-np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)))
        w, b = w - learning_rate * X.T @ (y_hat - y) / len(y), b - learning_rate * np.mean(y_hat - y)
    return w.ravel(), b, losses


@right("train")
def extra_column(X, y, learning_rate, epochs):
    A, v, losses = np.c_[X, np.ones(len(X))], np.zeros(X.shape[1] + 1), []
    for _ in range(epochs):
        z = A @ v
        losses.append(np.mean(np.logaddexp(0, (1 - 2 * y) * z)))
        v = v - learning_rate * A.T @ (sigmoid(z) - y) / len(y)
    return v[:-1], v[-1], losses


class Perceptron:
    def __init__(self, D):
        self.w, self.b, self.losses = np.zeros(D), 0.0, []

    def step(self, X, y, learning_rate):
        p = 1 / (1 + np.exp(-(X @ self.w + self.b)))
        self.losses.append(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
        self.w -= learning_rate * X.T @ (p - y) / len(y)
        self.b -= learning_rate * np.mean(p - y)


@right("train")
def class_behind(X, y, learning_rate, epochs):
    model = Perceptron(X.shape[1])
    for _ in range(epochs):
        model.step(X, y, learning_rate)
    return model.w, model.b, model.losses


@right("train")
def one_step(X, y, learning_rate, epochs):
    w, b, losses = [0.0] * X.shape[1], 0.0, []
    for _ in range(epochs):
        w, b, loss = step_helper(X, y, learning_rate, w, b)
        losses.append(loss)
    return w, b, losses


def step_helper(X, y, learning_rate, w, b):
    y_hat = forward(X, np.array(w), b)
    grad_w, grad_b = gradients(X, y, y_hat)
    return (
        [wi - learning_rate * g for wi, g in zip(w, grad_w, strict=True)],
        b - learning_rate * grad_b,
        bce_loss(y, y_hat),
    )


@right("train")
def float32_train(X, y, learning_rate, epochs):
    X, y, w, b, losses = np.float32(X), np.float32(y), np.zeros(X.shape[1], np.float32), np.float32(0), []
    for _ in range(epochs):
        y_hat = 1 / (1 + np.exp(-(X @ w + b)))
        losses.append(-np.mean(np.where(y == 1, np.log(y_hat), np.log(1 - y_hat))))
        w = np.float32(w - learning_rate * X.T @ (y_hat - y) / len(y))
        b = np.float32(b - learning_rate * np.mean(y_hat - y))
    return w, b, losses


@right("train")
def chatty(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for epoch in range(epochs):
        y_hat = forward(X, w, b)
        losses += [bce_loss(y, y_hat)]
        grads = gradients(X, y, y_hat)
        w, b = (p - learning_rate * g for p, g in zip((w, b), grads, strict=True))
        print(epoch, losses[-1])
    return [w, b, losses]


# more that is right: recursion, decorators, objects, odd containers, numeric derivatives


def counted(function):
    @functools.wraps(function)
    def inner(*args, **named):
        inner.calls += 1
        return function(*args, **named)

    inner.calls = 0
    return inner


right("sigmoid")(counted(σ))
right("sigmoid")(np.frompyfunc(lambda t: 1 / (1 + math.exp(-t)) if t > -700 else 0.0, 1, 1))
right("sigmoid")(functools.partial(lambda k, z: 1 / (1 + np.exp(-k * np.asarray(z))), 1))
right("sigmoid")(lambda z, beta=1.0, *, verbose=False: (1 + np.exp(-beta * z)) ** -1)


@right("sigmoid")
def nested(z):
    return [nested(t) for t in z] if np.ndim(z) else float(np.exp(-np.logaddexp(0, -float(z))))


@right("sigmoid")
def entry_by_entry(z):
    z = np.array(z, dtype=float)
    with np.nditer(z, op_flags=["readwrite"]) as entries:
        for entry in entries:
            entry[...] = 1 / (1 + np.exp(-entry))
    return z


@right("forward")
def one_row_more(X, w, b):
    return [float(sigmoid(X[0] @ w + b)), *one_row_more(X[1:], w, b)] if len(X) else []


class Neuron:
    def predict(self, X, w, b):
        return 1 / (1 + np.exp(-(X @ w + b)))


right("forward")(Neuron().predict)
right("forward")(lambda inputs, weights, bias: tuple(sigmoid(z=np.inner(x, weights) + bias) for x in inputs))
right("bce_loss")(lambda y, p: -np.mean(np.log(p**y * (1 - p) ** (1 - y))))
right("bce_loss")(lambda y, p: -np.log(np.column_stack([1 - p, p])[np.arange(len(y)), y.astype(int)]).mean())
right("bce_loss")(lambda y, p: -(np.log(p[y == 1]).sum() + np.log(1 - p[y == 0]).sum()) / len(y))


@right("bce_loss")
def caught(y, y_hat):
    total = 0.0
    for t, p in zip(y, y_hat, strict=True):
        try:
            total -= math.log(p if t == 1 else 1 - p)
        except ValueError:
            total = math.inf
    return total / len(y)


Pair = namedtuple("Pair", "grad_w grad_b")
right("gradients")(lambda X, y, p: Pair(X.T @ (p - y) / len(y), np.mean(p - y)))
right("gradients")(lambda X, y, p: (sum((a - t) * x for x, t, a in zip(X, y, p, strict=True)) / len(X), np.mean(p - y)))


@right("train")
def recursive(X, y, learning_rate, epochs, w=None, b=0.0):
    w = np.zeros(X.shape[1]) if w is None else w
    if epochs == 0:
        return w, b, []
    y_hat = forward(X, w, b)
    grad_w, grad_b = gradients(X, y, y_hat)
    end = recursive(X, y, learning_rate, epochs - 1, w - learning_rate * grad_w, b - learning_rate * grad_b)
    return end[0], end[1], [bce_loss(y, y_hat), *end[2]]


@right("train")
def with_central_differences(X, y, learning_rate, epochs):
    v, losses, h = np.zeros(X.shape[1] + 1), [], 1e-6

    def loss(v):
        return bce_loss(y, forward(X, v[:-1], v[-1]))

    for _ in range(epochs):
        losses.append(loss(v))
        v = v - learning_rate * np.array([(loss(v + h * e) - loss(v - h * e)) / (2 * h) for e in np.eye(len(v))])
    return v[:-1], v[-1], losses


history = []


@right("train")
def with_a_list_outside(X, y, learning_rate, epochs):
    history.clear()
    w, b = np.zeros(X.shape[1]), 0.0

    def step():
        nonlocal w, b
        y_hat = forward(X=X, w=w, b=b)
        history.append(bce_loss(y=y, y_hat=y_hat))
        grad_w, grad_b = gradients(X=X, y=y, y_hat=y_hat)
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b

    for _ in range(epochs):
        step()
    return w, b, list(history)


# functions that do not come to an end


def swallows_everything(z):
    while True:
        try:
            z = z + 1
        except BaseException:
            pass


def sleeps(z):
    time.sleep(1)
    return 1 / (1 + np.exp(-z))


# as handed out


def raises(z):
    raise NotImplementedError


def ellipsis_only(z):
    """The sigmoid."""
    ...


def passes(X, w, b):
    pass


def fill_in(X, y, y_hat):
    grad_w = None
    grad_b = None
    return grad_w, grad_b


NOT_ATTEMPTED = [
    ("sigmoid", raises),
    ("sigmoid", ellipsis_only),
    ("forward", passes),
    ("gradients", fill_in),
    ("train", None),
]
