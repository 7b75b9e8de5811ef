"""Drawing helpers: style, numbers in words, pictures with a text alternative."""

import contextlib
import io
import re

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_rgb
from PIL import Image
from words import boxes, drawn_words, problems

from helpers import plots
from helpers.explorable import Explorable
from helpers.explore import explore_loss
from helpers.plots import BLUE, LABEL_STYLES, VERMILION, new_figure, number, present, scientific, show, style
from tools.notebooks import NOTEBOOKS, read


def luminance(colour):
    """Relative luminance, WCAG 2.1."""
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [BLUE, VERMILION])
def test_marks_stand_out_from_the_white_card(colour):
    assert 1.05 / (luminance(colour) + 0.05) >= 3  # WCAG 2.1, 1.4.11: graphical objects


def test_labels_differ_in_more_than_colour():
    assert LABEL_STYLES[0]["color"] == BLUE and LABEL_STYLES[1]["color"] == VERMILION
    for sign in ("color", "marker", "linestyle"):
        assert LABEL_STYLES[0][sign] != LABEL_STYLES[1][sign]


@pytest.mark.parametrize(
    ("X", "y", "words"),
    [
        ([1, 2, 3], [0, 1, 2], r"got 1 features and the labels \[0 1 2\]"),
        ([[1, 2, 3]] * 2, [0, 1], "got 3 features"),
        ([1, 2, 3, 4], [0, 1], "got 4 samples and 2 labels; want a label for each sample"),
    ],
)
def test_samples_that_would_not_be_seen_are_refused(X, y, words):
    _, axes = new_figure()
    with pytest.raises(ValueError, match=words):
        plots.draw_samples(axes, X, y)


def test_equal_samples_are_stacked_from_their_label_inwards():
    assert plots.stacked([5, 5, 5, 5, 7], [0, 0, 1, 1, 1]).tolist() == [0, 0.04, 1, 0.96, 1]


def bowl(w, b):
    return w**2 + 4 * (b - 1) ** 2


def test_contours_join_points_of_equal_height():
    _, axes = new_figure()
    contours = plots.draw_contours(axes, bowl, (-4, 4), (-2, 3), levels=[1, 2, 5], lowest=(0, 1), cells=200)
    assert list(contours.levels) == [1, 2, 5]
    for height, lines in zip(contours.levels, contours.allsegs, strict=True):
        for w, b in np.concatenate(lines):
            assert bowl(w, b) == pytest.approx(height, abs=0.01)
    assert (axes.get_xlim(), axes.get_ylim()) == ((-4, 4), (-2, 3))
    assert {text.get_text() for text in axes.texts} == {"1", "2", "5"}
    assert axes.lines[0].get_xydata().tolist() == [[0, 1]]


def test_contours_of_a_bowl_lie_at_even_distances():
    _, axes = new_figure()
    contours = plots.draw_contours(axes, lambda w, b: w**2 + b**2, (0, 1), (0, 1), cells=100)
    radii = np.sqrt(contours.levels)
    assert len(radii) > 5 and np.ptp(np.diff([0, *radii])) < 1e-9
    assert axes.texts[:] == []


def test_contours_want_low_below_high():
    _, axes = new_figure()
    with pytest.raises(ValueError, match=r"b is \(1, 1\); want \(low, high\), with low below high"):
        plots.draw_contours(axes, bowl, (0, 1), (1, 1))


def test_a_calibration_diagram_has_points_bars_of_chance_and_counts():
    _, axes = plots.new_figure()
    points, bars, words = plots.draw_calibration(axes, [4, 9], [0.1, 0.5], [0, 2 / 3], [0.15, 1 / 6])
    assert points.get_xydata().tolist() == [[0.1, 0], [0.5, 2 / 3]]
    x, ends = bars.get_data()
    np.testing.assert_allclose(x, [0.1, 0.1, 0.1, 0.5, 0.5, 0.5])
    np.testing.assert_allclose(ends, [0, 0.4, np.nan, 1 / 6, 5 / 6, np.nan])  # cut off at 0
    assert [(word.get_text(), word.get_position()[0]) for word in words] == [("4", 0.1), ("9", 0.5)]
    with pytest.raises(ValueError, match="differ in length"):
        plots.draw_calibration(axes, [4], [0.1, 0.5], [0, 1], [0.1, 0.2])


def test_a_path_goes_from_a_circle_to_a_cross():
    _, axes = new_figure()
    plots.draw_path(axes, [[0], [1], [3]], [5, 4, 4])
    line, first, last = axes.lines
    assert line.get_xydata().tolist() == [[0, 5], [1, 4], [3, 4]]
    assert (first.get_marker(), first.get_xydata().tolist()) == ("o", [[0, 5]])
    assert (last.get_marker(), last.get_xydata().tolist()) == ("x", [[3, 4]])
    with pytest.raises(ValueError, match="got 2 values of w and 3 of b"):
        plots.draw_path(axes, [0, 1], [0, 1, 2])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (-0.0, "0"),
        (2.0, "2.000"),
        (-1.5, "−1.500"),
        (float("inf"), "∞"),
        (-float("inf"), "−∞"),
        (1e-6, "0.000001"),
        (5e-7, "5.00 × 10⁻⁷"),
        (-2e-8, "−2.00 × 10⁻⁸"),
    ],
)
def test_numbers_in_words(value, words):
    assert number(value) == words


def test_style_ends_with_its_block():
    before = dict(matplotlib.rcParams)
    with style():
        assert matplotlib.rcParams["axes.spines.top"] is False
    assert dict(matplotlib.rcParams) == before


def test_a_new_figure_is_known_to_no_global_state():
    figure, axes = new_figure(1, 2, size=(4, 2))
    assert figure.get_size_inches().tolist() == [4, 2] and axes.shape == (2,)
    assert not pyplot.get_fignums()


def test_a_picture_carries_its_words():
    figure, _ = new_figure(size=(2, 1))
    bundle = show(figure, alt='A "plain" axis & <nothing> on it.')._repr_mimebundle_()
    assert bundle["text/plain"] == 'A "plain" axis & <nothing> on it.'
    assert re.match(
        r'<img alt="A &quot;plain&quot; axis &amp; &lt;nothing&gt; on it\." src="data:image/png;base64,',
        bundle["text/html"],
    )


@pytest.mark.parametrize("alt", ["", " ", None])
def test_a_picture_without_words_is_refused(alt):
    with pytest.raises(ValueError, match=f"alt is {alt!r}; want words"):
        show(new_figure()[0], alt=alt)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (0.03456, "0.0346"),
        (0.001, "0.001"),
        (0.00099, "9.90 × 10⁻⁴"),
        (2.0**-20, "9.54 × 10⁻⁷"),
        (5e-324, "4.94 × 10⁻³²⁴"),
    ],
)
def test_scientific(value, written):
    assert scientific(value) == written


# For a projector


@pytest.fixture
def presenting():
    present()
    yield
    present(False)


def pixels(picture):
    return Image.open(io.BytesIO(picture.png)).size


def test_presenting_makes_pictures_larger(presenting):
    figure, _ = new_figure(size=(7.2, 3.6))
    assert figure.get_size_inches().tolist() == [7.2, 3.6]
    assert pixels(show(figure, alt="An empty axis.")) == (int(7.2 * 110 * 1.3), int(3.6 * 110 * 1.3))


def test_presenting_lowers_a_high_figure(presenting):
    assert new_figure(size=(7.2, 5.0))[0].get_size_inches().tolist() == [7.2, 3.7]


def test_presenting_enlarges_explorables_as_much(monkeypatch):
    monkeypatch.setattr(Explorable, "_bake_layers", lambda *_: [])  # only the size is looked at
    usual = explore_loss()
    present()
    try:
        large = explore_loss()
    finally:
        present(False)
    assert (usual._picture["zoom"], large._picture["zoom"]) == (1, 1.3)
    assert (usual._picture["height"], large._picture["height"]) == pytest.approx((72 * 4.1, 72 * 3.7))
    assert Image.open(io.BytesIO(large.to_png())).size == (int(7.2 * 110 * 1.3), int(3.7 * 110 * 1.3))


def test_an_environment_variable_is_all_that_presenting_takes(monkeypatch):
    usual = new_figure()[0].dpi
    monkeypatch.setenv("COURSE_PRESENT", "1")
    assert new_figure()[0].dpi == 1.3 * usual


def test_presenting_can_be_ended_and_begun_twice():
    before = dict(matplotlib.rcParams)
    usual = pixels(show(new_figure()[0], alt="An empty axis."))
    present()
    present()
    early, _ = new_figure()
    present(False)
    assert pixels(show(new_figure()[0], alt="An empty axis.")) == usual == (792, 396)
    assert pixels(show(early, alt="An empty axis.")) > usual, "a figure keeps the size that it was made for"
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("on", [1.3, "yes", None, 1])
def test_presenting_is_on_or_off(on):
    with pytest.raises(ValueError, match=rf"on is {on!r}; want True or False"):
        present(on)


PICTURES = [
    (path, cell.id)
    for path in sorted(NOTEBOOKS.glob("*.ipynb"))
    for cell in read(path).cells
    if "plots.show(" in cell.source
]


def run_to(cells, cell_id, namespace):
    """Run the cell, and before it all others but the explorables; a warning of theirs, an error here, is no matter."""
    code = [cell for cell in cells if cell.cell_type == "code" and not cell.source.startswith("explore_")]
    last = next(k for k, cell in enumerate(code) if cell.id == cell_id)
    for cell in code[:last]:
        with contextlib.suppress(Warning, FloatingPointError):
            exec(cell.source, namespace)
    exec(code[last].source, namespace)


def test_the_notebooks_have_plain_pictures():
    assert len(PICTURES) >= 3


@pytest.mark.parametrize(("path", "cell_id"), PICTURES, ids=lambda value: getattr(value, "stem", value))
def test_words_of_a_presented_picture_lie_apart_and_within_it(path, cell_id, presenting, monkeypatch):
    shown = []
    monkeypatch.setattr(plots, "show", lambda figure, alt: shown.append(figure))
    cells = read(path).cells
    run_to(cells, cell_id, {"display": lambda *_: None})
    figure = shown[-1]
    words = boxes(drawn_words(figure))
    assert len(words) > 10 and figure.dpi == 130
    assert problems(figure, words) == []
