"""What the tables ask of an outcome at the edge of the contract: each takes the outcome, its parts, those expected."""

import numpy as np


def got_nan(outcome, parts, expected):
    return bool(parts) and any(np.isnan(part).any() for part in parts if isinstance(part, np.ndarray))


def log_refused(outcome, parts, expected):
    return "math domain error" in outcome.error_text or "expected a positive input" in outcome.error_text


def refused(outcome, parts, expected):
    return outcome.error in ("AssertionError", "ValueError")


def cut_off(outcome, parts, expected):
    return bool(parts) and all(map(np.array_equal, parts, map(np.trunc, expected)))


def overflowed(outcome, parts, expected):
    return outcome.error == "OverflowError" or got_nan(outcome, parts, expected)


def kept_inside(outcome, parts, expected):
    """Strictly between 0 and 1, where only rounding is left of the difference: clipped on the way."""
    limited = came(outcome, parts, expected) and ((parts[0] > 0) & (parts[0] < 1)) | (parts[0] == expected[0])
    return bool(np.all(limited))


def second_row_lost(outcome, parts, expected):
    """Only the second row is nan: it lies far below the first, and the maximum of both was subtracted from it."""
    if not got_nan(outcome, parts, expected) or parts[0].shape != expected[0].shape:
        return False
    return np.array_equal(parts[0][0], expected[0][0]) and bool(np.isnan(parts[0][1]).all())


def first_row_level(outcome, parts, expected):
    """All entries of the first row are alike, and the other rows are right."""
    if not came(outcome, parts, expected) or parts[0].shape != expected[0].shape:
        return False
    return np.ptp(parts[0][0]) == 0 and np.allclose(parts[0][1:], expected[0][1:])


def nothing_left(outcome, parts, expected):
    return bool(parts) and all(isinstance(part, np.ndarray) and not part.any() for part in parts)


def came(outcome, parts, expected):
    return bool(parts) and isinstance(parts[0], np.ndarray)


LARGE = (("overflow", overflowed), ("clipped", kept_inside), ("overflow_hidden", came))


def cast_refused(outcome, parts, expected):
    return "Cannot cast" in outcome.error_text


def half_truncated(outcome, parts, expected):
    """Whole numbers where fractions belong, within one of them: sums cut off on the way."""
    return bool(parts) and any(
        isinstance(got, np.ndarray) and got.shape == want.shape and np.all(got == np.trunc(got)) and np.any(got != want)
        for got, want in zip(parts, expected, strict=True)
    )


TRUNCATED = (("integer_truncation", cut_off), ("integer_truncation", cast_refused))
HALF_TRUNCATED = (("integer_truncation", half_truncated), *TRUNCATED)
FAR_APART = (
    ("maximum_of_whole_array", second_row_lost), ("maximum_not_subtracted", overflowed), ("clipped", kept_inside),
)  # fmt: skip
FAR_BELOW = (("maximum_not_subtracted", got_nan), ("logits_limited", first_row_level))
