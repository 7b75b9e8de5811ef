"""What the explorables of notebook 2 compute, draw and say, against values worked out by hand, `math` or fractions."""

import math
import re
from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest

from helpers.explore import explore_likelihood, explore_underflow
from helpers.explore import likelihood as scenes
from helpers.explore.likelihood import (
    LOSS_TOP,
    NOISE_GRID,
    PROBABILITY_GRID,
    SAMPLE_GRID,
    SHARE_GRID,
    TOSSES_GRID,
    Y_HAT_GRID,
    LikelihoodScene,
    NewtonScene,
    NoiseModelScene,
    UnderflowScene,
    gaussian_log_density,
    running_products,
    running_sums,
    slope_and_curvature,
    toss_likelihood,
    toss_log_likelihood,
)

# ---------------------------------------------------------------- one ŷ for N tosses


AT_THEIR_BEST = " All three are at their best here, at ŷ = k/N."


def test_every_share_is_a_whole_number_of_tosses():
    counts = [Fraction(str(share)) * N for N in TOSSES_GRID for share in SHARE_GRID]
    assert len(counts) == 18 and all(count.denominator == 1 for count in counts)
    assert {0.0, 1.0} <= set(SHARE_GRID) <= set(Y_HAT_GRID), "the best ŷ can be reached with the slider"


@pytest.mark.parametrize("N", TOSSES_GRID)
@pytest.mark.parametrize("share", SHARE_GRID)
@pytest.mark.parametrize("y_hat", Y_HAT_GRID)
def test_likelihood_against_exact_fractions(N, share, y_hat):
    k = int(Fraction(str(share)) * N)
    exact = Fraction(y_hat) ** k * (1 - Fraction(y_hat)) ** (N - k)
    assert toss_likelihood(N, k, y_hat) == pytest.approx(float(exact), rel=1e-13, abs=0)
    log = math.log(exact.numerator) - math.log(exact.denominator) if exact else -math.inf
    assert toss_log_likelihood(N, k, y_hat) == pytest.approx(log, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("N", TOSSES_GRID)
@pytest.mark.parametrize("share", SHARE_GRID)
def test_all_three_curves_are_best_at_k_over_n(N, share):
    scene = LikelihoodScene()
    scene.update(0.5, N, share)
    likelihood, log_likelihood, loss = (curve.get_ydata() for curve in scene.curves)
    places = [scene.grid[k] for k in (likelihood.argmax(), log_likelihood.argmax(), loss.argmin())]
    assert places == pytest.approx([share] * 3, abs=1e-11)
    np.testing.assert_array_equal(loss, -log_likelihood)
    assert likelihood.max() == pytest.approx(1, abs=1e-9)


def test_the_best_place_is_not_named_before_the_cursor_is_there():
    explorable = explore_likelihood()
    found = [state for state in explorable.states() if "best" in explorable.update(**state)]
    assert len(found) == len(TOSSES_GRID) * len(SHARE_GRID)
    assert all(state["y_hat"] == state["share"] for state in found)
    assert not {"best", "peak", "k/N", "k over N"} & set(re.findall(r"best|peak|k/N|k over N", explorable.alt))


@pytest.mark.parametrize("y_hat", [0.0, 0.2, 1.0])
def test_what_lies_beyond_the_cursor_is_covered(y_hat):
    scene = LikelihoodScene()
    scene.update(y_hat, 5, 0.6)
    spans = [(cover.get_x(), cover.get_x() + cover.get_width()) for cover in scene.covers]
    assert spans == [(y_hat, pytest.approx(1.02))] * 3
    assert all(curve.get_zorder() < cover.get_zorder() for curve, cover in zip(scene.curves, scene.covers, strict=True))
    assert list(scene.layers).index(("y_hat",)) > max(
        place for place, artists in enumerate(scene.layers.values()) if set(artists) & set(scene.curves)
    )


def test_the_loss_knows_only_the_share():
    scene = LikelihoodScene()
    curves = []
    for N in TOSSES_GRID:
        scene.update(0.5, N, 0.6)
        curves.append(np.array(scene.curves[2].get_ydata()))
    assert len(curves) == 3
    for curve in curves[1:]:
        np.testing.assert_allclose(curve, curves[0], rtol=1e-12)


def test_a_state_of_the_likelihood_scene_by_hand():
    scene = LikelihoodScene()
    readout = scene.update(0.2, 5, 0.6)
    product = 0.2**3 * 0.8**2
    assert f"k = 3 ones, ŷ = 0.2: likelihood {product:.3g}, log-likelihood −{-math.log(product):.3f}" in readout
    assert readout.endswith(f"loss {-math.log(product) / 5:.3f} nats.")
    heights = [point.get_ydata()[0] for point in scene.points]
    assert heights == pytest.approx([product / (0.6**3 * 0.4**2), math.log(product) / 5, -math.log(product) / 5])
    assert scene.largest.get_text() == f"max = {0.6**3 * 0.4**2:.3g}"
    assert [tick.get_text() for tick in scene.ticks] == ["0", "−10", "−20"]


@pytest.mark.parametrize(
    ("N", "share", "counted"), [(5, 0.0, "k = 0 ones,"), (5, 0.2, "k = 1 one,"), (20, 0.2, "k = 4 ones,")]
)
def test_a_single_one_is_counted_as_one(N, share, counted):
    assert f"N = {N} tosses with {counted} ŷ = 0.5:" in LikelihoodScene().update(0.5, N, share)


@pytest.mark.parametrize(
    ("N", "likelihood", "log_likelihood"),
    [(5, "0.0346", "−3.365"), (20, "1.43 × 10⁻⁶", "−13.460"), (100, "5.91 × 10⁻³⁰", "−67.301")],
)
def test_three_heights_in_one_place(N, likelihood, log_likelihood):
    """0.6 log 0.6 + 0.4 log 0.4 = −0.673 for each toss."""
    readout = LikelihoodScene().update(0.6, N, 0.6)
    assert f"likelihood {likelihood}, log-likelihood {log_likelihood}, loss 0.673 nats" in readout


@pytest.mark.parametrize(("y_hat", "share"), [(0.0, 0.6), (1.0, 0.6), (0.0, 1.0), (1.0, 0.0)])
def test_an_impossible_sequence_is_drawn_as_infinity(y_hat, share):
    scene = LikelihoodScene()
    readout = scene.update(y_hat, 20, share)
    assert "likelihood 0, log-likelihood −∞, loss ∞ nats" in readout
    assert [point.get_visible() for point in scene.points] == [True, False, False]
    assert all(artist.get_visible() for artist in (*scene.beyond, *scene.infinities))
    assert [arrow.get_marker() for arrow in scene.beyond] == ["v", "^"]
    assert [words.get_text() for words in scene.infinities] == ["−∞", "∞"]


@pytest.mark.parametrize("end", [0.0, 1.0])
def test_tosses_that_are_all_alike_are_best_called_certain(end):
    scene = LikelihoodScene()
    readout = scene.update(end, 20, end)
    assert "likelihood 1, log-likelihood 0, loss 0 nats" in readout and readout.endswith(AT_THEIR_BEST)
    assert all(point.get_visible() for point in scene.points)
    assert not any(artist.get_visible() for artist in (*scene.beyond, *scene.infinities))


def test_every_finite_loss_is_inside_the_axes():
    finite = [-math.log(p) for y_hat in Y_HAT_GRID for p in (y_hat, 1 - y_hat) if p > 0]
    assert len(finite) == 2 * len(Y_HAT_GRID) - 2
    assert max(finite) < min(LOSS_TOP, scenes.COST_TOP)


# ---------------------------------------------------------------- the product that underflows


def first(values):
    """How many factors it takes until the condition holds."""
    return int(np.argmax(values)) + 1


def test_where_float64_gives_up():
    """2⁻¹⁰²² is the smallest normal number and 2⁻¹⁰⁷⁴ the smallest of all (IEEE 754): half of it rounds to 0."""
    halves = running_products(0.5)
    assert first(halves < 2.0**-1022) == 1023
    assert first(halves == 0) == 1075
    assert halves[1073] == 5e-324 and not halves[1074:].any()
    tenths = running_products(0.1)
    assert first(tenths == 0) == 324 and tenths[322] > 0
    assert running_products(0.9).min() > 1e-92


@pytest.mark.parametrize("p", PROBABILITY_GRID)
def test_the_sum_of_logs_stays_right(p):
    expected = [N * math.log(p) for N in range(1, 2001)]
    np.testing.assert_allclose(running_sums(p), expected, rtol=1e-12)


def test_the_slider_shows_the_places_where_something_happens():
    assert SAMPLE_GRID[0] == 1 and SAMPLE_GRID[-1] == 2000
    assert {322, 323, 324, 1022, 1023, 1074, 1075} <= set(SAMPLE_GRID)


@pytest.mark.parametrize(
    ("p", "N", "words"),
    [
        (0.5, 1, "N = 1 label of probability 0.5: the product is 0.5; the sum of the logs is −0.693 nats."),
        (0.5, 20, "N = 20 labels, each of probability 0.5: the product is 9.54 × 10⁻⁷; the sum of"),
        (0.5, 1022, "the product is 2.23 × 10⁻³⁰⁸; the"),
        (0.5, 1023, "the product is 1.11 × 10⁻³⁰⁸, a subnormal number; the"),
        (0.5, 1074, "the product is 4.94 × 10⁻³²⁴, a subnormal number; the"),
        (0.5, 1075, "the product is exactly 0.0, an underflow; the sum of the logs is −745.133 nats."),
        (0.1, 324, "the product is exactly 0.0, an underflow; the sum of the logs is −746.038 nats."),
        (0.9, 2000, "the product is 3.06 × 10⁻⁹²; the sum of the logs is −210.721 nats."),
    ],
)
def test_a_state_of_the_underflow_scene(p, N, words):
    scene = UnderflowScene()
    readout = scene.update(p, N)
    assert words in readout
    zero = "exactly 0.0" in words
    assert scene.points[0].get_ydata()[0] == (scenes.ZERO_ROW if zero else pytest.approx(N * math.log10(p), rel=1e-4))
    assert scene.points[1].get_ydata()[0] == pytest.approx(N * math.log(p))


def test_the_line_of_zeros_begins_at_1075():
    scene = UnderflowScene()
    scene.update(0.5, 2000)
    assert list(scene.curves[0].get_xdata()) == [1, 1074]
    assert list(scene.curves[1].get_xdata()) == [1075, 2000]
    scene.update(0.9, 2000)
    assert list(scene.curves[0].get_xdata()) == [1, 2000] and len(scene.curves[1].get_xdata()) == 0


@pytest.mark.parametrize(("N", "floor"), [(1, False), (20, False), (1022, False), (1023, True), (1075, True)])
def test_nothing_is_drawn_before_N_comes_to_it(N, floor):
    scene = UnderflowScene()
    scene.update(0.5, N)
    assert max(x for curve in scene.curves for x in curve.get_xdata()) == N
    assert {artist.get_visible() for artist in scene.floor} == {floor}
    assert "0.0" not in [tick.get_text() for tick in scene.top.get_yticklabels()]
    assert not re.search(r"zero|0\.0|floor|smallest", explore_underflow().alt)


# ---------------------------------------------------------------- two models of the same label


@pytest.mark.parametrize("s", NOISE_GRID)
@pytest.mark.parametrize("y_hat", Y_HAT_GRID)
@pytest.mark.parametrize("y", [0, 1])
def test_gaussian_against_the_standard_library(y, y_hat, s):
    assert math.exp(gaussian_log_density(y, y_hat, s)) == pytest.approx(NormalDist(y_hat, s).pdf(y), rel=1e-12)


def test_the_price_of_less_than_the_present_prediction_is_covered():
    scene = NoiseModelScene()
    for y_hat in (0.5, 0.0):
        scene.update(y_hat, 1, 1.0)
        assert scene.cover.get_x() + scene.cover.get_width() == pytest.approx(y_hat)
    assert scene.bernoulli.get_zorder() < scene.cover.get_zorder() < 1


def test_what_a_certain_mistake_costs():
    scene = NoiseModelScene()
    assert "Bernoulli: −log p = ∞ nats. Gaussian with s = 1: −log p = 1.419 nats" in scene.update(0.0, 1, 1.0)
    assert scene.beyond.get_visible() and scene.infinity.get_visible()
    assert not scene.points[0].get_visible()
    assert scene.points[1].get_ydata()[0] == pytest.approx(0.5 + 0.5 * math.log(2 * math.pi))
    assert "½(ŷ − y)²/s² is 0.500 and the constant 0.919." in scene.update(1.0, 0, 1.0)
    assert scene.beyond.get_xdata()[0] == 1.0


@pytest.mark.parametrize(
    ("s", "perfect", "unsure", "wrong"),
    [(0.5, "0.226", "0.726", "2.226"), (1.0, "0.919", "1.044", "1.419"), (2.0, "1.612", "1.643", "1.737")],
)
def test_what_the_gaussian_charges(s, perfect, unsure, wrong):
    """log(s√(2π)), and 1/(8s²) and 1/(2s²) more."""
    scene = NoiseModelScene()
    for y_hat, written in ((1.0, perfect), (0.5, unsure), (0.0, wrong)):
        assert f"Gaussian with s = {s:g}: −log p = {written} nats" in scene.update(y_hat, 1, s)


@pytest.mark.parametrize("y", [0, 1])
def test_a_state_of_the_noise_scene_by_hand(y):
    scene = NoiseModelScene()
    readout = scene.update(0.2, y, 2.0)
    p, density = (0.8, 0.2)[y], NormalDist(0.2, 2).pdf(y)
    assert f"Bernoulli: −log p = {-math.log(p):.3f} nats" in readout and f"−log p = {-math.log(density):.3f}" in readout
    assert [point.get_ydata()[0] for point in scene.given] == pytest.approx([p, density])
    assert [point.get_ydata()[0] for point in scene.points] == pytest.approx([-math.log(p), -math.log(density)])
    assert [stick.get_ydata()[1] for stick in scene.sticks] == pytest.approx([0.8, 0.2])
    assert not scene.beyond.get_visible() and not scene.infinity.get_visible()
    assert scene.label.get_xdata()[0] == y


# ---------------------------------------------------------------- a root by its tangents

HOURS, PASSED = np.array([0.5, 1.0, 1.5, 2.0, 2.5]), np.array([0, 1, 0, 1, 1])


def summed_loss(w, b):
    chances = [1 / (1 + math.exp(-(w * x + b))) for x in HOURS]
    return -sum(math.log(p if y else 1 - p) for p, y in zip(chances, PASSED, strict=True))


@pytest.mark.parametrize("w", [0.5, 2.0, 3.6])
def test_slope_and_curvature_against_differences(w):
    h = 1e-4
    slope, curvature = slope_and_curvature(HOURS, PASSED, w, -3.0)
    around = [summed_loss(w + k * h, -3.0) for k in (-1, 0, 1)]
    assert slope == pytest.approx((around[2] - around[0]) / (2 * h), rel=1e-6)
    assert curvature == pytest.approx((around[2] - 2 * around[1] + around[0]) / h**2, rel=1e-4)


def test_each_tangent_touches_the_curve_and_leads_to_the_next_place():
    scene = NewtonScene(HOURS, PASSED, 0.5, -3.0)
    curve = scene.figure.axes[0].lines[1]
    for step in range(6):
        scene.update(step)
        (w, onwards), (height, zero) = scene.tangent.get_data()
        _, curvature = slope_and_curvature(HOURS, PASSED, w, -3.0)
        assert zero == 0 and (height - zero) / (w - onwards) == pytest.approx(curvature)
        assert np.interp(w, *curve.get_data()) == pytest.approx(height, abs=5e-3)
        assert scene.next.get_xdata()[0] == onwards == scene.places[step + 1][0]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (0, "Before the first step: w = 0.5000, S = −4.6426. The tangent crosses zero at w = 3.6230."),
        (1, "After 1 step: w = 3.6230, S = 1.1127. The tangent crosses zero at w = 1.4366."),
        (5, "After 5 steps: w = 2.4053, S = −0.0004. The tangent crosses zero at w = 2.4055."),
    ],
)
def test_a_state_of_the_newton_scene(step, words):
    """The numbers of a loop of three lines over `math.exp`."""
    assert NewtonScene(HOURS, PASSED, 0.5, -3.0).update(step) == words
