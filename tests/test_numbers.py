"""Any number that NumPy can hold, in any container: the right answer, or the documented ValueError; nothing else."""

import math
import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import mpmath
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from helpers import losses
from helpers.perceptron import gradient_descent

mpmath.mp.dps = 60
HERE = Path(__file__)
numbers = settings(
    max_examples=150, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
INSTRUCTIONS = np._core._multiarray_umath  # what NumPy knows of this processor
CHILD = "any_l or any_row or any_two or old_processor or ulp or digits or 1e_13 or alike"
LOGITS = st.one_of(st.floats(-800, 800), st.floats(allow_nan=False), st.floats(-1e-300, 1e-300), st.integers(-40, 40))
LABELS = st.sampled_from([0, 1])
PROBABILITIES = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0, 5e-324, 1 - 2**-53, 2**-53, 2**-1022]))


@pytest.fixture(autouse=True)
def nothing_reaches_numpy():
    with np.errstate(all="raise"):
        yield


# Right, within so many units in the last place


def softplus(m):
    return mpmath.log1p(mpmath.exp(m)) if mpmath.isfinite(m) else max(m, mpmath.mpf(0))


def sigma(z):
    return 1 / (1 + mpmath.exp(-z)) if mpmath.isfinite(z) else mpmath.mpf(z > 0)


def margin(y, z):
    return z if y == 0 else -z


def sign(y):
    return 1 - 2 * y


def log_of_truth(y, q):
    if q == 1 - y:
        return mpmath.mpf("-inf")
    return mpmath.log(q) if y == 1 else mpmath.log1p(-q)


OF_LOGIT = {
    "sigmoid": (3, sigma),
    "log_sigmoid": (3, lambda z: -softplus(-z)),
}
OF_LABEL_AND_LOGIT = {
    "binary_cross_entropy_from_logits": (3, lambda y, z: softplus(margin(y, z))),
    "binary_cross_entropy_grad_z": (3, lambda y, z: sign(y) * sigma(margin(y, z))),
    "squared_error_from_logits": (8, lambda y, z: sigma(margin(y, z)) ** 2 / 2),
    "squared_error_grad_z": (8, lambda y, z: sign(y) * sigma(margin(y, z)) ** 2 * sigma(-margin(y, z))),
}
OF_LABEL_AND_PROBABILITY = {
    "bernoulli_log_likelihood": (2, log_of_truth),
    "binary_cross_entropy": (2, lambda y, q: -log_of_truth(y, q)),
    "squared_error": (3, lambda y, q: (q - y) ** 2 / 2),
}


def is_within(ulps, value, exact):
    """Within so many units in the last place of the exact number; below the smallest normal one, of that."""
    if not mpmath.isfinite(exact) or not np.isfinite(float(value)):
        return float(value) == float(exact)
    unit = 2.0**-1022 * 2**-52 if abs(exact) < 2.0**-1022 else math.ulp(float(exact))
    return abs(mpmath.mpf(float(value)) - exact) <= ulps * mpmath.mpf(unit)


@pytest.mark.parametrize("name", OF_LOGIT)
@numbers
@given(z=LOGITS)
def test_of_any_logit(name, z):
    ulps, exact = OF_LOGIT[name]
    assert is_within(ulps, getattr(losses, name)(z), exact(mpmath.mpf(z)))


@pytest.mark.parametrize("name", OF_LABEL_AND_LOGIT)
@numbers
@given(y=LABELS, z=LOGITS)
def test_of_any_label_and_logit(name, y, z):
    ulps, exact = OF_LABEL_AND_LOGIT[name]
    assert is_within(ulps, getattr(losses, name)(y, z), exact(y, mpmath.mpf(z)))


@pytest.mark.parametrize("name", OF_LABEL_AND_PROBABILITY)
@numbers
@given(y=LABELS, q=PROBABILITIES)
def test_of_any_label_and_probability(name, y, q):
    ulps, exact = OF_LABEL_AND_PROBABILITY[name]
    assert is_within(ulps, getattr(losses, name)(y, q), exact(y, mpmath.mpf(q)))


@numbers
@given(Z=st.lists(st.floats(-1e4, 1e4) | st.floats(-30, 30), min_size=1, max_size=6), t=st.integers(0, 5))
@example(Z=[40.0, 0.0, 0.0], t=0)
def test_of_any_row_of_logits(Z, t):
    t, exact = t % len(Z), [mpmath.mpf(z) for z in Z]
    total = mpmath.log(mpmath.fsum(map(mpmath.exp, exact)))
    Y = np.eye(len(Z))[t]
    others = mpmath.fsum(mpmath.exp(z - total) for k, z in enumerate(exact) if k != t)
    for k, (q, log_q, slope) in enumerate(
        zip(losses.softmax(Z), losses.log_softmax(Z), losses.categorical_cross_entropy_grad_z(Y, Z), strict=True)
    ):
        q_exact = mpmath.exp(exact[k] - total)
        assert abs(q - q_exact) <= 1e-13 * q_exact + mpmath.mpf(2) ** -1022
        assert abs(log_q - (exact[k] - total)) <= 1e-15 * (abs(exact[k] - total) + 1)
        assert abs(slope - (q_exact if k != t else -others)) <= 1e-13 * max(q_exact, 0) + 1e-15 * others + 1e-300
    loss = losses.categorical_cross_entropy_from_logits(Y, Z)
    assert abs(loss - (total - exact[t])) <= 1e-15 * (total - exact[t] + 1)


@st.composite
def two_distributions(draw):
    parts = st.lists(st.floats(0, 1) | st.sampled_from([0.0, 1e-300]), min_size=2, max_size=5)
    p, q = draw(parts), draw(parts)
    p, q = np.array(p[: len(q)]), np.array(q[: len(p)])
    p[0], q[0] = p[0] + 0.5, q[0] + 0.5
    return p / p.sum(), q / q.sum()


@numbers
@given(two_distributions())
def test_of_any_two_distributions(both):
    p, q = both
    with np.errstate(under="ignore"):
        exact = [[mpmath.mpf(value) for value in values] for values in (p, q)]
    terms = [(a, b) for a, b in zip(*exact, strict=True) if a]
    cross = mpmath.inf if any(not b for _, b in terms) else -mpmath.fsum(a * mpmath.log(b) for a, b in terms)
    own = -mpmath.fsum(a * mpmath.log(a) for a, _ in terms)
    assert is_within(8, losses.cross_entropy(p, q) + 1, cross + 1)
    assert is_within(8, losses.entropy(p) + 1, own + 1)
    assert abs(losses.kl_divergence(p, q) - (cross - own)) <= 1e-15 * (cross + own + 1) or cross == mpmath.inf


# Whatever holds them


class Table:
    """What pandas and others give: NumPy may have its values, and nobody else may look them up by place."""

    def __init__(self, values):
        self.values = np.array(values)

    def __array__(self, dtype=None, copy=None):
        return self.values.astype(dtype or self.values.dtype)

    def __getitem__(self, label):
        raise KeyError(label)

    __len__ = __iter__ = __getitem__


WAYS = {
    "list": list,
    "tuple": tuple,
    "float32": partial(np.asarray, dtype=np.float32),
    "float16": partial(np.asarray, dtype=np.float16),
    "long double": partial(np.asarray, dtype=np.longdouble),
    "big endian": partial(np.asarray, dtype=">f8"),
    "every other": lambda values: np.repeat(values, 2, axis=0)[::2],
    "backwards": lambda values: np.array(values[::-1], float)[::-1],
    "column": lambda values: np.stack([values, values], axis=-1)[..., 0],
    "Fortran order": partial(np.asarray, order="F"),
    "read only": lambda values: np.frombuffer(np.array(values, float).tobytes()).reshape(np.shape(values)),
    "objects": partial(np.asarray, dtype=object),  # of a table with a column of each kind
    "table": Table,
    "table of objects": lambda values: Table(np.array(values, object)),
}
WHOLE = ("uint8", "uint64", "int8", "int64", "bool", "object")
SCALARS = (1, True, np.float32(1), np.array(1), np.uint8(1), np.bool(1), np.array(1, object), Table(1))
BINARY = [*OF_LABEL_AND_LOGIT, *OF_LABEL_AND_PROBABILITY]
P, Q = [0.5, 0.25, 0.25, 0.0], [0.5, 0.25, 0.125, 0.125]
CALLS = {  # of every function, arguments that even half precision holds
    **dict.fromkeys([*OF_LOGIT, "softmax", "log_softmax"], ([0.5, 0.25, 0.125, 0.0],)),
    **dict.fromkeys(BINARY, ([1, 0, 1, 0], [0.5, 0.25, 0.125, 0.0])),
    **dict.fromkeys([name for name in losses.__all__ if name.startswith("categorical")], ([0, 1, 0, 0], Q)),
    **{"entropy": [P], "cross_entropy": [P, Q], "kl_divergence": [P, Q], "one_hot": [[0, 2, 1, 0], 3]},
    "gradient_descent": [
        [[0.5, 1.0], [-1.0, 0.25], [2.0, 0.0]],
        [1, 0, 1],
        0.5,
        3,
        "squared_error",
        [0.25, 0.5],
        0.125,
    ],
}
FUNCTIONS = {name: getattr(losses, name, gradient_descent) for name in CALLS}


def kept(values):
    return np.asarray(values).astype(float).tobytes()


def result(name, arguments):
    """As float64 arrays, which must be what comes."""
    came = FUNCTIONS[name](*arguments)
    arrays = came[2:] if name == "gradient_descent" else [came]
    assert all(array.dtype == np.float64 and not isinstance(array, np.ma.MaskedArray | Table) for array in arrays)
    return np.concatenate([array.ravel() for array in arrays])


def changed(arguments, k, way):
    return [way(value) if i == k else value for i, value in enumerate(arguments)]


def test_every_function_has_a_call():
    assert set(CALLS) == {*losses.__all__, "gradient_descent"}


@pytest.mark.parametrize("name", CALLS)
def test_of_any_container(name):
    arguments = CALLS[name]
    expected = result(name, arguments)
    for k in (k for k, value in enumerate(arguments) if isinstance(value, list)):
        for way in WAYS.values():
            called = changed(arguments, k, way)
            before = kept(called[k])
            np.testing.assert_allclose(result(name, called), expected, rtol=1e-15)
            assert kept(called[k]) == before
        zero_or_one = changed(arguments, k, lambda value: (np.array(value) >= 0.5) * 1.0)
        for kind in WHOLE:
            called = changed(zero_or_one, k, lambda value, kind=kind: value.astype(kind))
            np.testing.assert_allclose(result(name, called), result(name, zero_or_one), rtol=1e-15)


@pytest.mark.parametrize("name", [*OF_LOGIT, *BINARY, "one_hot", "gradient_descent"])
def test_of_any_scalar(name):
    arguments = [1, 3] if name == "one_hot" else [*CALLS[name][:-1], 1.0]
    for k in {"one_hot": (0,), "gradient_descent": (2, 6)}.get(name, range(len(arguments))):
        expected = result(name, changed(arguments, k, lambda _: 1.0))
        for scalar in SCALARS:
            came = result(name, changed(arguments, k, lambda _, scalar=scalar: scalar))
            np.testing.assert_array_equal(came, expected)


@numbers
@given(
    arrays.arrays(
        st.sampled_from([np.float64, np.float32, np.float16, np.int8, np.uint64, np.bool_, np.longdouble]),
        arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
    ),
    st.sampled_from(list(CALLS)),
)
def test_of_any_array_an_answer_or_a_documented_refusal(array, name):
    before, more = array.tobytes(), CALLS[name][2:]
    other = {"one_hot": 3, "gradient_descent": (array[..., 0] if array.shape[-1:] > (0,) else array) > 0}.get(
        name, array
    )
    for first in (array, array.astype(bool)):
        try:
            assert not np.isnan(result(name, [first, other, *more][: len(CALLS[name])])).any()
        except ValueError as error:
            assert re.search(SAID, str(error))
    assert array.tobytes() == before


SAID = "want|a label is|a class index is|no limit|add up to 1|exactly one 1"
REFUSED = {
    "beyond float64": 10**400,
    "masked": np.ma.array([0.5], mask=[True]),
    "masked in a list": [0.5, np.ma.masked],
    "text": ["0.5"],
    "none": None,
    "none in a list": [0.5, None],
    "complex": [0.5j],
    "date": np.array(["2020-01-01"], "datetime64[D]"),
    "ragged": [[0.5], [0.5, 0.5]],
    "set": {0.5},
    "empty": [],
    "nan": float("nan"),
    "what cannot be an array": type("Odd", (), {"__array__": lambda self, *_, **__: 1 / 0})(),
}


@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED)
def test_what_is_no_number_is_refused_everywhere(value):
    for name, arguments in CALLS.items():
        for k in range(len(arguments)):
            if (name, k, value) != ("gradient_descent", 5, None):  # w, which may be left out
                with pytest.raises(ValueError, match=SAID):
                    result(name, changed(arguments, k, lambda _: value))


NAMED = {
    "y is None": None,  # a forgotten return
    "y[1] is None": [0, None],
    "y[1] is '1'": np.array([0, "1"], object),
    "y holds <U1 values": ["0", "1"],
    "y holds complex128 values": [0, 1j],
}


@pytest.mark.parametrize("said", NAMED)
def test_what_is_no_number_is_named(said):
    with pytest.raises(ValueError, match=rf"^{re.escape(said)}, but (a )?real numbers? (is|are) wanted$"):
        losses.one_hot(NAMED[said], 2)


def test_rows_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="different lengths"):
        losses.binary_cross_entropy([0, 1], [[0.5], [0.5, 0.5]])


def test_whole_numbers_of_any_size_are_numbers():
    assert losses.sigmoid(10**30) == 1 and losses.sigmoid([-(2**64), 0]).tolist() == [0, 0.5]
    assert losses.binary_cross_entropy_from_logits([0, 1], [2**70, 2**70]).tolist() == [2.0**70, 0]
    descent = gradient_descent([[2**64], [-(2**64)]], [1, 0], 1, 1)
    assert descent.w == [2.0**63]


def test_what_is_too_many_is_refused():
    for count in (10**12, 10**30, 10**400):
        with pytest.raises(ValueError, match="at most"):
            losses.one_hot([0], count)
        with pytest.raises(ValueError, match="at most"):
            gradient_descent([[1.0]], [1], 1.0, count)


def test_a_row_without_a_limit_is_refused_with_any_number_of_classes():
    for K in (1, 2, 3):
        for row in (np.full(K, -np.inf), np.full((2, K), -np.inf)):
            for f in (losses.softmax, losses.log_softmax):
                with pytest.raises(ValueError, match="no limit"):
                    f(row)
    assert losses.softmax([np.inf]) == [1]


@pytest.mark.parametrize("dimensions", [3, 64])
def test_too_many_dimensions_are_refused(dimensions):
    values = np.ones((1,) * dimensions)
    for f in (losses.softmax, losses.log_softmax, losses.entropy, partial(losses.one_hot, K=2)):
        with pytest.raises(ValueError, match="dimensions"):
            f(values)


def test_ten_million_numbers():
    z = np.linspace(-40, 40, 10_000_001)
    loss = losses.binary_cross_entropy_from_logits(1, z)
    for k in (0, 3, 5_000_000, 10_000_000):
        assert is_within(3, loss[k], softplus(-mpmath.mpf(z[k])))
    z[1_234_567] = np.nan
    with pytest.raises(ValueError, match=r"z\[1234567\] is nan"):
        losses.sigmoid(z)


# The same without the newest instructions, in whose absence NumPy rounds otherwise


def test_the_same_on_an_old_processor():
    if os.environ.get("NPY_DISABLE_CPU_FEATURES"):
        assert not any(INSTRUCTIONS.__cpu_features__[name] for name in INSTRUCTIONS.__cpu_dispatch__)
        return
    beyond = " ".join(INSTRUCTIONS.__cpu_dispatch__)
    environment = os.environ | {"NPY_DISABLE_CPU_FEATURES": beyond, "PYTHONPATH": str(HERE.parent.parent)}
    command = [sys.executable, "-W", "ignore", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", CHILD]
    own = ["-W", "ignore:During parsing environment variable", str(HERE), str(HERE.with_name("test_losses.py"))]
    run = subprocess.run([*command, *own], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]
