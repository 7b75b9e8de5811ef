"""Time of one epoch of gradient_descent against its bare parts: X @ w, X.T @ d and the loss."""

import numpy as np

from helpers import losses
from helpers.perceptron import gradient_descent
from tools.timing import interleaved

N, D, EPOCHS, BOUND = 1_000_000, 20, 10, 1.3
LOSSES = {
    "cross_entropy": losses.binary_cross_entropy_from_logits,
    "squared_error": losses.squared_error_from_logits,
}


def rows():
    """(what, seconds, seconds of the bare parts, bound on their ratio) for each loss."""
    rng = np.random.default_rng(0)
    X, w, y = rng.normal(size=(N, D)), rng.normal(size=D), rng.integers(0, 2, N).astype(float)
    z, d = X @ w, rng.normal(size=N)
    for name, loss in LOSSES.items():
        parts = {
            "X @ w": lambda: X @ w,
            "X.T @ d": lambda: X.T @ d,
            "loss": lambda loss=loss: loss(y, z).mean(),
            "descent": lambda name=name: gradient_descent(X, y, 0.1, EPOCHS, loss=name, w=w),
        }
        seconds = interleaved(parts, repeats=7)
        epoch = seconds.pop("descent") / EPOCHS
        yield f"gradient_descent, {name}, an epoch, N = {N:,}, D = {D}", epoch, sum(seconds.values()), BOUND
