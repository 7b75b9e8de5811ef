"""Time of binary_cross_entropy_from_logits, its input checks included, against the plain textbook code."""

import numpy as np

from helpers.losses import binary_cross_entropy_from_logits
from tools.timing import interleaved

BOUNDS = {1_000: 2.5, 10_000: 1.0, 100_000: 1.0, 1_000_000: 1.0}


def textbook(y, z):
    """The formula as it is written, with neither checks nor care: ∞ or nan for large logits."""
    y_hat = 1 / (1 + np.exp(-z))
    return -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))


def rows():
    """(what, seconds, seconds of the textbook code, bound on their ratio) for each size."""
    rng = np.random.default_rng(0)
    for N, bound in BOUNDS.items():
        y, z = rng.integers(0, 2, N).astype(float), rng.normal(scale=3, size=N)
        functions = {
            "ours": lambda y=y, z=z: binary_cross_entropy_from_logits(y, z),
            "textbook": lambda y=y, z=z: textbook(y, z),
        }
        seconds = interleaved(functions, repeats=max(21, min(1000, 5_000_000 // N)))
        yield f"binary_cross_entropy_from_logits, {N:,} logits", seconds["ours"], seconds["textbook"], bound
