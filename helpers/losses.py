"""Cross-entropy and squared error, from probabilities and from logits, with their gradients.

Truth first, prediction second: ``f(y, y_hat)`` takes probabilities, ``f(y, z)`` takes logits. (scikit-learn has this
order, PyTorch the other one.) Every loss is *per sample* and in nats: take ``.mean()`` where your reader can see it.

The contract of every function here: lists, integers, booleans and float32 are welcome, the result is float64, and the
input is never changed. A scalar may stand beside an array; two arrays must have the same shape. Scalars give a NumPy
scalar. Nothing is clipped. Whatever has no answer (nan, an empty array, a label that is not 0 or 1) is a
``ValueError``.
"""

import operator
import warnings
from numbers import Real

import numpy as np

__all__ = [
    "bernoulli_log_likelihood", "binary_cross_entropy", "binary_cross_entropy_from_logits",
    "binary_cross_entropy_grad_z", "categorical_cross_entropy", "categorical_cross_entropy_from_logits",
    "categorical_cross_entropy_grad_z", "cross_entropy", "entropy", "kl_divergence", "log_sigmoid", "log_softmax",
    "one_hot", "sigmoid", "softmax", "squared_error", "squared_error_from_logits", "squared_error_grad_z"
]  # fmt: skip

SUM_TOLERANCE = 1e-5  # float32 probabilities of many classes add up to 1 only this well
MOST = 10**8  # classes, or epochs: more fill the memory


# Two classes


def sigmoid(z):
    """Probability of class 1 for the logit z: σ(z) = 1 / (1 + e^(−z)).

    Also known as the logistic function or ``scipy.special.expit``.

    z : any shape, from −∞ to ∞. Returns the same shape, in [0, 1]: σ(−∞) = 0, σ(∞) = 1. In float64 σ(z) is exactly 1
    from about z = 37 on; a loss that needs 1 − σ(z) is therefore better computed from z.

    Computed with e^(−|z|), which cannot overflow. Raises ValueError for nan, an empty array or anything but real
    numbers.

    >>> print(sigmoid([0, 2]))
    [0.5        0.88079708]

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), section 4.4.
    """
    return _sigmoid(as_numbers(z, "z"))


def log_sigmoid(z):
    """Logarithm of the probability of class 1: log σ(z) = −log(1 + e^(−z)), in nats.

    z : any shape. Returns the same shape, in [−∞, 0]: −∞ at z = −∞, 0 at z = ∞. Unlike log(sigmoid(z)) it keeps all its
    digits where σ(z) rounds to 0 or 1. Raises ValueError as :func:`sigmoid` does.

    >>> print(log_sigmoid([0, 1000]), log_sigmoid(-1000))
    [-0.69314718  0.        ] -1000.0

    Source: M. Mächler, Accurately Computing log(1 − exp(−|a|)), Assessed by the Rmpfr package (2012), for the problem;
    the form used here is max(m, 0) + log1p(e^(−|m|)) with m = −z.
    """
    return 0.0 - _softplus(-as_numbers(z, "z"))  # 0 − x: a plain minus would print −0.0


def bernoulli_log_likelihood(y, y_hat):
    """Log-probability of each label, if class 1 has probability ŷ: log p(y|ŷ) = y log ŷ + (1−y) log(1−ŷ), in nats.

    y : labels 0 or 1. y_hat : probabilities of class 1, in [0, 1]. Same shape, or one of them a scalar. Returns one
    value a sample, in [−∞, 0]; 0·log 0 counts as 0, and an outcome that was called impossible has −∞, without a
    warning.

    Raises ValueError for other labels, probabilities outside [0, 1], nan, empty input or shapes that differ.

    >>> print(bernoulli_log_likelihood([1, 0], [0.5, 0.0]))
    [-0.69314718  0.        ]

    Source: C. M. Bishop, Pattern Recognition and Machine Learning (2006), section 2.1.
    """
    y, y_hat = _pair(as_labels, y, "y", _as_probabilities, y_hat, "y_hat")
    with np.errstate(divide="ignore", under="ignore"):
        return np.where(y == 1, np.log(y_hat), np.log1p(0.0 - y_hat))[()]


def binary_cross_entropy(y, y_hat):
    """Cross-entropy of each sample, from probabilities: ℓ = −[y log ŷ + (1−y) log(1−ŷ)], in nats.

    Also known as log loss or the negative Bernoulli log-likelihood.

    y : labels 0 or 1. y_hat : probabilities of class 1, in [0, 1]. Same shape, or one of them a scalar. Returns one
    loss a sample, in [0, ∞]. Nothing is clipped: a perfect certain prediction costs 0 and a certain mistake costs ∞,
    both without a warning.

    Raises ValueError for other labels, probabilities outside [0, 1], nan, empty input or shapes that differ.

    >>> print(binary_cross_entropy([1, 0], [0.01, 0.5]))
    [4.60517019 0.69314718]

    Source: C. M. Bishop, Pattern Recognition and Machine Learning (2006), equation 4.90.
    """
    return 0.0 - bernoulli_log_likelihood(y, y_hat)


def binary_cross_entropy_from_logits(y, z):
    """Cross-entropy of each sample, from logits: ℓ = log(1 + e^m) with the margin m = (1−2y) z, in nats.

    Equal to ``binary_cross_entropy(y, sigmoid(z))``, with all digits where σ(z) rounds to 0 or 1.

    y : labels 0 or 1. z : logits, from −∞ to ∞. Same shape, or one of them a scalar. Returns one loss a sample, in [0,
    ∞]: z = ∞ costs 0 for y = 1 and ∞ for y = 0. Computed as max(m, 0) + log1p(e^(−|m|)), which cannot overflow.

    Raises ValueError for other labels, nan, empty input or shapes that differ.

    >>> print(binary_cross_entropy_from_logits([1, 0], [-20, 0]))
    [20.          0.69314718]

    Source: K. P. Murphy, Probabilistic Machine Learning: An Introduction (2022), section 10.2.3.
    """
    y, z = _pair(as_labels, y, "y", as_numbers, z, "z")
    m = -2.0 * y
    m += 1.0
    m *= z
    return _softplus(m)


def binary_cross_entropy_grad_z(y, z):
    """Gradient of each sample's cross-entropy with respect to its logit: ∂ℓ/∂z = ŷ − y with ŷ = σ(z).

    y : labels 0 or 1. z : logits, from −∞ to ∞. Same shape, or one of them a scalar. Returns one value a sample, in
    [−1, 1]: 0 in the limit of a perfect prediction, ±1 in that of a certain mistake. Computed as (1−2y) σ(m), m =
    (1−2y) z, which keeps the digits that ŷ − y loses near ŷ = 1.

    Raises ValueError for other labels, nan, empty input or shapes that differ.

    >>> print(binary_cross_entropy_grad_z([1, 0], [0, 0]))
    [-0.5  0.5]

    Source: C. M. Bishop, Pattern Recognition and Machine Learning (2006), equation 4.91 (by w: times x).
    """
    s, m = _sign_and_margin(y, z)
    return s * _sigmoid(m)


def squared_error(y, y_hat):
    """Squared error of each sample, from probabilities: ℓ = ½(ŷ−y)².

    Half of the Brier score in today's form, (ŷ−y)²; Brier's own of 1950 adds up both classes: four times ours.

    y : labels 0 or 1. y_hat : probabilities of class 1, in [0, 1]. Same shape, or one of them a scalar. Returns one
    loss a sample, in [0, ½]: never infinite.

    Raises ValueError for other labels, probabilities outside [0, 1], nan, empty input or shapes that differ.

    >>> print(squared_error([1, 0], [0.0, 0.5]))
    [0.5   0.125]

    Source: G. W. Brier, Verification of forecasts expressed in terms of probability (1950).
    """
    y, y_hat = _pair(as_labels, y, "y", _as_probabilities, y_hat, "y_hat")
    with np.errstate(under="ignore"):
        return 0.5 * np.square(y_hat - y)


def squared_error_from_logits(y, z):
    """Squared error of each sample, from logits: ℓ = ½(σ(z)−y)².

    y : labels 0 or 1. z : logits, from −∞ to ∞. Same shape, or one of them a scalar. Returns one loss a sample, in [0,
    ½]: ½ in the limit of a certain mistake. Computed as ½σ(m)², m = (1−2y) z, without the cancellation in ŷ − y.

    Raises ValueError for other labels, nan, empty input or shapes that differ.

    >>> print(squared_error_from_logits([1, 0], [-20, 0]))
    [0.5   0.125]
    """
    _, m = _sign_and_margin(y, z)
    with np.errstate(under="ignore"):
        return 0.5 * np.square(_sigmoid(m))


def squared_error_grad_z(y, z):
    """Gradient of each sample's squared error with respect to its logit: ∂ℓ/∂z = (ŷ−y) ŷ(1−ŷ) with ŷ = σ(z).

    y : labels 0 or 1. z : logits, from −∞ to ∞. Same shape, or one of them a scalar. Returns one value a sample, of
    size 4/27 at most, and 0 at z = ±∞: a certain mistake and a perfect prediction both stop learning.

    Raises ValueError for other labels, nan, empty input or shapes that differ.

    >>> print(squared_error_grad_z([1, 0], [0, 0]))
    [-0.125  0.125]

    Source: M. Nielsen, Neural Networks and Deep Learning (2015), chapter 3, for the slow learning that it causes.
    """
    s, m = _sign_and_margin(y, z)
    with np.errstate(under="ignore"):
        return s * (_sigmoid(m) * _sigmoid(-m)) * _sigmoid(m)


# K classes, along the last axis


def one_hot(y, K):
    """One-hot labels: Y[n, k] = 1 where k = y[n], else 0.

    y : class indices 0 … K−1, shape (N,) or a scalar. K : number of classes. Returns shape (N, K), or (K,) for a
    scalar.

    Raises ValueError for an index outside 0 … K−1 (−1 included), an index that is not whole, or a K below 1.

    >>> print(one_hot([2, 0], 3))
    [[0. 0. 1.]
     [1. 0. 0.]]
    """
    K = as_count(K, "K")
    y = as_array(y, "y")
    if y.ndim > 1:
        raise ValueError(f"y has {y.ndim} dimensions, but shape (N,) or a scalar is wanted")
    _want(f"a class index is a whole number from 0 to K - 1 = {K - 1}", np.isin(y, np.arange(K)), y, "y")
    return (y[..., np.newaxis] == np.arange(K)).astype(float)


def softmax(Z):
    """Probabilities of K classes for their logits: ŷₖ = e^(zₖ) / Σⱼ e^(zⱼ).

    Z : logits, shape (K,) or (N, K); classes along the last axis. Returns the same shape, each row in [0, 1] with sum
    1. Adding one number to a row changes nothing, so the largest is subtracted first and nothing overflows. A logit of
    −∞ gives probability 0, and a single ∞ gives probability 1.

    Raises ValueError for nan, empty input, a scalar, or a row with several ∞ or nothing but −∞ (which has no limit).

    >>> print(softmax([[0, 0], [0, 1000]]))
    [[0.5 0.5]
     [0.  1. ]]

    Source: C. M. Bishop, Pattern Recognition and Machine Learning (2006), equation 4.104.
    """
    _, E, _ = _below_largest(Z)
    with np.errstate(under="ignore"):
        return E / E.sum(axis=-1, keepdims=True)


def log_softmax(Z):
    """Logarithms of the class probabilities: log ŷₖ = zₖ − log Σⱼ e^(zⱼ), in nats.

    Z : logits, shape (K,) or (N, K); classes along the last axis. Returns the same shape, in [−∞, 0]. With d the
    distance below the largest logit, log ŷₖ = dₖ − log1p(Σ e^(dⱼ) over the other classes): the small loss of a
    confident right answer keeps its digits.

    Raises ValueError as :func:`softmax` does.

    >>> print(log_softmax([[0, 0], [0, 1000]]))
    [[-6.93147181e-01 -6.93147181e-01]
     [-1.00000000e+03  0.00000000e+00]]

    Source: P. Blanchard, D. J. Higham and N. J. Higham, Accurately computing the log-sum-exp and softmax functions
    (2021).
    """
    D, E, largest = _below_largest(Z)
    np.put_along_axis(E, largest, 0.0, axis=-1)
    with np.errstate(under="ignore"):
        return D - np.log1p(E.sum(axis=-1, keepdims=True))


def categorical_cross_entropy(Y, Y_hat):
    """Cross-entropy of each sample with K classes, from probabilities: ℓ = −Σₖ yₖ log ŷₖ, in nats.

    The sum collapses to −log of the probability given to the true class.

    Y : one-hot labels. Y_hat : probabilities, each row with sum 1. Both of shape (N, K), or (K,) for one sample.
    Returns shape (N,), or a scalar: 0 for a perfect certain prediction, ∞ for a certain mistake, both without a
    warning.

    Raises ValueError for rows that are not one-hot or not probabilities, nan, empty input or shapes that differ.

    >>> print(categorical_cross_entropy([[1, 0], [0, 1]], [[0.5, 0.5], [1.0, 0.0]]))
    [0.69314718        inf]

    Source: C. M. Bishop, Pattern Recognition and Machine Learning (2006), equation 4.108.
    """
    Y, Y_hat = _pair(_as_one_hot, Y, "Y", _as_distribution, Y_hat, "Y_hat")
    with np.errstate(divide="ignore"):
        return 0.0 - np.log(_of_true_class(Y, Y_hat))


def categorical_cross_entropy_from_logits(Y, Z):
    """Cross-entropy of each sample with K classes, from logits: ℓ = log Σⱼ e^(zⱼ) − Σₖ yₖ zₖ, in nats.

    Equal to ``categorical_cross_entropy(Y, softmax(Z))``, with all digits where the softmax rounds to 0 or 1.

    Y : one-hot labels. Z : logits. Both of shape (N, K), or (K,) for one sample. Returns shape (N,), or a scalar, in
    [0, ∞].

    Raises ValueError for rows that are not one-hot, nan, empty input, shapes that differ, or logits that
    :func:`softmax` refuses.

    >>> print(categorical_cross_entropy_from_logits([[1, 0], [0, 1]], [[0, 0], [20, 0]]))
    [ 0.69314718 20.        ]

    Source: K. P. Murphy, Probabilistic Machine Learning: An Introduction (2022), section 10.3.2.
    """
    Y, Z = _pair(_as_one_hot, Y, "Y", as_numbers, Z, "Z")
    return 0.0 - _of_true_class(Y, log_softmax(Z))


def categorical_cross_entropy_grad_z(Y, Z):
    """Gradient of each sample's cross-entropy with respect to its logits: ∂ℓ/∂zₖ = ŷₖ − yₖ with ŷ = softmax(z).

    Y : one-hot labels. Z : logits. Both of shape (N, K), or (K,) for one sample. Returns the same shape; each row has
    sum 0. For the true class ŷ − 1 is computed as minus the sum of the other probabilities, which keeps its digits near
    ŷ = 1.

    Raises ValueError as :func:`categorical_cross_entropy_from_logits` does.

    >>> print(categorical_cross_entropy_grad_z([[1, 0], [0, 1]], [[0, 0], [1000, 0]]))
    [[-0.5  0.5]
     [ 1.  -1. ]]

    Source: C. M. Bishop, Pattern Recognition and Machine Learning (2006), equation 4.109 (by wₖ: times x).
    """
    Y, Z = _pair(_as_one_hot, Y, "Y", as_numbers, Z, "Z")
    others = np.where(Y == 1, 0.0, softmax(Z))
    return np.where(Y == 1, -others.sum(axis=-1, keepdims=True), others)


# Distributions: why the name


def entropy(p):
    """Entropy of a distribution: H(p) = −Σₖ pₖ log pₖ, in nats.

    p : probabilities with sum 1, shape (K,) or (N, K). Returns a scalar or shape (N,), in [0, log K]; 0·log 0 counts as
    0, so the entropy of a one-hot label is 0.

    Raises ValueError for values outside [0, 1], sums that are not 1, nan, a scalar or empty input.

    >>> print(entropy([[0.5, 0.5], [1.0, 0.0]]))
    [0.69314718 0.        ]

    Source: C. E. Shannon, A mathematical theory of communication (1948), section 6.
    """
    return cross_entropy(p, p)


def cross_entropy(p, q):
    """Cross-entropy of the prediction q under the truth p: H(p, q) = −Σₖ pₖ log qₖ = H(p) + KL(p‖q), in nats.

    p, q : probabilities with sum 1, both of shape (K,) or (N, K). Returns a scalar or shape (N,), in [0, ∞]: terms with
    pₖ = 0 count as 0, and qₖ = 0 where pₖ > 0 gives ∞, without a warning. With a one-hot p it is the categorical
    cross-entropy.

    Raises ValueError for values outside [0, 1], sums that are not 1, nan, a scalar, empty input or shapes that differ.

    >>> print(cross_entropy([[0.5, 0.5], [1.0, 0.0]], [[0.25, 0.75], [0.5, 0.5]]))
    [0.83698822 0.69314718]

    Source: I. Goodfellow, Y. Bengio and A. Courville, Deep Learning (2016), section 3.13.
    """
    p, q = _pair(_as_distribution, p, "p", _as_distribution, q, "q")
    return 0.0 - _sum_p_log(p, q)


def kl_divergence(p, q):
    """Kullback-Leibler divergence of p from q: KL(p‖q) = Σₖ pₖ log(pₖ/qₖ) = H(p, q) − H(p), in nats.

    What it costs on average to believe q while p is true, beyond what p costs in any case.

    p, q : probabilities with sum 1, both of shape (K,) or (N, K). Returns a scalar or shape (N,), 0 where q = p and
    positive elsewhere (to rounding, and to 1e-5 where the sums are 1 only to that); ∞ where some qₖ = 0 and pₖ > 0.

    Raises ValueError as :func:`cross_entropy` does.

    >>> print(kl_divergence([[0.5, 0.5], [1.0, 0.0]], [[0.5, 0.5], [0.0, 1.0]]))
    [ 0. inf]

    Source: S. Kullback and R. A. Leibler, On information and sufficiency (1951).
    """
    p, q = _pair(_as_distribution, p, "p", _as_distribution, q, "q")
    return _sum_p_log(p, p) - _sum_p_log(p, q)


# Stable forms, on checked arrays


def _sigmoid(z):
    with np.errstate(under="ignore"):
        e = np.exp(-np.abs(z))
    return np.maximum(e, z >= 0) / (1.0 + e)  # 1 / (1 + e) where z ≥ 0, else e / (1 + e)


def _softplus(m):
    """max(m, 0) + log1p(e^(−|m|)). Overwrites m: at a million elements memory costs more time than arithmetic."""
    m = np.asarray(m)
    loss = np.abs(m, out=np.empty_like(m))
    np.negative(loss, out=loss)
    with np.errstate(under="ignore"):
        np.exp(loss, out=loss)
        np.log1p(loss, out=loss)
    m += loss
    return np.maximum(m, loss, out=loss)[()]


def _below_largest(Z):
    """Distances d of each logit from the largest of its row, their e^d, and where the largest stands."""
    Z = _with_classes(as_numbers(Z, "Z"), "Z")
    largest = Z.argmax(axis=-1, keepdims=True)
    top = np.take_along_axis(Z, largest, axis=-1)
    if ((Z == top).sum(axis=-1, keepdims=True) > np.where(np.isinf(top), top > 0, Z.shape[-1])).any():
        raise ValueError("a row of Z has several logits of inf, or nothing but -inf; its softmax has no limit")
    with np.errstate(over="ignore", under="ignore"):
        D = np.subtract(Z, top, out=np.zeros_like(Z), where=Z != top)
        return D, np.exp(D) * (1.0 + _rounding_of_difference(Z, top, D)), largest


def _rounding_of_difference(a, b, d):
    """What a − b has more than its rounded value d (Knuth's two-sum): e^d would blow it up |d| times; 0 beside ∞."""
    with np.errstate(over="ignore", invalid="ignore"):
        part = a - d
        rest = (a - (d + part)) + (part - b)
    return np.where(np.isnan(rest), 0.0, rest)


def _of_true_class(Y, values):
    return np.take_along_axis(values, Y.argmax(axis=-1, keepdims=True), axis=-1)[..., 0]


def _sum_p_log(p, q):
    with np.errstate(divide="ignore", under="ignore"):
        logs = np.log(q, out=np.zeros_like(q), where=p > 0)
        return (p * logs).sum(axis=-1)


# What comes in: shared with helpers.perceptron


def as_array(values, name):
    """The values as a float64 array, or a ValueError for nothing, a mask, or what are no real numbers."""
    if np.ma.isMaskedArray(values):
        raise ValueError(f"{name} is a masked array, but a plain one is wanted: no value is left out in silence")
    array = _plain_array(values, name)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} holds {array.dtype} values, but real numbers are wanted")
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}), but at least one value is wanted")
    with np.errstate(over="ignore", under="ignore"):  # a long double beyond float64 is ∞ or 0 in it
        return array.astype(np.float64, copy=False)


def _plain_array(values, name):
    if type(values) is np.ndarray and values.dtype != object:
        return values
    try:
        with warnings.catch_warnings(action="error", category=UserWarning):  # of a masked value in a list
            array = np.asarray(values)
    except Exception as error:
        reason = f"{error!s:.100} (rows of different lengths?)"
        raise ValueError(f"{name} cannot be read, but an array of real numbers is wanted: {reason}") from None
    return _of_objects(array, name) if array.dtype == object else array


def _of_objects(array, name):
    """Floats of real numbers that NumPy keeps as objects: huge ones, or a table's with a column of each kind."""
    real = np.array([isinstance(value, Real | np.bool) for value in array.flat], bool).reshape(array.shape)
    try:
        return _want("a real number is wanted", real, array, name).astype(np.float64)
    except OverflowError:
        raise ValueError(f"{name} has a number beyond float64, but real numbers up to 1.8e308 are wanted") from None


def as_numbers(values, name):
    """The values as a float64 array without nan, or a ValueError."""
    array = as_array(values, name)
    return _want("numbers are wanted", ~np.isnan(array), array, name)


def as_finite(values, name):
    """The values as a float64 array without nan and ∞, or a ValueError."""
    array = as_array(values, name)
    return _want("a finite number is wanted", np.isfinite(array), array, name)


def as_labels(values, name):
    """The values as float64 labels; ValueError for anything that is not exactly 0 or 1."""
    array = as_array(values, name)
    return _want("a label is 0 or 1", (array == 0) | (array == 1), array, name)


def as_count(value, name):
    """The value as an int of at least 1, or a ValueError."""
    try:
        count = operator.index(value)
    except TypeError:
        raise ValueError(f"{name} is {value!r:.80}, but a whole number is wanted") from None
    if not 1 <= count <= MOST:
        raise ValueError(f"{name} is {count!r:.40}, but at least 1 is wanted, and at most {MOST:,}")
    return count


def _want(wanted, right, array, name):
    """The array, if all its values are right; the ValueError names the first wrong one, as in ``y[3] is 2.0``."""
    if not right.all():
        place = np.argwhere(~right)[0].tolist()
        raise ValueError(f"{name}{place if place else ''} is {array.item(*place)!r:.80}, but {wanted}")
    return array


def _as_probabilities(values, name):
    array = as_array(values, name)
    return _want("a probability from 0 to 1 is wanted", (array >= 0) & (array <= 1), array, name)


def _as_distribution(values, name):
    return _with_sums_1(_as_probabilities(values, name), name, "probabilities add up to 1", SUM_TOLERANCE)


def _as_one_hot(values, name):
    return _with_sums_1(as_labels(values, name), name, "a one-hot row has exactly one 1", 0)


def _with_sums_1(array, name, wanted, tolerance):
    sums = _with_classes(array, name).sum(axis=-1)
    _want(wanted, np.abs(sums - 1) <= tolerance, sums, f"the sum of {name}")
    return array


def _with_classes(array, name):
    if array.ndim not in (1, 2):
        came = "is a scalar" if array.ndim == 0 else f"has {array.ndim} dimensions"
        raise ValueError(f"{name} {came}, but an array of shape (K,) or (N, K) is wanted")
    return array


def _pair(read_a, a, a_name, read_b, b, b_name):
    """Both arrays, of one shape; or one of them a scalar, where that one may be."""
    a, b = read_a(a, a_name), read_b(b, b_name)
    if a.ndim and b.ndim and a.shape != b.shape:
        raise ValueError(
            f"{a_name} has shape {a.shape} and {b_name} has shape {b.shape}, but equal shapes are wanted"
            " (NumPy would pair up values that do not belong together)"
        )
    return a, b


def _sign_and_margin(y, z):
    """s = 1 − 2y, which is +1 for label 0 and −1 for label 1, and m = s z, which is positive for a mistake."""
    y, z = _pair(as_labels, y, "y", as_numbers, z, "z")
    s = 1.0 - 2.0 * y
    return s, s * z
