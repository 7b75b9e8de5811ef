"""Where the words of a figure stand: whether they lie on each other or leave the picture."""

from itertools import combinations, product
from unittest import mock

from matplotlib.text import Text

SLACK = 0.5  # pixels


def drawn_words(figure):
    """The texts that matplotlib draws: of an axis, only those of ticks within its limits."""
    drawn, draw = [], Text.draw

    def note(text, *arguments, **options):
        drawn.append(text)
        draw(text, *arguments, **options)

    with mock.patch.object(Text, "draw", note):
        figure.draw_without_rendering()
    return drawn


def boxes(texts):
    """(words, box) of each text that is seen."""
    seen = [text for text in texts if text.get_visible() and text.get_text().strip()]
    return [(text.get_text(), text.get_window_extent()) for text in seen]


def _meet(one, other):
    across, along = min(one.x1, other.x1) - max(one.x0, other.x0), min(one.y1, other.y1) - max(one.y0, other.y0)
    return across > SLACK and along > SLACK


def _leaves(box, page):
    return min(box.x0, box.y0, page.x1 - box.x1, page.y1 - box.y1) < -SLACK


def problems(figure, own, others=()):
    """What leaves the figure, and what lies on each other: two of its own boxes, or one and one of the others."""
    outside = [words for words, box in own if _leaves(box, figure.bbox)]
    pairs = [*combinations(own, 2), *product(own, others)]
    return outside + [(one, other) for (one, box), (other, other_box) in pairs if _meet(box, other_box)]
