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


# functions of the kinds above in other hands, and kinds that were met after them


@wrong("sigmoid", "steepness")
def sigmoid_of_twice(z):
    return 0.5 * (np.tanh(z) + 1)


@wrong("sigmoid", "clipped")
def logits_kept_in(z):
    z = np.clip(z, -5, 5)
    return 1 / (1 + np.exp(-z))


@wrong("sigmoid", "overflow")
def branches_exchanged(z):
    z = np.asarray(z, float)
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = np.exp(z[pos]) / (1 + np.exp(z[pos]))
    out[~pos] = 1 / (1 + np.exp(-z[~pos]))
    return out


@wrong("sigmoid", "integer_truncation")
def zeros_like_whole_numbers(z):
    z = np.asarray(z)
    result = np.zeros_like(z)
    result[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    result[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return result


@wrong("forward", "bias_once_per_feature")
def bias_in_the_inner_loop(X, w, b):
    y_hat = np.zeros(len(X))
    for n in range(len(X)):
        z = 0
        for j in range(len(w)):
            z += X[n, j] * w[j] + b
        y_hat[n] = sigmoid(z)
    return y_hat


@wrong("forward", "wrong_axis")
def summed_down(X, w, b):
    z = np.sum(X * w, axis=0) + b
    return sigmoid(z)


@wrong("forward", "mean_for_sum")
def averaged_features(X, w, b):
    z = np.mean(X * w, axis=1) + b
    return sigmoid(z)


@wrong("forward", "bias_multiplied")
def times_bias(X, w, b):
    z = X @ w * b
    return sigmoid(z)


@wrong("forward", "bias_forgotten", "exponent_sign", "sign_of_product")
def without_bias_and_turned(X, w, b):
    return 1 / (1 + np.exp(X @ w))


@wrong("forward", "shapes_do_not_fit", "applied_twice")
def weighted_afterwards(X, w, b):
    return sigmoid(X @ w + b) @ w


@wrong("forward", "bias_subtracted", "tanh")
def tanh_and_minus(X, w, b):
    return np.tanh(X @ w - b)


@wrong("bce_loss", "log_brackets")
def one_minus_the_log(y, y_hat):
    y_hat = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(y_hat) + (1 - y) * (1 - np.log(y_hat)))


@wrong("bce_loss", "divided_twice")
def divided_inside_and_outside(y, y_hat):
    total = 0
    for i in range(len(y)):
        total += -(y[i] * np.log(y_hat[i] + 1e-12) + (1 - y[i]) * np.log(1 - y_hat[i] + 1e-12)) / len(y)
    return total / len(y)


@wrong("bce_loss", "nan_on_the_way")
def log_of_p_minus_one(y, y_hat):
    losses = []
    for a, p in zip(y, y_hat, strict=False):
        if a == 1:
            losses.append(-np.log(p))
        else:
            losses.append(-np.log(p - 1))
    return sum(losses) / len(losses)


@wrong("bce_loss", "sigmoid_of_probability")
def formula_for_logits(y, y_hat):
    return np.mean(np.maximum(y_hat, 0) - y_hat * y + np.log(1 + np.exp(-np.abs(y_hat))))


@wrong("bce_loss", "mean_per_class")
def classes_apart(y, y_hat):
    pos = -np.log(y_hat[y == 1]).mean()
    neg = -np.log(1 - y_hat[y == 0]).mean()
    return pos + neg


@wrong("bce_loss", "wrong_divisor")
def by_the_positives(y, y_hat):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / np.sum(y)


@wrong("bce_loss", "axis_too_large")
def second_axis(y, y_hat):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p), axis=1)


@wrong("bce_loss", "one_sample_left_out")
def last_left_out(y, y_hat):
    s = 0.0
    for i in range(len(y) - 1):
        p = y_hat[i] if y[i] == 1 else 1 - y_hat[i]
        s += -np.log(p)
    return s / len(y)


@wrong("gradients", "shapes_do_not_fit")
def rows_against_samples(X, y, y_hat):
    dz = y_hat - y
    return np.mean(X * dz, axis=0), np.mean(dz)


@wrong("gradients", "divided_in_loop")
def divided_each_turn(X, y, y_hat):
    N, D = X.shape
    gw = np.zeros(D)
    gb = 0.0
    for n in range(N):
        err = y_hat[n] - y[n]
        gw += err * X[n]
        gb += err
        gw /= N
        gb /= N
    return gw, gb


@wrong("gradients", "gradient_sign")
def bias_turned(X, y, y_hat):
    return X.T @ (y_hat - y) / len(y), np.mean(y - y_hat)


@wrong("gradients", "not_averaged")
def lists_of_gradients(X, y, y_hat):
    grad_w = [(p - t) * x for x, t, p in zip(X, y, y_hat, strict=False)]
    grad_b = [p - t for t, p in zip(y, y_hat, strict=False)]
    return np.array(grad_w), np.array(grad_b)


@wrong("gradients", "integer_truncation")
def whole_division(X, y, y_hat):
    dz = y_hat - y
    return X.T @ dz // len(y), dz.mean()


@wrong("gradients", "missing_transpose_or_order", "gradient_sign")
def turned_and_untransposed(X, y, y_hat):
    return X @ (y - y_hat) / len(y), np.mean(y - y_hat)


@wrong("gradients", "gradient_sign", "sum_for_mean")
def turned_and_summed(X, y, y_hat):
    return X.T @ (y - y_hat) / len(y), np.sum(y_hat - y)


class Perceptron:
    def __init__(self, lr, n_iter):
        self.lr, self.n_iter = lr, n_iter

    def fit(self, X, y):
        self.w_ = np.zeros(X.shape[1])
        self.b_ = 0.0
        self.errors_ = []
        for _ in range(self.n_iter):
            errors = 0
            for xi, target in zip(X, y, strict=False):
                update = self.lr * (target - self.predict(xi))
                self.w_ += update * xi
                self.b_ += update
                errors += int(update != 0.0)
            self.errors_.append(errors)
        return self

    def predict(self, X):
        return np.where(np.dot(X, self.w_) + self.b_ >= 0.0, 1, 0)


@wrong("train", "thresholded")
def step_function(X, y, learning_rate, epochs):
    p = Perceptron(learning_rate, epochs).fit(X, y)
    return p.w_, p.b_, p.errors_


@wrong("train", "extra_column")
def bias_last_cut_first(X, y, learning_rate, epochs):
    Xb = np.c_[X, np.ones(len(X))]
    theta = np.zeros(Xb.shape[1])
    hist = []
    for _ in range(epochs):
        h = sigmoid(Xb @ theta)
        hist.append(bce_loss(y, h))
        theta -= learning_rate * Xb.T @ (h - y) / len(y)
    return theta[1:], theta[0], hist


@wrong("train", "learning_rate_changes")
def rate_by_epoch(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for e in range(epochs):
        lr = learning_rate / (1 + 0.1 * e)
        a = forward(X, w, b)
        losses.append(bce_loss(y, a))
        dw, db = gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses


@wrong("train", "clipped", "limited_when_large")
def norm_of_one(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _e in range(epochs):
        a = forward(X, w, b)
        losses.append(bce_loss(y, a))
        dw, db = gradients(X, y, a)
        n = np.linalg.norm(dw)
        if n > 1:
            dw = dw / n
        w = w - learning_rate * dw
        b = b - learning_rate * db
    return w, b, losses


@wrong("train", "update_order", "plus_for_minus")
def up_and_bias_first(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _e in range(epochs):
        a = forward(X, w, b)
        losses.append(bce_loss(y, a))
        dw, db = gradients(X, y, a)
        b = b + learning_rate * db
        dw, db = gradients(X, y, forward(X, w, b))
        w = w + learning_rate * dw
    return w, b, losses


@wrong("train", "bias_not_updated", "sum_for_mean")
def sum_and_no_bias(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _e in range(epochs):
        p = sigmoid(X @ w + b)
        losses.append(bce_loss(y, p))
        w = w - learning_rate * X.T @ (p - y)
    return w, b, losses


@wrong("train", "infinity_hidden")
def log_of_zero_is_zero(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _e in range(epochs):
        p = sigmoid(X @ w + b)
        each = np.where(p == 0, 0, np.log(np.where(p == 0, 1, p))) * y + np.where(
            p == 1, 0, np.log(np.where(p == 1, 1, 1 - p))
        ) * (1 - y)
        losses.append(-each.mean())
        w = w - learning_rate * X.T @ (p - y) / len(y)
        b = b - learning_rate * np.mean(p - y)
    return w, b, losses


@wrong("train", "nan_on_the_way", "log_of_label")
def label_in_the_log(X, y, learning_rate, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _e in range(epochs):
        p = sigmoid(X @ w + b)
        losses.append(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - y)))
        w = w - learning_rate * X.T @ (p - y) / len(y)
        b = b - learning_rate * np.mean(p - y)
    return w, b, losses


@wrong("one_hot", "class_for_one")
def class_as_entry(y, K):
    out = np.zeros((len(y), K))
    for i, c in enumerate(y):
        out[i, c] = c
    return out


@wrong("softmax", "wrong_axis")
def pythons_sum(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / sum(e)


@wrong("softmax", "maximum_in_one_place")
def shifted_above_only(Z):
    m = Z.max(axis=1, keepdims=True)
    return np.exp(Z - m) / np.exp(Z).sum(axis=1, keepdims=True)


@wrong("softmax", "logits_limited", "clipped")
def logits_cut(Z):
    e = np.exp(np.clip(Z, -10, 10))
    return e / e.sum(axis=1, keepdims=True)


@wrong("cce_loss", "labels_smoothed")
def smoothed(Y, Y_hat):
    K = Y.shape[1]
    Y = Y * 0.9 + 0.1 / K
    return -np.mean(np.sum(Y * np.log(Y_hat + 1e-15), axis=1))


@wrong("cce_loss", "log_forgotten")
def price_of_one_minus_p(Y, Y_hat):
    return np.mean(1 - np.sum(Y * Y_hat, axis=1))


@wrong("cce_loss", "broadcast_n_by_n")
def every_pair(Y, Y_hat):
    return -np.sum(Y @ np.log(Y_hat + 1e-9).T) / len(Y)


@wrong("cce_loss", "terms_weighted")
def weights_by_number(Y, Y_hat):
    cw = np.arange(1, Y.shape[1] + 1)
    return -np.mean(np.sum(cw * Y * np.log(np.clip(Y_hat, 1e-12, 1)), axis=1))


@wrong("cce_loss", "terms_weighted")
def balanced(Y, Y_hat):
    counts = np.maximum(Y.sum(axis=0), 1)
    wgt = len(Y) / (Y.shape[1] * counts)
    return -np.mean(np.sum(wgt * Y * np.log(Y_hat + 1e-15), axis=1))


@wrong("cce_loss", "terms_weighted")
def first_class_twice(Y, Y_hat):
    wgt = np.ones(Y.shape[1])
    wgt[0] = 2
    return -np.mean(np.sum(wgt * Y * np.log(Y_hat + 1e-15), axis=1))


@wrong("cce_loss", "log_base_2", "missing_minus")
def bits_and_no_minus(Y, Y_hat):
    return np.mean(np.sum(Y * np.log2(Y_hat), axis=1))


@wrong("cce_grad_z", "every_row_alike")
def columns_of_all(Y, Y_hat):
    g = Y_hat.copy()
    g[:, Y.argmax(axis=1)] -= 1
    return g


@wrong("cce_grad_z", "changed_inputs")
def no_copy(Y, Y_hat):
    dscores = Y_hat
    dscores[range(len(Y)), np.argmax(Y, axis=1)] -= 1
    return dscores
