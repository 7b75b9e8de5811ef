"""Colours, style and drawing for the course's figures. Everything here draws; nothing here computes a loss."""

import base64
import contextlib
import io
from dataclasses import dataclass
from html import escape
from importlib.resources import as_file, files

import matplotlib
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.offsetbox import AnchoredOffsetbox, HPacker, TextArea

__all__ = [
    "BLUE",
    "GREY",
    "LABEL_STYLES",
    "VERMILION",
    "Picture",
    "draw_formula",
    "new_figure",
    "number",
    "show",
    "strike_out",
    "style",
]

BLUE = "#0072B2"  # y = 0
VERMILION = "#D55E00"  # y = 1
GREY = "#595959"

# Colour is never the only sign of a label: marker and line style say it too.
LABEL_STYLES = {
    0: {"color": BLUE, "marker": "o", "linestyle": "--"},
    1: {"color": VERMILION, "marker": "s", "linestyle": "-"},
}

PNG_PIXELS_PER_INCH = 110


@contextlib.contextmanager
def style():
    """Apply the course's matplotlib style, for the length of a `with` block."""
    with as_file(files("helpers") / "course.mplstyle") as path, matplotlib.rc_context(fname=path):
        yield


def new_figure(rows=1, columns=1, *, size=(7.2, 3.6), **subplots):
    """A figure in the course's style and its axes, as `plt.subplots` returns them, but known to no global state.

    size: width and height in inches. Other arguments go to `Figure.subplots`.
    """
    with style():
        figure = Figure(figsize=size)
        return figure, figure.subplots(rows, columns, **subplots)


@dataclass(frozen=True)
class Picture:
    """A PNG with a text alternative, shown as an HTML image by Jupyter and as its words everywhere else."""

    png: bytes
    alt: str

    def _repr_mimebundle_(self, **kwargs):
        source = base64.b64encode(self.png).decode()
        image = f'<img alt="{escape(self.alt)}" src="data:image/png;base64,{source}" style="max-width: 100%">'
        return {"text/html": image, "text/plain": self.alt}


def show(figure, *, alt):
    """Return the figure as a picture that carries `alt`, the words for a reader who cannot see it.

    Raises ValueError where alt is empty.
    """
    if not alt.strip():
        raise ValueError("alt is empty; want words that say what the picture shows")
    buffer = io.BytesIO()
    with style():
        figure.savefig(buffer, format="png", dpi=PNG_PIXELS_PER_INCH, metadata={"Software": None})
    return Picture(buffer.getvalue(), alt)


def number(value, decimals=3):
    """The number as the course writes it: a true minus sign, ∞, and six decimals for what three would show as zero."""
    if value == 0:
        return "0"
    if abs(value) == float("inf"):
        return "∞" if value > 0 else "−∞"
    if 0 < abs(value) < 0.5 * 10**-decimals:
        decimals = 6
    return f"{value:.{decimals}f}".replace("-", "−")


def draw_formula(axes, parts, *, size=13):
    """Write the parts of a formula side by side at the top of `axes`, outside it; return one Text for each part."""
    areas = [TextArea(part, textprops={"size": size}) for part in parts]
    box = AnchoredOffsetbox(
        loc="lower left",
        child=HPacker(children=areas, align="baseline", pad=0, sep=3),
        bbox_to_anchor=(0, 1.02),
        bbox_transform=axes.transAxes,
        frameon=False,
        pad=0,
        borderpad=0,
    )
    axes.add_artist(box)
    return [area.get_children()[0] for area in areas]


def strike_out(text):
    """Return a line through the text, in figure coordinates, so that it stays in place at every resolution."""
    figure = text.get_figure()
    figure.draw_without_rendering()
    box = text.get_window_extent().transformed(figure.transFigure.inverted())
    middle = (box.y0 + box.y1) / 2
    line = Line2D([box.x0, box.x1], [middle, middle], transform=figure.transFigure, color=GREY, linewidth=1.5, zorder=5)
    return figure.add_artist(line)
