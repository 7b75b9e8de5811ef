"""The sigmoid perceptron, ŷ = σ(Xw + b), trained by full-batch gradient descent."""

from typing import NamedTuple

import numpy as np

from helpers import losses

__all__ = ["Descent", "gradient_descent"]


class Descent(NamedTuple):
    """What a descent leaves behind. Row 0 of each history is the start, row k the state after k updates."""

    w: np.ndarray  # (D,), after the last update
    b: float
    losses: np.ndarray  # (epochs,), losses[k] the mean loss before update k
    w_history: np.ndarray  # (epochs + 1, D)
    b_history: np.ndarray  # (epochs + 1,)


def gradient_descent(X, y, learning_rate, epochs, loss="cross_entropy", w=None, b=0.0):
    """Train ŷ = σ(Xw + b) by full-batch gradient descent on the mean loss.

    Each epoch is one update, w ← w − η ∂L/∂w and b ← b − η ∂L/∂b, both from the same predictions: ∂L/∂w = Xᵀ(∂ℓ/∂z)/N
    and ∂L/∂b = mean(∂ℓ/∂z), with ∂ℓ/∂z = ŷ − y for "cross_entropy" and (ŷ−y)ŷ(1−ŷ) for "squared_error".

    X : samples, shape (N, D). y : labels 0 or 1, shape (N,). learning_rate : η > 0. epochs : number of updates, at
    least 1. w : start, shape (D,), zeros unless given. b : start, a number. Returns a :class:`Descent`; losses in nats
    for cross-entropy.

    Raises ValueError for shapes that do not fit, values that are not finite, labels other than 0 and 1, an unknown
    loss, or a step so large that the parameters overflow.

    >>> descent = gradient_descent([[-1.0], [1.0]], [0, 1], learning_rate=1.0, epochs=2)
    >>> print(descent.losses)
    [0.69314718 0.47407698]

    Source: C. M. Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.2, for the gradient.
    """
    loss_and_grad_z = _checked_loss(loss)
    X, y, w, b = _checked_start(X, y, w, b)
    learning_rate, epochs = _checked_steps(learning_rate, epochs)
    s = 1.0 - 2.0 * y
    loss_history, w_history, b_history = np.empty(epochs), np.empty((epochs + 1, len(w))), np.empty(epochs + 1)
    w_history[0], b_history[0] = w, b
    for k in range(epochs):
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):  # an overflow is refused below
            loss_history[k], grad_z = loss_and_grad_z(s, s * (X @ w + b))
            w = w - learning_rate * (X.T @ grad_z / len(y))
            b = b - learning_rate * grad_z.mean()
        if not (np.isfinite(w).all() and np.isfinite(b)):
            raise ValueError(
                f"w or b overflowed in epoch {k}; a learning_rate smaller than {learning_rate}, or X, is wanted"
            )
        w_history[k + 1], b_history[k + 1] = w, b
    return Descent(w, float(b), loss_history, w_history, b_history)


def _cross_entropy(s, m):
    """Mean loss log(1 + e^m) and gradients s σ(m) for margins m = s z, s = 1 − 2y: the forms of helpers.losses."""
    e = np.exp(-np.abs(m))
    loss = np.maximum(m, 0.0) + np.log1p(e)
    return loss.mean(), s * np.maximum(e, m >= 0) / (1.0 + e)


def _squared_error(s, m):
    """Mean loss ½σ(m)² and gradients s σ(m)²σ(−m), where σ(m)σ(−m) = e^(−|m|) / (1 + e^(−|m|))²."""
    e = np.exp(-np.abs(m))
    sigma = np.maximum(e, m >= 0) / (1.0 + e)
    return 0.5 * np.square(sigma).mean(), s * sigma * (e / (1.0 + e) / (1.0 + e))


LOSSES = {"cross_entropy": _cross_entropy, "squared_error": _squared_error}


def _checked_loss(loss):
    if not isinstance(loss, str) or loss not in LOSSES:
        raise ValueError(f"loss is {loss!r:.80}, but one of {', '.join(map(repr, LOSSES))} is wanted")
    return LOSSES[loss]


def _checked_start(X, y, w, b):
    X, y = losses.as_finite(X, "X"), losses.as_labels(y, "y")
    if X.ndim != 2:
        raise ValueError(f"X has shape {X.shape}, but (N, D) is wanted: a row a sample, a column a feature")
    N, D = X.shape
    w = np.zeros(D) if w is None else losses.as_finite(w, "w")
    b = losses.as_finite(b, "b")
    for array, name, shape in ((y, "y", (N,)), (w, "w", (D,)), (b, "b", ())):
        if array.shape != shape:
            raise ValueError(f"{name} has shape {array.shape}, but {shape} is wanted, since X has shape {X.shape}")
    return X, y, w, float(b)


def _checked_steps(learning_rate, epochs):
    learning_rate = losses.as_finite(learning_rate, "learning_rate")
    if learning_rate.ndim or learning_rate <= 0:
        raise ValueError(f"learning_rate is {learning_rate}, but one number above 0 is wanted")
    return float(learning_rate), losses.as_count(epochs, "epochs")
