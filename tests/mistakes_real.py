"""Wrong functions in the styles that people really use: each with the names that would be true of it."""

import math

import numpy as np

WRONG = []


def σ(z):
    return 1 / (1 + np.exp(-z))


def wrong(name, *true):
    def note(function):
        WRONG.append((name, true, function))
        return function

    return note


def sigmoid(z):
    return σ(np.asarray(z, dtype=float))


def forward(X, w, b):
    return σ(X @ w + b)


def bce_loss(y, y_hat):
    return -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))


def gradients(X, y, y_hat):
    return X.T @ (y_hat - y) / len(y), np.mean(y_hat - y)


# train


@wrong("train", "broadcast_n_by_n", "shapes_do_not_fit")
def column_of_weights(X, y, learning_rate, epochs):
    N, D = X.shape
    w, b, losses = np.zeros((D, 1)), 0.0, []
    for _ in range(epochs):
        p = σ(np.dot(X, w) + b)
        losses.append(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
        w = w - learning_rate * np.dot(X.T, p - y) / N
        b = b - learning_rate * np.sum(p - y) / N
    return w, b, losses


@wrong("train", "broadcast_n_by_n")
def column_of_predictions(X, y, learning_rate, epochs):
    w, b, losses = np.zeros((X.shape[1], 1)), 0.0, []
    for _ in range(epochs):
        p = σ(X @ w + b)
        losses.append(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
        d = p - y
        w = w - learning_rate * (X.T @ d).mean(axis=1, keepdims=True)
        b = b - learning_rate * d.mean()
    return w.ravel(), b, losses


@wrong("train", "one_step_for_all")
def sum_around_the_product(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        p = forward(X, w, b)
        losses.append(bce_loss(y, p))
        w = w - learning_rate * np.sum(X.T @ (p - y)) / len(y)
        b -= learning_rate * np.sum(p - y) / len(y)
    return w, b, losses


@wrong("train", "one_step_for_all")
def mean_around_the_product(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        p = forward(X, w, b)
        losses.append(bce_loss(y, p))
        w = w - learning_rate * np.mean(X.T @ (p - y))
        b -= learning_rate * np.mean(p - y)
    return w, b, losses


@wrong("train", "sum_in_one_update")
def only_the_bias_is_summed(X, y, learning_rate, epochs):
    m, n = X.shape
    theta, b, costs = np.zeros(n), 0, []
    for _ in range(epochs):
        h = 1 / (1 + np.exp(-(np.dot(X, theta) + b)))
        costs.append((-1 / m) * np.sum(y * np.log(h) + (1 - y) * np.log(1 - h)))
        theta = theta - learning_rate * (1 / m) * np.dot(X.T, h - y)
        b = b - learning_rate * np.sum(h - y)
    return theta, b, costs


@wrong("train", "update_order")
def bias_first_then_feature_by_feature(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        losses.append(bce_loss(y, forward(X, w, b)))
        b -= learning_rate * np.mean(forward(X, w, b) - y)
        for j in range(X.shape[1]):
            w[j] -= learning_rate * np.mean((forward(X, w, b) - y) * X[:, j])
    return w, b, losses


@wrong("train", "bias_outside_sigmoid")
def bias_outside(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        p = sigmoid(X @ w) + b
        losses.append(0.5)
        w = w - learning_rate * X.T @ (p - y) / len(y)
        b = b - learning_rate * np.mean(p - y)
    return w, b, losses


@wrong("train", "listing_of_squares")
def copied_listing(X, y, l_rate, n_epoch):
    coef = [0.0] * (X.shape[1] + 1)
    losses = []
    for _ in range(n_epoch):
        total = 0
        for row, target in zip(X, y, strict=True):
            yhat = 1 / (1 + math.exp(-(coef[0] + sum(c * x for c, x in zip(coef[1:], row, strict=True)))))
            error = target - yhat
            total += error**2
            coef[0] = coef[0] + l_rate * error * yhat * (1 - yhat)
            for i in range(len(row)):
                coef[i + 1] = coef[i + 1] + l_rate * error * yhat * (1 - yhat) * row[i]
        losses.append(total)
    return np.array(coef[1:]), coef[0], losses


@wrong("train", "one_pass")
def one_pass(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for x, t in zip(X, y, strict=True):
        p = σ(x @ w + b)
        losses.append(-(t * np.log(p) + (1 - t) * np.log(1 - p)))
        w = w - learning_rate * (p - t) * x
        b = b - learning_rate * (p - t)
    return w, b, losses


def descent(step=lambda g: g, weights=lambda w: w, rate=lambda eta, k: eta, loss=bce_loss, penalty=0.0):
    def train(X, y, learning_rate, epochs):
        w, b, losses, eta = np.zeros(X.shape[1]), 0.0, [], learning_rate
        for k in range(epochs):
            p = σ(X @ w + b)
            losses.append(loss(y, p))
            grad_w, grad_b = gradients(X, y, p)
            eta = rate(eta, k)
            w = weights(w - eta * (step(grad_w) + penalty * w))
            b = b - eta * step(grad_b)
        return w, b, losses

    return train


for decay in (0.9, 0.5, 0.97, 0.1):
    wrong("train", "learning_rate_changes")(descent(rate=lambda eta, k, r=decay: eta * r))
    wrong("train", "learning_rate_changes")(descent(rate=lambda eta, k, r=decay: eta / (1 + r * k)))
for limit in (0.05, 0.2, 0.03, 0.15):
    wrong("train", "clipped")(descent(step=lambda g, m=limit: np.clip(g, -m, m)))
for limit in (0.05, 0.1, 0.12):
    wrong("train", "weights_limited", "clipped")(descent(weights=lambda w, m=limit: np.clip(w, -m, m)))
for strength in (0.3, 0.02, 0.07, 2.0):
    wrong("train", "extra_regularisation")(descent(penalty=strength))
for e in (1e-3, 3e-3, 1e-2, 0.02, 0.05):
    wrong("train", "constant_in_log")(
        descent(loss=lambda y, p, e=e: -np.mean(y * np.log(p + e) + (1 - y) * np.log(1 - p + e)))
    )
    wrong("bce_loss", "constant_in_log")(lambda y, p, e=e: -np.mean(y * np.log(p + e) + (1 - y) * np.log(1 - p + e)))
wrong("train", "missing_minus", "missing_minus_and_mean")(
    descent(loss=lambda y, p: np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)))
)
wrong("train", "log_of_label", "label_factor_missing")(
    descent(loss=lambda y, p: -np.mean(y * np.log(p) + np.log(1 - y + 1e-9) * np.log(1 - p)))
)


@wrong("train", "both_ignored")
def both_fixed(X, y, learning_rate, epochs):
    return descent()(X, y, 0.05, 200)


@wrong("train", "both_ignored")
def both_fixed_too(X, y, learning_rate, epochs):
    return descent()(X, y, 0.1, 100)


# the logarithm of the label


@wrong("bce_loss", "log_of_label", "log_of_zero", "arguments_exchanged")
def log_of_one_minus_y(y, y_hat):
    return -np.mean(y * np.log(y_hat) + (1 - y_hat) * np.log(1 - y + 1e-15))


@wrong("bce_loss", "log_of_label")
def log_of_label_as_factor(y, y_hat):
    return -np.mean(y * np.log(y_hat) + np.log(1 - y) * (1 - y_hat))


@wrong("bce_loss", "log_of_label")
def log_of_label_beside(y, y_hat):
    return -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y))


@wrong("bce_loss", "arguments_exchanged")
def log_of_label_first(y, y_hat):
    return -(np.log(y) * y_hat + np.log(1 - y) * (1 - y_hat)).mean()


# what NumPy took away, and what a number does not have

GONE = (  # as text: ruff mends these names
    ("sigmoid", "lambda z: 1 / (1 + np.exp(-np.mat(z)))"),
    ("sigmoid", "lambda z: 1 / (1 + np.exp(-np.clip(z, -np.Inf, 700)))"),
    ("sigmoid", "lambda z: 1 / (1 + np.exp(-np.asarray(z, dtype=np.float_)))"),
    ("sigmoid", "lambda z: np.float64(1 / (1 + np.exp(-np.longfloat(z))))"),
    ("bce_loss", "lambda y, p: -np.log(np.product(np.where(y == 1, p, 1 - p))) / len(y)"),
    ("bce_loss", "lambda y, p: -np.mean(np.log(np.where(y.astype(np.bool8), p, 1 - p)))"),
    ("one_hot", "lambda y, K: np.eye(K, dtype=np.int0)[y]"),
)
for task, text in GONE:
    wrong(task, "gone_from_numpy")(eval(text))

OF_A_NUMBER = (
    lambda z: np.array([1 / (1 + math.exp(-z.ravel()[i])) for i in range(z.size)]).reshape(z.shape),
    lambda z: 1 / (1 + np.exp(-z.astype(float))),
    lambda z: 1 / (1 + np.exp(-z.copy())),
    lambda z: (1 / (1 + np.exp(-z.ravel()))).reshape(z.shape),
    lambda z: np.zeros(z.shape) + 1 / (1 + np.exp(-z)),
)
for function in OF_A_NUMBER:
    wrong("sigmoid", "attribute_of_a_number")(function)

wrong("softmax", "misspelt_keyword", "called_with_other_arguments")(lambda Z: np.exp(Z) / np.sum(np.exp(Z), axes=1))
wrong("softmax", "misspelt_keyword", "called_with_other_arguments")(
    lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1, keepdim=True)
)
wrong("gradients", "misspelt_keyword", "called_with_other_arguments")(
    lambda X, y, p: (np.mean((p - y)[:, None] * X, axes=0), np.mean(p - y))
)

# sigmoid and softmax

wrong("sigmoid", "sigmoid_for_exponential", "applied_twice")(lambda z: 1 / (1 + σ(-np.asarray(z))))
wrong("sigmoid", "derivative", "derivative_of_argument")(lambda z: z * (1 - z))
wrong("gradients", "derivative_of_argument", "squared_error_factor")(
    lambda X, y, p: (X.T @ ((p - y) * p * (1 - p)) / len(y), np.mean((p - y) * p * (1 - p)))
)
wrong("softmax", "python_sum", "wrong_axis")(lambda Z: np.exp(Z) / sum(np.exp(Z)))
wrong("softmax", "maximum_of_whole_array")(
    lambda Z: np.exp(Z - np.max(Z)) / np.exp(Z - np.max(Z)).sum(axis=1, keepdims=True)
)
wrong("softmax", "sigmoid_of_inputs", "sigmoid_for_softmax")(
    lambda Z: np.exp(σ(Z)) / np.exp(σ(Z)).sum(axis=1, keepdims=True)
)
wrong("softmax", "exponential_left_out")(
    lambda Z: (Z - Z.max(axis=1, keepdims=True)) / (Z - Z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)
)
wrong("softmax", "exponential_left_out")(
    lambda Z: (Z - Z.min(axis=1, keepdims=True)) / (Z - Z.min(axis=1, keepdims=True)).sum(axis=1, keepdims=True)
)

# forward


wrong("forward", "sigmoid_of_inputs")(lambda X, w, b: σ(σ(X) @ w + b))
wrong("forward", "thresholded")(lambda X, w, b: np.where(X @ w + b >= 0, 1, 0))
wrong("forward", "outer_product", "shapes_do_not_fit")(
    lambda X, w, b: σ(np.dot(X.reshape(-1, 1), w.reshape(1, -1)) + b)
)

# gradients

wrong("gradients", "no_slope")(
    lambda X, y, p: (
        X.T @ np.where((p == 1 - y), 0, p - y) / len(y),
        np.mean(np.where((p == 1 - y), 0, p - y)),
    )
)
wrong("gradients", "features_in_bias")(lambda X, y, p: (g := X.T @ (p - y) / len(y), np.sum(g) / len(y)))
wrong("gradients", "features_in_bias")(lambda X, y, p: (g := X.T @ (p - y) / len(y), np.mean(g)))
wrong("gradients", "features_in_bias")(lambda X, y, p: (g := X.T @ (p - y) / len(y), np.sum(g)))
wrong("gradients", "thresholded")(lambda X, y, p: (X.T @ (np.round(p) - y) / len(y), np.mean(np.round(p) - y)))
wrong("gradients", "sigmoid_of_inputs")(lambda X, y, p: (σ(X).T @ (p - y) / len(y), np.mean(p - y)))

# more than two classes

wrong("one_hot", "index_from_one")(lambda y, K: np.eye(K)[y - 1])
wrong("one_hot", "index_from_one", "index_too_large")(lambda y, K: np.eye(K)[y + 1])
wrong("one_hot", "index_from_one")(lambda y, K: (np.arange(1, K + 1) == y[:, None]).astype(float))
wrong("one_hot", "wrong_class_count", "transposed")(lambda y, K: np.eye(max(y) + 1)[y].T)
wrong("one_hot", "wrong_class_count")(lambda y, K: np.eye(K + 1)[y])
wrong("cce_loss", "wrong_axis", "wrong_divisor")(lambda Y, P: -np.mean(np.sum(Y * np.log(P), axis=0)))
wrong("cce_loss", "wrong_axis")(lambda Y, P: -np.sum(Y * np.log(P), axis=0))
wrong("cce_loss", "index_not_whole")(lambda Y, P: -np.mean(np.log(P[np.arange(len(P)), Y])))
wrong("cce_loss", "labels_as_index")(lambda Y, P: -np.mean(np.log(P[np.arange(len(P)), Y.astype(int)])))
wrong("cce_loss", "label_of_first_sample")(lambda Y, P: -np.mean(np.log(P[:, np.argmax(Y)])))
wrong("cce_grad_z", "product_in_difference")(lambda Y, P: P - P * Y)
wrong("cce_grad_z", "product_in_difference")(lambda Y, P: P * (1 - Y))
wrong("cce_grad_z", "stopped_at_y_hat")(lambda Y, P: -Y / P / len(Y))
wrong("cce_grad_z", "stopped_at_y_hat", "binary_derivative")(lambda Y, P: (P - Y) / (P * (1 - P)))
wrong("cce_grad_z", "binary_derivative", "stopped_at_y_hat")(lambda Y, P: -(Y / P) + (1 - Y) / (1 - P))
wrong("cce_loss", "terms_weighted")(lambda Y, P: -np.mean((Y * np.log(P) * np.arange(1, Y.shape[1] + 1)).sum(axis=1)))
