"""Wrong functions that resemble a mistake that they do not make, with their own name or None; then more families."""

import math

import numpy as np
from mistakes_week2 import forward, sigmoid, terms, σ

WRONG = []


def wrong(name, misconception, function=None):
    """Note a wrong function; as a decorator when the function is left out."""

    def note(function):
        WRONG.append((name, misconception, function))
        return function

    return note if function is None else note(function)


# zeros are no fractions that were cut off

wrong("sigmoid", "hard_coded", np.zeros_like)
wrong("sigmoid", "hard_coded", lambda z: 1 // (1 + np.exp(-np.asarray(z))))
wrong("sigmoid", "integer_truncation", lambda z: np.asarray(σ(z)).astype(int) + np.int64(0))
wrong("forward", "hard_coded", lambda X, w, b: np.zeros(len(X)))
wrong("bce_loss", "hard_coded", lambda y, y_hat: 0)
wrong("bce_loss", "integer_truncation", lambda y, y_hat: int(-np.mean(terms(y, y_hat))))
wrong("softmax", "hard_coded", lambda Z: np.zeros(Z.shape))

sign = 1
wrong("bce_loss", "divided_twice", lambda y, y_hat: -sign * np.mean(terms(y, y_hat)) / len(y))

# errors

wrong("sigmoid", "too_many_indices", lambda z: σ(np.asarray(z)[::-1]))
wrong("sigmoid", "needs_one_number", lambda z: σ(float(z)))
wrong("forward", "none_as_value", lambda X, w, b: sigmoid(print(X @ w) + b))
wrong("forward", "none_as_value", lambda X, w, b: sigmoid(print(X @ w + b)))
wrong("sigmoid", "operator_on_list", lambda z: 1 / (1 + np.exp(-list(np.ravel(z)))))
wrong("bce_loss", "squared_error", lambda y, p: np.linalg.norm(y - p))
wrong("gradients", "none_as_value", lambda X, y, y_hat: (X.T @ (y_hat - y), [].append(y_hat - y)[0]))
wrong("gradients", "function_as_number", lambda X, y, y_hat: (X.T @ (y_hat - y), np.mean([y[n] for n in range])))
wrong("forward", "shapes_do_not_fit", lambda X, w, b: sigmoid(X @ np.append(w, b)))
wrong("forward", "called_with_other_arguments", lambda X, w, b: sigmoid(X, w, b))
wrong("bce_loss", "index_not_whole", lambda y, y_hat: -np.mean([np.log(y_hat[n]) for n in y]))
wrong("gradients", "too_many_indices", lambda X, y, y_hat: (X.T @ y_hat, np.mean([y[n, 0] for n in range(len(y))])))
wrong("gradients", "missing_transpose_or_order", lambda X, y, y_hat: ((y_hat - y) @ X.T, np.mean(y_hat - y)))

w, b = np.array([0.5, -1.0]), 0.25


@wrong("forward", "reads_global")
def _(X, weights, bias):
    return sigmoid(X @ w + b)


@wrong("bce_loss", "certainty_refused")
def _(y, y_hat):
    assert np.all((y_hat > 0) & (y_hat < 1))
    return -np.mean(terms(y, y_hat))


@wrong("cce_loss", "certainty_refused")
def _(Y, Y_hat):
    if np.any(Y_hat == 0):
        raise ValueError("bad prediction")
    return -np.mean(np.sum(Y * np.log(Y_hat), axis=1))


# at the edge


def at_a_certain_mistake(value):
    def bce_loss(y, y_hat):
        own = np.where(y == 1, y_hat, 1 - y_hat)
        return value if np.any(own == 0) else -np.mean(np.log(own))

    return bce_loss


def at_a_zero(value):
    def cce_loss(Y, Y_hat):
        own = np.sum(Y * Y_hat, axis=1)
        return value if np.any(own == 0) else -np.mean(np.log(own))

    return cce_loss


for value, name in ((None, None), (np.full(2, np.inf), None), (-np.inf, None), (-3.0, None), (0.0, "infinity_hidden")):
    wrong("bce_loss", name, at_a_certain_mistake(value))
    wrong("cce_loss", name, at_a_zero(value))


def noticed(answer):
    def one_hot(y, K):
        return answer() if np.min(y) < 0 or np.max(y) >= K else np.eye(K)[y]

    return one_hot


wrong("one_hot", "noticed_not_raised", noticed(lambda: ValueError("no such class")))
wrong("one_hot", "noticed_not_raised", noticed(lambda: print("no such class")))
wrong("one_hot", "negative_class_accepted", noticed(lambda: np.zeros((2, 3))))
wrong("one_hot", "identity", lambda y, K: y[:, None])

# no logarithm of a label

wrong("cce_loss", None, lambda Y, P: -np.log(np.sum(Y * P)))
wrong("cce_loss", None, lambda Y, P: -np.log(np.max(Y * P)))
wrong("cce_loss", None, lambda Y, P: -np.log(np.sum(Y * P, axis=1))[::2].mean())
wrong("bce_loss", None, lambda y, p: -np.log(1 - np.abs(y - p))[:2].mean())

# rounded

wrong("sigmoid", "inputs_rounded", lambda z: σ(np.round(z, 1)))
wrong("forward", "inputs_rounded", lambda X, w, b: sigmoid(np.round(X, 2) @ np.round(w, 2) + b))
wrong("bce_loss", "predictions_rounded", lambda y, p: -np.mean(terms(y, np.round(p, 2))))
wrong(
    "gradients", "predictions_rounded", lambda X, y, p: (X.T @ (np.round(p, 2) - y) / len(y), np.mean(p.round(2) - y))
)
wrong("gradients", "rounded", lambda X, y, p: (np.round(X.T @ (p - y) / len(y), 4), np.mean(p - y)))
wrong("gradients", "rounded", lambda X, y, p: (X.T @ (p - y) / len(y), round(np.mean(p - y), 5)))
wrong("softmax", "inputs_rounded", lambda Z: (lambda E: E / E.sum(axis=1, keepdims=True))(np.exp(np.round(Z, 1))))
wrong("cce_grad_z", "rounded", lambda Y, P: np.round(P - Y, 2))
wrong("cce_grad_z", "sum_over_classes", lambda Y, P: np.sum(P - Y, axis=1))
wrong("forward", "first_sample_only", lambda X, w, b: sigmoid(X[0] @ w + b))

# train: one text, and what is changed in it

TRAIN = """
def train(X, y, learning_rate, epochs):
    w = np.zeros(X.shape[1])
    b = 0.0
    losses = []
    for epoch in range(epochs):
        y_hat = forward(X, w, b)
        losses.append(bce_loss(y, y_hat))
        grad_w, grad_b = gradients(X, y, y_hat)
        w = w - learning_rate * grad_w
        b = b - learning_rate * grad_b
    return w, b, losses
"""


def train(misconception, *changes, before=""):
    source = TRAIN
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    space = {"np": np, "__name__": "notebook", "forward": forward, "bce_loss": at_a_zero, "gradients": math.sin}
    exec(before + source, space)
    WRONG.append(("train", misconception, space["train"]))


APPEND, FORWARD, GRADIENTS = "losses.append(bce_loss(y, y_hat))", "forward(X, w, b)", "gradients(X, y, y_hat)"
RESET, B_LINE = "        y_hat = forward", "        b = b - learning_rate * grad_b"
train("loss_not_recorded", ("losses = []", "losses = np.zeros(epochs)"), (APPEND, "pass"))
train("append_to_none", (APPEND, f"losses = {APPEND}"))
train("append_to_none", ("losses = []", "losses = None"))
train("last_step_only", (B_LINE, B_LINE[4:]))
train("bias_not_in_predictions", (FORWARD, "forward(X, w, 0.0)"))
train("bias_not_in_predictions", (FORWARD, "forward(X, w, 0.0)"), (APPEND, f"{APPEND[:-1]} * 3)"))
train(None, ("return w, b, losses", "return w, losses[-1], losses"))
train(None, ("return w, b, losses", "return w, y_hat.mean(), losses"))
train(None, ("return w, b, losses", "return w, epochs, losses"))
train("last_step_only", (RESET, f"        w = 0 * w\n{RESET}"))
train("called_with_other_values", (APPEND, "losses.append(bce_loss(y, X @ w + b - 1))"))
train("labels_minus_one_and_one", ("losses = []", "losses, y = [], 2 * y - 1"))
train("labels_expected", (GRADIENTS, "gradients(y, X, y_hat)"))
train("labels_expected", ("losses = []", "losses, y = [], 0.9 * y + 0.05"))
train("labels_and_predictions_swapped", (GRADIENTS, "gradients(X, y_hat, y)"))
train("called_with_other_shapes", ("np.zeros(X.shape[1])", "np.zeros(len(X))"))
train("called_with_other_shapes", ("np.zeros(X.shape[1])", "0"))
train("called_with_other_shapes", ("grad_w, grad_b =", "grad_b, grad_w ="))
train("shapes_do_not_fit", ("np.zeros(X.shape[1])", "np.zeros(len(X))"), (FORWARD, "1 / (1 + np.exp(-(X @ w + b)))"))
train("called_with_other_arguments", (FORWARD, "forward(X, w)"))
train("only_one_update", (RESET, f"        w, b = 0 * w, 0.0\n{RESET}"))
train("return_in_loop", (B_LINE, f"{B_LINE}\n        break"))
train(
    "plus_for_minus",
    (FORWARD, "forward(X, weights=w, bias=b)"),
    ("- learning", "+ learning"),
    before="def forward(X, weights, bias): pass",
)


# families: a slip in the terms with another in how they come together, one update of two, one sample of several

LOG = np.log

wrong("sigmoid", "one_side_only", lambda z: np.where(np.asarray(z) > 0, σ(z), 0))
wrong("sigmoid", "unknown_attribute", lambda z: 1 / (1 + np.ex(-z)))
wrong("sigmoid", "unknown_attribute", lambda z: 1 / (1 + np.asarray(-z).exp()))
wrong("forward", "bias_added_to_inputs", lambda X, w, b: sigmoid((X + b) @ w))
wrong("forward", "sigmoid_of_inputs", lambda X, w, b: σ(X) @ w + b)
wrong("forward", "not_reset", lambda X, w, b: sigmoid(np.cumsum(X @ w) + b))
wrong("forward", "steepness", lambda X, w, b: sigmoid(2 * (X @ w + b)))
wrong("forward", "base_of_power", lambda X, w, b: 1 / (1 + 10.0 ** -(X @ w + b)))
wrong("forward", "one_left_out", lambda X, w, b: np.exp(-(X @ w + b)))
wrong("bce_loss", "unknown_attribute", lambda y, p: -np.mean(y * np.ln(p) + (1 - y) * np.ln(1 - p)))
wrong("bce_loss", "not_averaged", lambda y, p: -terms(y, p) / len(y))
wrong("bce_loss", "log_brackets", lambda y, p: -np.mean(y * LOG(p) + (1 - y) * LOG(1) - p))
wrong("bce_loss", "mean_brackets", lambda y, p: -1 / len(y) * np.sum(y * LOG(p)) + np.sum((1 - y) * LOG(1 - p)))
wrong("bce_loss", "worst_sample", lambda y, p: np.min(-terms(y, p)))
wrong("bce_loss", "constant_in_log", lambda y, p: -np.mean(y * LOG(p + 0.01) + (1 - y) * LOG(1 - p)))
wrong("bce_loss", "terms_exchanged", lambda y, p: -np.sum(y * LOG(1 - p) + (1 - y) * LOG(p)))
wrong("bce_loss", "only_one_term", lambda y, p: np.sum(y * LOG(p)))
wrong("bce_loss", "labels_not_used", lambda y, p: -LOG(p))
wrong("bce_loss", "log_base_2", lambda y, p: -np.sum(y * np.log2(p) + (1 - y) * np.log2(1 - p)))
wrong("gradients", "bias_once_per_feature", lambda X, y, p: (X.T @ (p - y) / len(y), X.shape[1] * np.mean(p - y)))
wrong("gradients", "mean_brackets", lambda X, y, p: (X.T @ (p - y) / len(y), np.mean(p) - y))
wrong("gradients", "not_averaged", lambda X, y, p: (X.T * (p - y) / len(y), np.mean(p - y)))
wrong("gradients", "operator_on_list", lambda X, y, p: (X.T @ (list(p) - list(y)), np.mean(p - y)))
wrong("gradients", "stopped_at_y_hat", lambda X, y, p: (lambda d: (X.T @ d / len(y), d.mean()))((y - p) / (p - p * p)))
wrong("gradients", "squared_error_factor", lambda X, y, p: (lambda d: (X.T @ d, d.sum()))((p - y) * (p - p * p)))
wrong(
    "gradients",
    "some_features_only",
    lambda X, y, p: (np.eye(X.shape[1])[0] * (X.T @ (p - y)) / len(y), (p - y).mean()),
)
wrong("one_hot", "one_sample_left_out", lambda y, K: np.eye(K)[y] * (np.arange(len(y)) > 0)[:, None])
wrong("softmax", "steepness", lambda Z: (lambda E: E / E.sum(axis=1, keepdims=True))(np.exp(Z / 2)))
wrong("cce_grad_z", "gradient_sign_and_mean", lambda Y, P: (Y - P) / len(Y))
wrong("cce_grad_z", "mean_gradient", lambda Y, P: (P - Y) / Y.size)
wrong("cce_grad_z", "thresholded", lambda Y, P: np.round(P) - Y)


@wrong("bce_loss", "divided_in_loop")
def _(y, p):
    total = 0
    for n in range(len(y)):
        total = (total - terms(y[n], p[n])) / len(y)
    return total


W_LINE = "w - learning_rate * grad_w"
train("plus_in_one_update", (W_LINE, "w + learning_rate * grad_w"))
train("learning_rate_in_one_update", (W_LINE, "w - grad_w"))
train("sum_in_one_update", (W_LINE, f"{W_LINE} * len(y)"))
train("last_step_only", (RESET, f"        b = 0.0\n{RESET}"))
train("gradients_returned", ("return w, b, losses", "return grad_w, grad_b, losses"))
train("inputs_standardised", ("losses = []", "losses, X = [], (X - X.mean(axis=0)) / X.std(axis=0)"))
train("epochs_ignored", ("range(epochs)", "range(len(X))"))
train("epochs_ignored", ("range(epochs)", "range(70)"))
train(
    "losses_shifted", ("losses = []", "losses = np.zeros(epochs)"), (APPEND, "losses[epoch - 1] = bce_loss(y, y_hat)")
)
train(
    "losses_too_long", ("losses = []", "losses = np.zeros(epochs + 1)"), (APPEND, "losses[epoch] = bce_loss(y, y_hat)")
)
train("each_loss_twice", (APPEND, f"{APPEND}; {APPEND}"))
train("operator_on_list", ("grad_w, grad_b =", "grad ="), ("learning_rate * grad_w", "learning_rate * grad"))
train("weights_not_updated", (f"w = {W_LINE}", "pass"), ("range(epochs)", "range(epochs + 1)"))
train(
    "nan_on_the_way",
    (FORWARD, "1 / (1 - np.exp(-(X @ w + b)))"),
    (APPEND, "losses.append(y_hat.mean())"),
    (GRADIENTS, "((y_hat - y) @ X / len(y), np.mean(y_hat - y))"),
)
train("bias_not_updated", ("return w, b, losses", "return w, 0.0, losses"), (APPEND, f"{APPEND[:-1]} / 2)"))


# chance that shows with some data only, and an answer that is kept

answers = {}
wrong("sigmoid", "state_between_calls", lambda z: answers.setdefault("sigmoid", σ(z)))

wrong("forward", "random", lambda X, w, b: sigmoid(X @ w + b * (len(X) == 1 or np.random.default_rng().random())))


def shifted_by(shift):
    def softmax(Z):
        E = np.exp(shift(Z))
        return E / E.sum(axis=1, keepdims=True)

    return softmax


wrong("softmax", "maximum_not_subtracted", shifted_by(lambda Z: Z - Z.mean(axis=1, keepdims=True)))
wrong("softmax", "logits_limited", shifted_by(lambda Z: np.clip(Z, -10, 10)))


@wrong("one_hot", "other_error")
def _(y, K):
    assert np.min(y) >= 0 and np.max(y) < K
    return np.eye(K)[y]


@wrong("one_hot", "other_error")
def _(y, K):
    if np.any(y < 0) or np.any(y >= K):
        raise ValueErorr("no such class")  # noqa: F821
    return np.eye(K)[y]


# more families: what is shifted, scaled, cut off or put into other brackets on the way


def normalised(X):
    return (X - X.mean(axis=0)) / X.std(axis=0)


wrong("sigmoid", "exponential_left_out", lambda z: np.exp(z) / (1 + z))
wrong("sigmoid", "base_of_power", lambda z: 1 / (1 + np.pi ** (-z)))
wrong("sigmoid", "overflow_hidden", lambda z: np.nan_to_num(np.exp(z) / (1 + np.exp(z))))
wrong("sigmoid", "absolute_value", lambda z: np.where(z >= 0, σ(z), np.exp(-z) / (1 + np.exp(-z))))
wrong("sigmoid", None, lambda z: σ(z) ** 2)
wrong("sigmoid", None, lambda z: np.where(z > 0, 1.0, σ(z)))
wrong("forward", "sigmoid_before_sum", lambda X, w, b: sigmoid(X * w).sum(axis=1) + b)
wrong("forward", "absolute_value", lambda X, w, b: sigmoid(np.abs(X @ w + b)))
wrong("forward", "reshaped_not_transposed", lambda X, w, b: sigmoid(w @ X.reshape(X.shape[1], -1) + b))
wrong("forward", "inputs_standardised", lambda X, w, b: σ(normalised(X) @ w + b))
wrong("forward", "inputs_standardised", lambda X, w, b: σ(X / X.max() @ w + b))
wrong("forward", "both_classes_returned", lambda X, w, b: np.column_stack([1 - σ(X @ w + b), σ(X @ w + b)]))
wrong("forward", None, lambda X, w, b: np.sort(sigmoid(X @ w + b)))
wrong("forward", None, lambda X, w, b: sigmoid((X @ w + b) / np.sqrt(len(w))))


@wrong("forward", "first_sample_only")
def _(X, w, b):
    y_hat = np.zeros(len(X))
    for n in range(len(X)):
        y_hat[n] = sigmoid(X[n] @ w + b)
        return y_hat


@wrong("forward", None)
def _(X, w, b):
    z = X @ w
    z[0] += b
    return sigmoid(z)


def by_label(y, p):
    return -np.mean(LOG(p[y == 1])), -np.mean(LOG(1 - p[y == 0]))


wrong("bce_loss", "sum_brackets", lambda y, p: -1 / len(y) * np.sum(y * LOG(p)) - (1 - y) * LOG(1 - p))
wrong("bce_loss", "sum_brackets", lambda y, p: -(np.sum(y * LOG(p)) + (1 - y) * LOG(1 - p)) / len(y))
wrong("bce_loss", "mean_per_class", lambda y, p: sum(by_label(y, p)))
wrong("bce_loss", "mean_per_class", lambda y, p: np.mean(by_label(y, p)))
wrong("bce_loss", "entropy_of_prediction", lambda y, p: -np.mean(p * LOG(p) + (1 - y) * LOG(1 - p)))
wrong("bce_loss", "labels_minus_one_and_one", lambda y, p: -np.mean(terms(2 * y - 1, p)))
wrong("bce_loss", "labels_smoothed", lambda y, p: -np.mean(terms(0.9 * y + 0.05, p)))
wrong("bce_loss", "terms_weighted", lambda y, p: -np.mean(3 * y * LOG(p) + (1 - y) * LOG(1 - p)))
wrong("bce_loss", "terms_weighted", lambda y, p: -np.mean(1.4 * y * LOG(p) + 0.6 * (1 - y) * LOG(1 - p)))
wrong("bce_loss", "predictions_rounded", lambda y, p: -np.mean(terms(y, np.clip(np.round(p, 1), 1e-9, 1 - 1e-9))))
wrong("bce_loss", "wrong_structure", lambda y, p: (-np.mean(terms(y, p)), np.mean((p > 0.5) == y)))
wrong("bce_loss", None, lambda y, p: np.mean((1 - np.exp(terms(y, p))) ** 2 * -terms(y, p)))
wrong("bce_loss", None, lambda y, p: -np.mean(LOG(y * p) + LOG((1 - y) * (1 - p))))
wrong("bce_loss", None, lambda y, p: -np.mean((y * LOG(p) + 1 - y) * LOG(1 - p)))


def gradients(misconception, of_w, of_b=lambda X, d: np.mean(d)):
    """A slip in what is done with the difference d."""
    wrong("gradients", misconception, lambda X, y, p: (of_w(X, p - y), of_b(X, p - y)))


def plain_w(X, d):
    return X.T @ d / len(d)


def divided_each_round(shares):
    total = 0
    for share in shares:
        total = (total + share) / len(shares)
    return total


def column_of_ones(X, y, p):
    g = np.column_stack([np.ones(len(X)), X]).T @ (p - y) / len(y)
    return g[:-1], g[-1]


gradients("reshaped_not_transposed", lambda X, d: X.reshape(X.shape[1], -1) @ d / len(d))
gradients("divided_in_loop", lambda X, d: divided_each_round(d[:, None] * X), lambda X, d: divided_each_round(d))
gradients("clipped", lambda X, d: np.clip(plain_w(X, d), -0.1, 0.1))
gradients("some_features_only", lambda X, d: np.mean(d * X[:, 0]))
gradients("reduced_to_one_number", lambda X, d: np.full(X.shape[1], (d @ X).sum() / len(d)))
gradients("inputs_standardised", lambda X, d: plain_w(X - X.mean(axis=0), d))
gradients("rounded", lambda X, d: plain_w(X, d), lambda X, d: round(np.mean(d), 3))
gradients(None, lambda X, d: plain_w(X, d[::-1]))
gradients("constant_factor", lambda X, d: plain_w(X, d) / 7, lambda X, d: -np.mean(d))
wrong("gradients", "broadcast_n_by_n", lambda X, y, p: ((X.T @ (p[:, None] - y)).sum(axis=1) / len(y), np.mean(p - y)))
wrong("gradients", "mean_brackets", lambda X, y, p: (X.T @ (p - y) / len(y), np.sum(p - y / len(y))))
wrong("gradients", "mean_brackets", lambda X, y, p: (X.T @ p - X.T @ y / len(y), np.mean(p - y)))
wrong("gradients", "difference_brackets", lambda X, y, p: (X.T @ p / len(y) - y.mean(), np.mean(p - y)))
wrong("gradients", "extra_column", column_of_ones)
wrong("gradients", "return_order", lambda X, y, p: (np.mean(y - p), X.T @ (y - p) / len(y)))

wrong("one_hot", "index_from_one", lambda y, K: np.eye(K)[y - 1])
wrong("one_hot", "class_for_one", lambda y, K: np.eye(K)[y] * y[:, None])
wrong("one_hot", "wrong_class_count", lambda y, K: (y[:, None] == np.unique(y)).astype(float))
wrong("softmax", "sigmoid_for_softmax", lambda Z: σ(Z) / σ(Z).sum(axis=1, keepdims=True))
wrong("softmax", "exponential_left_out", lambda Z: np.abs(Z) / np.abs(Z).sum(axis=1, keepdims=True))
wrong("softmax", "one_in_denominator", lambda Z: np.exp(Z) / (1 + np.exp(Z).sum(axis=1, keepdims=True)))


W_LINE, STEP = "        w = w - learning_rate * grad_w", "learning_rate * grad"
train("one_epoch_too_few", (W_LINE, f"        if epoch == epochs - 1: break\n{W_LINE}"))
train("one_epoch_too_many", ("    return w, b", f"{W_LINE[4:]}\n{B_LINE[4:]}\n    return w, b"))
train("bias_once_per_feature", (B_LINE, f"        for j in range(len(w)):\n    {B_LINE}"))
train("learning_rate_changes", (W_LINE, f"        learning_rate *= 0.99\n{W_LINE}"))
train("learning_rate_changes", (B_LINE, f"{B_LINE}\n        learning_rate *= 0.9"))
train("learning_rate_changes", (STEP, "learning_rate / (1 + epoch) * grad"))
train(
    "update_brackets",
    ("w - learning_rate * grad_w", "learning_rate * (w - grad_w)"),
    ("b - learning_rate * grad_b", "learning_rate * (b - grad_b)"),
)
train("rounded", ("return w, b", "return np.round(w, 4), round(b, 4)"))
train("predictions_recorded", (APPEND, "losses.append(y_hat)"))
train("epochs_recorded", ("return w, b, losses", "return w, b, epoch"))
train("bias_as_array", ("b = 0.0", "b = np.zeros(len(X))"), (FORWARD, "1 / (1 + np.exp(-(X @ w + b)))"))
train("penalty_in_loss", (APPEND, f"{APPEND[:-1]} + 0.05 * np.sum(w**2))"))
train("extra_regularisation", ("* grad_w", "* (grad_w + 0.1 * w)"), ("* grad_b", "* (grad_b + 0.1 * b)"))
train("inputs_standardised", ("losses = []", "losses, X = [], (X - X.min(axis=0)) / (X.max(axis=0) - X.min(axis=0))"))
train("clipped", ("* grad_w", "* np.clip(grad_w, -0.1, 0.1)"), ("* grad_b", "* np.clip(grad_b, -0.1, 0.1)"))
train("normalised", ("* grad_w", "* grad_w / np.linalg.norm(grad_w)"))
train(
    "sigmoid_forgotten",
    (FORWARD, "X @ w + b"),
    (APPEND, "losses.append(np.mean((y_hat - y) ** 2))"),
    (GRADIENTS, "(X.T @ (y_hat - y) / len(y), np.mean(y_hat - y))"),
)
train("labels_minus_one_and_one", (GRADIENTS, "(X.T @ (y_hat - 2 * y + 1) / len(y), np.mean(y_hat - 2 * y + 1))"))
train(
    "integer_truncation",
    ("np.zeros(X.shape[1])", "np.zeros(X.shape[1], dtype=int)"),
    ("w = w - learning", "w[:] = w - learning"),
)
train("one_sample_left_out", ("losses = []", "losses, n = [], int(0.8 * len(y))\n    X, y = X[:n], y[:n]"))
train("bias_in_weights", ("return w, b", "return np.append(w, b), b"))
train("extra_column", ("return w, b", "theta = np.append(b, w)\n    return theta[:-1], theta[-1]"))
train(None, (FORWARD, "forward(X, w * 0.99, b)"))
train(None, ("range(epochs)", "range(0, epochs, 2)"))
train("constant_factor", ("return w, b", "return w / 2, b"))

EARLIER = "        sum_w, sum_b = {0} * sum_w + grad_w, {0} * sum_b + grad_b\n"
for keep in ("1", "0.9"):
    train(
        "earlier_gradients",
        ("losses = []", "losses, sum_w, sum_b = [], 0, 0"),
        (W_LINE, EARLIER.format(keep) + W_LINE),
        (STEP, "learning_rate * sum"),
    )

train(
    "history_returned",
    ("losses = []", "losses, ws, bs = [], [], []"),
    (B_LINE, f"{B_LINE}\n        ws.append(w); bs.append(b)"),
    ("return w, b", "return ws, bs"),
)

# a loop that ends early, or not all the samples at once

for condition in (
    "len(losses) > 1 and losses[-2] - losses[-1] < 1e-3",
    "len(losses) > 1 and losses[-1] > losses[-2]",
    "np.all((y_hat > 0.5) == (y == 1))",
    "losses[-1] < 0.01",
):
    train("stopped_early", (APPEND, f"{APPEND}\n        if {condition}: break"))
train(None, ("return w, b, losses", "return w, b, y_hat - y"))
train("stopped_early", (W_LINE, f"        if np.abs(grad_w).max() < 1e-4: break\n{W_LINE}"))


def in_groups(size):
    def train(X, y, learning_rate, epochs):
        w, b, losses = np.zeros(X.shape[1]), 0.0, []
        for _ in range(epochs):
            losses.append(-np.mean(terms(y, σ(X @ w + b))))
            for start in range(0, len(y), size):
                group = slice(start, start + size)
                d = σ(X[group] @ w + b) - y[group]
                w, b = w - learning_rate * X[group].T @ d / len(d), b - learning_rate * d.mean()
        return w, b, losses

    return train


wrong("train", "group_by_group", in_groups(2))
wrong("train", "not_all_samples_at_once", in_groups(32))


def feature_by_feature(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        losses.append(-np.mean(terms(y, σ(X @ w + b))))
        for j in range(len(w)):
            d = σ(X @ w + b) - y
            w[j] -= learning_rate * np.mean(d * X[:, j])
        b -= learning_rate * d.mean()
    return w, b, losses


def perceptron_rule(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        losses.append(-np.mean(terms(y, σ(X @ w + b))))
        for x, t in zip(X, y, strict=True):
            d = (x @ w + b > 0) - t
            w, b = w - learning_rate * d * x, b - learning_rate * d
    return w, b, losses


wrong("train", "update_order", feature_by_feature)
wrong("train", "thresholded", perceptron_rule)
