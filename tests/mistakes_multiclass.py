"""Functions for more than two classes as students write them: wrong ones with their mistake, and right ones."""

import math

import numpy as np

WRONG, RIGHT = [], []


def wrong(name, misconception, function):
    WRONG.append((name, misconception, function))


def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def refuse(y, K):
    if np.min(y) < 0 or np.max(y) >= K:
        raise ValueError("no such class")
    return np.asarray(y)


wrong("one_hot", "negative_class_accepted", lambda y, K: np.eye(K)[y])
wrong("one_hot", "negative_class_accepted", lambda y, K: (y[:, None] == np.arange(K)).astype(int))
wrong("one_hot", "class_too_large_accepted", lambda y, K: (refuse(y, 99)[:, None] == np.arange(K)) * 1.0)
wrong("one_hot", "transposed", lambda y, K: np.eye(K)[refuse(y, K)].T)
wrong("one_hot", "index_from_one", lambda y, K: np.array([[float(k + 1 == c) for k in range(K)] for c in y]))
wrong("one_hot", "inverted", lambda y, K: (y[:, None] != np.arange(K)).astype(int))
wrong("one_hot", "identity", lambda y, K: y)
wrong("one_hot", "wrong_class_count", lambda y, K: np.eye(y.max() + 1)[y])
wrong("one_hot", "not_updated", lambda y, K: np.zeros((len(y), K)))

wrong("softmax", "maximum_not_subtracted", lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True))
wrong(
    "softmax", "maximum_not_subtracted", lambda Z: [[math.exp(z) / sum(map(math.exp, row)) for z in row] for row in Z]
)
wrong(
    "softmax", "maximum_of_whole_array", lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(axis=1, keepdims=True)
)
wrong("softmax", "wrong_axis", lambda Z: np.exp(Z) / np.exp(Z).sum(axis=0))
wrong("softmax", "wrong_axis", lambda Z: np.exp(Z) / np.sum(np.exp(Z), axis=0, keepdims=True))
wrong("softmax", "whole_array", lambda Z: np.exp(Z) / np.sum(np.exp(Z)))
wrong("softmax", "whole_array", lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum())
wrong("softmax", "keepdims_missing", lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1))
wrong("softmax", "not_normalised", np.exp)
wrong("softmax", "not_normalised", lambda Z: np.exp(Z - Z.max(axis=1, keepdims=True)))
wrong("softmax", "exponential_left_out", lambda Z: Z / Z.sum(axis=1, keepdims=True))
wrong("softmax", "exponent_sign", lambda Z: softmax(-Z))
wrong("softmax", "exponent_brackets", lambda Z: np.exp(Z / np.exp(Z).sum(axis=1, keepdims=True)))
wrong("softmax", "sigmoid_for_softmax", lambda Z: 1 / (1 + np.exp(-Z)))
wrong("softmax", "logarithm_taken", lambda Z: np.log(softmax(Z)))
wrong("softmax", "argmax_not_probability", lambda Z: np.argmax(Z, axis=1))
wrong("softmax", "argmax_not_probability", lambda Z: np.eye(Z.shape[1])[Z.argmax(axis=1)])
wrong("softmax", "maximum_of_wrong_axis", lambda Z: softmax(Z - Z.max(axis=0)))
wrong(
    "softmax", "maximum_in_one_place", lambda Z: np.exp(Z - Z.max(1, keepdims=True)) / np.exp(Z).sum(1, keepdims=True)
)
wrong("softmax", "divided_by_maximum", lambda Z: softmax(Z / Z.max(axis=1, keepdims=True)))
wrong("softmax", "transposed", lambda Z: softmax(Z).T)
wrong("softmax", "mean_for_sum", lambda Z: np.exp(Z) / np.exp(Z).mean(axis=1, keepdims=True))
wrong("softmax", "printed_not_returned", lambda Z: print(softmax(Z)))

wrong("cce_loss", "log_of_one_hot", lambda Y, P: -np.mean(np.sum(P * np.log(Y), axis=1)))
wrong("cce_loss", "log_of_one_hot", lambda Y, P: -np.mean(np.sum(P * np.log(Y + 1e-9), axis=1)))
wrong("cce_loss", "missing_minus", lambda Y, P: np.mean(np.sum(Y * np.log(P), axis=1)))
wrong("cce_loss", "sum_for_mean", lambda Y, P: -np.sum(Y * np.log(P)))
wrong("cce_loss", "mean_over_entries", lambda Y, P: -np.mean(Y * np.log(P)))
wrong("cce_loss", "not_averaged", lambda Y, P: -np.sum(Y * np.log(P), axis=1))
wrong("cce_loss", "wrong_axis", lambda Y, P: -np.sum(Y * np.log(P), axis=0))
wrong("cce_loss", "wrong_divisor", lambda Y, P: -np.sum(Y * np.log(P)) / Y.shape[1])
wrong("cce_loss", "log_base_2", lambda Y, P: -np.mean(np.sum(Y * np.log2(P), axis=1)))
wrong("cce_loss", "labels_not_used", lambda Y, P: -np.mean(np.sum(np.log(P), axis=1)))
wrong("cce_loss", "largest_probability", lambda Y, P: -np.mean(np.log(P.max(axis=1))))
wrong("cce_loss", "accuracy", lambda Y, P: np.mean(P.argmax(axis=1) == Y.argmax(axis=1)))
wrong("cce_loss", "squared_error", lambda Y, P: np.mean((Y - P) ** 2))
wrong(
    "cce_loss", "binary_for_categorical", lambda Y, P: -np.mean(np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P), axis=1))
)
wrong("cce_loss", "softmax_again", lambda Y, P: -np.mean(np.sum(Y * np.log(softmax(P)), axis=1)))
wrong("cce_loss", "nan_when_certain", lambda Y, P: -np.mean(np.sum(Y * np.log(P), axis=1)))
wrong("cce_loss", "clipped", lambda Y, P: -np.mean(np.sum(Y * np.log(np.clip(P, 1e-3, 1)), axis=1)))
wrong("cce_loss", "broadcast_n_by_n", lambda Y, P: -np.mean(Y @ np.log(P).T))

wrong("cce_grad_z", "gradient_sign", lambda Y, P: Y - P)
wrong("cce_grad_z", "mean_gradient", lambda Y, P: (P - Y) / len(Y))
wrong("cce_grad_z", "sum_over_samples", lambda Y, P: (P - Y).mean(axis=0))
wrong("cce_grad_z", "stopped_at_y_hat", lambda Y, P: -Y / P)
wrong("cce_grad_z", "squared_error_factor", lambda Y, P: (P - Y) * P * (1 - P))
wrong("cce_grad_z", "only_true_class", lambda Y, P: (P - 1) * Y)
wrong("cce_grad_z", "argmax_not_probability", lambda Y, P: np.eye(Y.shape[1])[P.argmax(axis=1)] - Y)
wrong("cce_grad_z", "softmax_again", lambda Y, P: softmax(P) - Y)
wrong("cce_grad_z", "labels_not_used", lambda Y, P: P * (1 - P))
wrong("cce_grad_z", "absolute_difference", lambda Y, P: np.abs(P - Y))

RIGHT += [
    ("one_hot", lambda y, K: np.eye(K)[refuse(y, K)]),
    ("one_hot", lambda y, K: [[float(k == c) for k in range(K)] for c in refuse(y, K)]),
    ("softmax", softmax),
    ("softmax", lambda Z: np.exp(Z - np.logaddexp.reduce(Z, axis=1)[:, None])),
    ("softmax", lambda Z: softmax(np.float32(Z))),
    ("softmax", lambda Z: [[1 / sum(math.exp(min(other - z, 700)) for other in row) for z in row] for row in Z]),
    ("cce_loss", lambda Y, P: -np.log(np.sum(Y * P, axis=1)).mean()),
    ("cce_loss", lambda Y, P: -np.log(P[np.arange(len(Y)), Y.argmax(axis=1)]).mean()),
    ("cce_loss", lambda Y, P: -np.mean(np.sum(Y * np.log(np.clip(P, 1e-7, 1)), axis=1))),
    ("cce_loss", lambda Y, P: -np.mean(np.log(P[Y == 1]))),
    ("cce_grad_z", lambda Y, P: P - Y),
    ("cce_grad_z", lambda Y, P: [[p - t for p, t in zip(*pair, strict=True)] for pair in zip(P, Y, strict=True)]),
]
