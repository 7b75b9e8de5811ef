"""Drawing helpers: style, numbers in words, pictures with a text alternative."""

import re

import matplotlib
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_rgb

from helpers.plots import BLUE, LABEL_STYLES, VERMILION, new_figure, number, scientific, show, style


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
    ("value", "words"),
    [
        (0, "0"),
        (2.0, "2.000"),
        (-1.5, "−1.500"),
        (float("inf"), "∞"),
        (-float("inf"), "−∞"),
        (1e-6, "0.000001"),
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


def test_a_picture_without_words_is_refused():
    with pytest.raises(ValueError, match="alt is empty"):
        show(new_figure()[0], alt="")


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
