"""What `explore_softmax` and `explore_regions` draw, say and refuse."""

import math

import numpy as np
import pytest

from helpers import plots
from helpers.explore import explore_regions, explore_softmax
from helpers.explore.multiclass import SoftmaxScene, chance, half_plane, region, signed
from tools import notebooks

RNG = np.random.default_rng(5)
X = RNG.normal(size=(40, 2))
Y = RNG.integers(0, 3, 40)
W_HISTORY = np.concatenate([np.zeros((1, 2, 3)), RNG.normal(size=(12, 2, 3))])
B_HISTORY = np.concatenate([np.zeros((1, 3)), RNG.normal(size=(12, 3))])
LOWEST = 0.2


@pytest.fixture(scope="module")
def softmax():
    return explore_softmax()


@pytest.fixture(scope="module")
def shift():
    return explore_softmax([2, 1, -1])


@pytest.fixture(scope="module")
def regions():
    return explore_regions(X, Y, W_HISTORY, B_HISTORY, lowest=LOWEST, classes=["red", "green", "blue"])


def scene(explorable):
    return explorable.update.__self__


def shares(z):
    powers = [math.exp(value) for value in z]
    return [power / math.fsum(powers) for power in powers]


def height(patch):
    """The end of the bar that is not at 0."""
    return max(patch.get_path().vertices[:, 1], key=abs)


def drawn(explorable):
    names = ("logit_bars", "chance_bars", "gradient_bars")
    return [[height(patch) for patch in getattr(scene(explorable), name)] for name in names]


# Three logits


@pytest.mark.parametrize("y", [0, 1, 2])
@pytest.mark.parametrize("z", [(3, 1, -1), (-3, 0.5, 3), (0, 0, 0), (-3, 3, 3)])
def test_bars_are_logits_probabilities_and_gradient(softmax, z, y):
    softmax.update(**dict(zip(("z0", "z1", "z2"), z, strict=True)), y=y)
    logits, chances, gradient = drawn(softmax)
    assert logits == list(z)
    np.testing.assert_allclose(chances, shares(z), rtol=1e-12)
    np.testing.assert_allclose(gradient, [p - (k == y) for k, p in enumerate(shares(z))], atol=1e-12)
    np.testing.assert_allclose(scene(softmax).point.get_xydata(), [[shares(z)[y], -math.log(shares(z)[y])]])
    assert scene(softmax).truth.get_x() + scene(softmax).truth.get_width() / 2 == pytest.approx(y)


@pytest.mark.parametrize("presenting", [False, True])
def test_no_probability_lies_on_the_edge_of_the_label(presenting):
    plots.present(presenting)
    try:
        of_softmax = SoftmaxScene()
    finally:
        plots.present(False)
    of_softmax.figure.draw_without_rendering()
    edge = of_softmax.chances.transData.transform((0, 1))[1]
    for z in np.linspace(0, 10, 101):  # ŷ from 1/3 to 0.9999
        z_now = np.array([z, 0, 0])
        of_softmax.show(z_now, 0, of_softmax.numbers_at(z_now, 0))
        box = of_softmax.chance_words[0].get_window_extent()
        descent = 0.2 * box.height  # digits have none
        assert not box.y0 + descent < edge < box.y1, z


def test_every_loss_of_three_logits_is_inside(softmax):
    states = list(softmax.states())
    assert len(states) == 13**3 * 3
    worst = {"z0": -3, "z1": 3, "z2": 3, "y": 0}
    softmax.update(**worst)
    assert scene(softmax).point.get_visible() and not scene(softmax).beyond.get_visible()
    assert "ℓ = 6.694" == scene(softmax).cost_words.get_text()  # log(1 + 2e⁶)


def test_readout_of_three_logits(softmax):
    assert softmax.update(z0=3, z1=1, z2=-1, y=1) == (
        "The logits are (3, 1, −1). The probabilities are (0.867, 0.117, 0.016). The true class is 1: the loss is "
        "−log ŷ₁ = 2.143 nats, the gradient (+0.867, −0.883, +0.016)."
    )


def test_the_first_state_gives_away_no_rule_of_the_gradient(softmax, shift):
    """It is found, written and derived after the sliders."""
    for explorable in (softmax, shift):
        titles = [axes.get_title(loc="left") for axes in explorable.figure.axes]
        assert "gradient ∂ℓ/∂z" in titles
        assert "ŷ − y" not in "".join([*titles, explorable.alt]) and "difference" not in explorable.alt
    assert "moves none" not in shift.alt


def test_pages_without_a_kernel_reach_both_ends_of_each_logit(softmax):
    for control in softmax.controls[:3]:
        assert control.baked == [-3, -1, 1, 3]
        assert [control.values[0], control.values[-1]] == [-3, 3]


# A shift and a temperature


def test_a_shift_moves_the_logits_and_nothing_else(shift):
    shift.update(shift=0, temperature=2, y=1)
    logits, *rest = drawn(shift)
    loss = scene(shift).point.get_xydata()
    np.testing.assert_allclose(logits, [1, 0.5, -0.5])
    moved = shift.update(shift=-3, temperature=2, y=1)
    assert drawn(shift)[0] == [-2, -2.5, -3.5]
    np.testing.assert_allclose(drawn(shift)[1:], rest, rtol=1e-12)
    np.testing.assert_allclose(scene(shift).point.get_xydata(), loss, rtol=1e-12)
    assert moved.startswith("T = 2, c = −3: the logits z/T + c are (−2, −2.5, −3.5).")


@pytest.mark.parametrize("temperature", [0.1, 1, 10])
def test_temperature_divides_the_logits(shift, temperature):
    shift.update(shift=5, temperature=temperature, y=0)
    np.testing.assert_allclose(drawn(shift)[1], shares([2 / temperature, 1 / temperature, -1 / temperature]))


def test_what_leaves_the_axes_has_an_arrow(shift):
    shift.update(shift=5, temperature=0.1, y=2)  # logits 25, 15, −5; loss 30
    up, down = (arrow.get_xdata().tolist() for arrow in scene(shift).arrows)
    assert (up, down) == ([0, 1], [])
    assert scene(shift).beyond.get_visible() and not scene(shift).point.get_visible()
    assert scene(shift).cost_words.get_text() == "ℓ = 30.000"


@pytest.mark.parametrize("z", [[1, 2], [1, 2, 3, 4], [[1, 2, 3]], [1, 2, math.inf], [1, 2, 9.5], [1, 2, math.nan]])
def test_other_logits_are_refused(z):
    with pytest.raises(ValueError, match=r"3 logits from −9 to 9 are wanted"):
        explore_softmax(z)


@pytest.mark.parametrize(
    "value, words", [(0.5, "0.500"), (4.54e-5, "4.54 × 10⁻⁵"), (1 - 4.54e-5, "1 − 4.54 × 10⁻⁵"), (1.0, "1.000")]
)
def test_probabilities_are_told_from_0_and_1(value, words):
    assert chance(value) == words


@pytest.mark.parametrize(
    "value, words", [(0.25, "+0.250"), (-0.25, "−0.250"), (-2e-5, "−2.00 × 10⁻⁵"), (0.0, "+0.000")]
)
def test_signed_numbers(value, words):
    assert signed(value) == words


# Regions


def test_half_plane_cuts_a_square():
    square = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
    kept = half_plane(square, np.array([-1.0, 0.0]), 0.5)  # x ≤ ½
    assert {tuple(corner) for corner in kept} == {(0, 0), (0.5, 0), (0.5, 2), (0, 2)}
    assert half_plane(square, np.array([1.0, 0.0]), -3.0).shape == (0, 2)
    np.testing.assert_array_equal(half_plane(square, np.array([1.0, 0.0]), 3.0), square)


def contains(polygon, point):
    """Whether a convex polygon holds the point: it is on the same side of every edge."""
    edges, ways = np.roll(polygon, -1, axis=0) - polygon, point - polygon
    turns = edges[:, 0] * ways[:, 1] - edges[:, 1] * ways[:, 0]
    return len(polygon) > 2 and (np.all(turns >= 0) or np.all(turns <= 0))


def test_every_point_lies_in_the_region_of_its_largest_logit():
    box = ((-2, 3), (-1, 4))
    points = np.column_stack([RNG.uniform(*box[0], 60), RNG.uniform(*box[1], 60)])
    seen = set()
    for W, b in zip(W_HISTORY[1:], B_HISTORY[1:], strict=True):
        polygons = [region(box, W, b, k) for k in range(3)]
        for point in points:
            z = [math.fsum([*(point * W[:, k]), b[k]]) for k in range(3)]
            assert [contains(polygon, point) for polygon in polygons] == [value == max(z) for value in z]
            seen.add(z.index(max(z)))
    assert seen == {0, 1, 2}


def visible(artists):
    return [artist.get_visible() for artist in artists]


def test_before_the_first_update_there_are_no_regions(regions):
    readout = regions.update(epoch=0)
    assert "there are no regions" in readout and "mean loss 1.0986123 nats" in readout
    assert not any(visible([*scene(regions).patches, *scene(regions).places]))
    assert len(scene(regions).rings.get_xdata()) == 0
    assert all(len(line.get_xdata()) == 0 for line in scene(regions).lines.values())


def test_notebook_5_opens_on_no_border_and_notebook_4_on_one_update():
    """Whether borders are straight, and what changes after the first update, is asked before Play is pressed."""
    first = {
        "05_multiclass": ("explore-regions", "After 0 updates"),
        "04_week2_exercise": ("blobs-explore", "After 1 "),
    }
    for stem, (cell_id, words) in first.items():
        cell = next(cell for cell in notebooks.read(notebooks.NOTEBOOKS / f"{stem}.ipynb").cells if cell.id == cell_id)
        assert words in cell.outputs[0].data["text/plain"]


def mean_loss(epoch):
    z = X @ W_HISTORY[epoch] + B_HISTORY[epoch]
    return math.fsum(-math.log(shares(row)[k]) for row, k in zip(z, Y, strict=True)) / len(Y)


@pytest.mark.parametrize("epoch", [1, 2, 12])
def test_rings_are_round_what_is_wrong(regions, epoch):
    readout = regions.update(epoch=epoch)
    z = X @ W_HISTORY[epoch] + B_HISTORY[epoch]
    wrong = [list(x) for x, row, k in zip(X, z.tolist(), Y, strict=True) if row.index(max(row)) != k]
    assert scene(regions).rings.get_xydata().tolist() == wrong and wrong
    assert f"{len(wrong)} of 40 wrong" in readout
    assert f"After {epoch} update{'s' if epoch > 1 else ''}: mean loss {mean_loss(epoch):.7f} nats" in readout
    np.testing.assert_allclose(scene(regions).marker.get_xydata(), [[epoch, mean_loss(epoch)]])


def test_excess_is_relative_to_the_lowest(regions):
    assert f"relative excess over the lowest {mean_loss(3) / LOWEST - 1:.3g};" in regions.update(epoch=3)


def test_names_stand_in_their_own_region(regions):
    counted = 0
    for epoch in (1, 2, 3, 4, 5, 6, 8, 10, 12):
        regions.update(epoch=epoch)
        for k, (patch, place) in enumerate(zip(scene(regions).patches, scene(regions).places, strict=True)):
            assert patch.get_visible() == place.get_visible()
            if place.get_visible():
                z = np.array(place.get_position()) @ W_HISTORY[epoch] + B_HISTORY[epoch]
                assert z.argmax() == k
                counted += 1
    assert counted > 18


@pytest.mark.parametrize("level", [0.9, 0.99])
def test_lines_have_their_level(regions, level):
    found = 0
    for epoch in (1, 2, 12):
        regions.update(epoch=epoch)
        points = scene(regions).lines[level].get_xydata()
        for point in points[~np.isnan(points[:, 0])] if len(points) else []:
            assert max(shares(point @ W_HISTORY[epoch] + B_HISTORY[epoch])) == pytest.approx(level, abs=0.01)
            found += 1
    assert found > 10


def test_classes_differ_in_marker_and_hatch(regions):
    markers = [
        line.get_marker() for line in regions.figure.axes[0].lines if line.get_label() in ("red", "green", "blue")
    ]
    hatches = [patch.get_hatch() for patch in scene(regions).patches]
    assert len(set(markers)) == len(set(hatches)) == 3


@pytest.mark.parametrize(
    "change, words",
    [
        ({"X": X[:, :1]}, r"X has shape \(40, 1\)"),
        ({"y": Y[:5]}, r"y \(5,\)"),
        ({"X": np.full((40, 2), np.nan)}, r"X\[0, 0\] is nan"),
        ({"W_history": np.full((13, 2, 3), np.inf)}, r"W_history\[0, 0, 0\] is inf"),
        ({"b_history": np.full((13, 3), np.nan)}, r"b_history\[0, 0\] is nan"),
        ({"y": Y + 1}, r"y\[\d+\] is 3\.0, but a class index"),
        ({"W_history": W_HISTORY[:-1]}, r"W_history has shape \(12, 2, 3\)"),
        ({"b_history": B_HISTORY[:, :2]}, r"b_history \(13, 2\)"),
        ({"lowest": 0.0}, "lowest is 0.0"),
        ({"lowest": 5.0}, "lowest is 5.0"),
        ({"classes": ["one", "two"]}, "3 class names are wanted"),
    ],
)
def test_what_does_not_fit_is_refused(change, words):
    given = {"X": X, "y": Y, "W_history": W_HISTORY, "b_history": B_HISTORY, "lowest": LOWEST, "classes": list("abc")}
    with pytest.raises(ValueError, match=words):
        explore_regions(**(given | change))
