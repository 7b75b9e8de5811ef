"""Colours, style and drawing for the course's figures. Everything here draws; nothing here computes a loss."""

import base64
import contextlib
import io
import os
from contextvars import ContextVar
from dataclasses import dataclass
from html import escape
from importlib.resources import as_file, files

import matplotlib
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, ScaledTranslation
from PIL import Image

__all__ = [
    "BLUE", "GREY", "LABEL_STYLES", "VERMILION", "Picture", "draw_calibration", "draw_contours", "draw_cover",
    "draw_formula", "draw_path", "draw_samples", "is_narrow", "label_contours", "narrowly", "new_figure", "number",
    "present", "scientific", "show", "strike_out", "style"
]  # fmt: skip

BLUE = "#0072B2"  # y = 0
VERMILION = "#D55E00"  # y = 1
GREY = "#595959"
BAR = "#BDBDBD"

# Colour is never the only sign of a label: marker and line style say it too.
LABEL_STYLES = {
    0: {"color": BLUE, "marker": "o", "linestyle": "--"},
    1: {"color": VERMILION, "marker": "s", "linestyle": "-"},
}

HEIGHTS = LinearSegmentedColormap.from_list("heights", ["#FFFFFF", "#BDBDBD"])
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
USUAL_DPI = 100  # of the course's style; a figure of more dots per inch is shown as much larger
PNG_PIXELS_PER_INCH = 110

# For a projector of 1280 × 720: letters of 10 points are 17 pixels high, and picture, controls and readout have room.
PROJECTOR = {"figure.dpi": 130}
PROJECTOR_HEIGHT = 3.7  # inches
PRESENT = "COURSE_PRESENT"  # the environment variable that says so
# On a telephone, whose card is some 325 pixels wide: there letters of 8 points are 9 pixels high.
NARROW = (3.8, 6.4)  # inches: the width, and the greatest height
_narrow = ContextVar("narrow", default=False)


def _for_a_projector():
    return PROJECTOR if os.environ.get(PRESENT) and not is_narrow() else {}


@contextlib.contextmanager
def style():
    """Apply the course's matplotlib style, for the length of a `with` block; a number may fade to 0 in it."""
    with as_file(files("helpers") / "course.mplstyle") as path, matplotlib.rc_context(_for_a_projector(), fname=path):
        with np.errstate(under="ignore"):
            yield


def present(on=True):
    """From now on make every figure and explorable for a projector: letters and lines 1.3 times as large.

    `make lab PRESENT=1` does so for every kernel, and leaves nothing in a notebook. Pictures that are shown already
    stay as they are: run their cells again. `present(False)` ends it.
    Raises ValueError for anything but True and False.
    """
    if not isinstance(on, bool):
        raise ValueError(f"on is {on!r}; want True or False")
    os.environ[PRESENT] = "1" if on else ""


@contextlib.contextmanager
def narrowly():
    """Make figures for a narrow place, such as a telephone, for the length of a `with` block."""
    token = _narrow.set(True)
    try:
        yield
    finally:
        _narrow.reset(token)


def is_narrow():
    """Whether figures are made for a narrow place now."""
    return _narrow.get()


def new_figure(rows=1, columns=1, *, size=(7.2, 3.6), **subplots):
    """A figure in the course's style and its axes, as `plt.subplots` returns them, but known to no global state.

    size: width and height in inches; for a projector a higher one is made as low as fits. In a narrow place all axes
    stand one above the other. Other arguments go to `Figure.subplots`.
    """
    with style():
        width, height = size
        if is_narrow():
            return _narrow_figure(rows, columns, height, **subplots)
        figure = Figure(figsize=(width, min(height, PROJECTOR_HEIGHT) if _for_a_projector() else height))
        return figure, figure.subplots(rows, columns, **subplots)


def _narrow_figure(rows, columns, height, width_ratios=None, **subplots):
    width, most = NARROW
    figure = Figure(figsize=(width, min(0.85 * height * columns, most) if columns > 1 else height))
    axes = figure.subplots(rows * columns, 1, height_ratios=width_ratios, **subplots)
    return figure, axes if 1 in (rows, columns) else axes.reshape(rows, columns)


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

    Raises ValueError where alt has no words.
    """
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(f"alt is {alt!r}; want words that say what the picture shows")
    buffer = io.BytesIO()
    with style():
        for text in figure.findobj(Text):
            text.set_usetex(False)
        figure.savefig(buffer, format="png", dpi=PNG_PIXELS_PER_INCH * figure.dpi / USUAL_DPI)
    smaller = io.BytesIO()  # 256 colours: a quarter of the bytes, and no difference that an eye could see
    Image.open(buffer).convert("RGB").quantize(dither=Image.Dither.NONE).save(smaller, "png", optimize=True)
    return Picture(smaller.getvalue(), alt)


def number(value, decimals=3):
    """The number as the course writes it: a true minus sign, ∞, and more digits where these would show it as zero."""
    if abs(value) == float("inf"):
        return "∞" if value > 0 else "−∞"
    if abs(value) <= 5e-7:
        return f"{'−' if value < 0 else ''}{scientific(abs(value))}"
    if abs(value) < 0.5 * 10**-decimals:
        decimals = 6
    return f"{value:.{decimals}f}".replace("-", "−")


def scientific(value):
    """A number from 0 to 1 in three digits, with a power of ten where it is below a thousandth."""
    if value == 0 or value >= 1e-3:
        return f"{value:.3g}"
    digits, exponent = f"{value:.2e}".split("e")
    return f"{digits} × 10{str(int(exponent)).translate(SUPERSCRIPTS)}"


def draw_formula(axes, parts, *, size=13):
    """Write the parts of a formula side by side above the top left corner of `axes`; return one Text for each part."""
    figure = axes.get_figure()
    points = Affine2D().scale(1 / 72) + figure.dpi_scale_trans + ScaledTranslation(0, 1.03, axes.transAxes)
    texts, x = [], 0
    for part in parts:
        text = axes.text(x, 0, part, size=size, transform=points)
        x += _extent(text).width + 3
        texts.append(text)
    return texts


def _extent(text):
    """The text's box in its own coordinates, which neither the layout nor the resolution changes."""
    return text.get_window_extent().transformed(text.get_transform().inverted())


def strike_out(text):
    """Return a line through the text, in the text's own coordinates."""
    box = _extent(text)
    look = {"color": GREY, "linewidth": 1.5, "zorder": 5, "clip_on": False}
    line = Line2D([box.x0, box.x1], [(box.y0 + box.y1) / 2] * 2, transform=text.get_transform(), **look)
    return text.axes.add_artist(line)


def draw_samples(axes, X, y, names=("x₁", "x₂"), **look):
    """Draw samples with the marker and colour of their label; return one line for each label.

    X: one feature, (N,) or (N, 1), drawn at height y with equal samples stacked; or two features, (N, 2). y: (N,)
    labels 0 or 1. names: of the features, for the axes. Other arguments go to `Axes.plot`. Raises ValueError for more
    features and for other labels, of which nothing would be seen, and where X and y differ in length.
    """
    if len(X) != len(y):
        raise ValueError(f"got {len(X)} samples and {len(y)} labels; want a label for each sample")
    X = np.reshape(X, (len(y), -1))
    if X.shape[1] > 2 or not np.isin(y, (0, 1)).all():
        raise ValueError(f"got {X.shape[1]} features and the labels {np.unique(y)}; want one or two, and labels 0 or 1")
    up, height = (X[:, 1], names[1]) if X.shape[1] == 2 else (stacked(X[:, 0], y), "label y")
    axes.set(xlabel=names[0], ylabel=height)
    if X.shape[1] == 1:
        axes.set(yticks=(0, 1), ylim=(-0.15, 1.15))
    lines = []
    for label in (0, 1):
        chosen = np.asarray(y) == label
        own = LABEL_STYLES[label] | {"linestyle": "none", "label": f"y = {label}"} | look
        lines += axes.plot(X[chosen, 0], up[chosen], **own)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderpad=0, frameon=False)
    return lines


def stacked(x, y, step=0.04):
    """Heights at which equal samples do not hide each other: 0, 0.04, … for y = 0 and 1, 0.96, … for y = 1."""
    x, y = np.asarray(x), np.asarray(y)
    earlier = [np.sum((x[:n] == x[n]) & (y[:n] == y[n])) for n in range(len(x))]
    return y + np.where(y == 1, -step, step) * earlier


def draw_calibration(axes, counts, mean_y_hat, share, sd, **look):
    """Draw a calibration diagram: of each group of forecasts the mean ŷ and the share that happened, beside its count.

    counts, mean_y_hat, share, sd: (K,), one entry a group. A bar of two sd to both sides of the diagonal is what chance
    alone would scatter, sd = √(ŷ(1−ŷ)/count). Other arguments go to `Axes.plot`, for the points. Returns the points,
    the bars (one line) and the counts. Raises ValueError where the lengths differ.
    """
    if len({len(values) for values in (counts, mean_y_hat, share, sd)}) > 1:
        raise ValueError("counts, mean_y_hat, share and sd differ in length; want one entry of each for a group")
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":", label="calibrated")
    (bars,) = axes.plot(
        *chance_bars(mean_y_hat, sd), color=BAR, linewidth=5, solid_capstyle="butt", zorder=1.5, label="chance"
    )
    own = {"color": "black", "marker": "D", "linestyle": "none", "markersize": 6, "label": "forecasts"} | look
    points = axes.plot(mean_y_hat, share, **own)[0]
    look = {"ha": "center", "fontsize": 8, "rotation": 90 if max(counts) > 99 else 0}
    words = [axes.text(x, 1.05, n, **look) for n, x in zip(counts, mean_y_hat, strict=True)]
    axes.set(xlim=(-0.05, 1.05), ylim=(-0.05, 1.2), xlabel="said: ŷ", ylabel="happened: share of y = 1")
    axes.set(xticks=np.linspace(0, 1, 6), yticks=np.linspace(0, 1, 6))
    figure = axes.get_figure()
    if not figure.legends:
        figure.legend(*axes.get_legend_handles_labels(), loc="outside upper left", ncols=3, frameon=False)
    return points, bars, words


def chance_bars(mean_y_hat, sd):
    """Upright lines of two sd to both sides of the diagonal, within 0 and 1; nan lifts the pen between two."""
    x, sd = np.asarray(mean_y_hat, dtype=float), np.asarray(sd, dtype=float)
    ends = np.clip([x - 2 * sd, x + 2 * sd], 0, 1)
    return np.repeat(x, 3), np.stack([*ends, np.full(len(x), np.nan)], axis=1).ravel()


def draw_cover(axes, start, end, **look):
    """Cover the axes from start to end, over their whole height. Returns a rectangle, whose x and width can be set.

    (What `Axes.axvspan` returns is one only from matplotlib 3.9 on.) Other arguments go to `Rectangle`.
    """
    look = {"linewidth": 0, "transform": axes.get_xaxis_transform()} | look
    return axes.add_patch(Rectangle((start, 0), end - start, 1, **look))


def draw_contours(axes, height, w, b, *, levels=None, labels=None, lowest=None, cells=48):
    """Draw the contours of `height` over two parameters, w to the right and b upwards, darker where it is higher.

    height: called with two numbers, as height(w, b). w, b: what to show of each, (low, high). levels: heights of the
    lines, rising; by default twelve without labels, as far apart as those of a parabola. labels: those of the levels
    that are labelled, all of them if levels are given. lowest: the (w, b) of a minimum, to be marked with a plus.
    cells: the fineness of the grid on which the lines are found. Returns matplotlib's set of lines. Raises ValueError
    where low is not below high.
    """
    for name, (low, high) in {"w": w, "b": b}.items():
        if not low < high:
            raise ValueError(f"{name} is {(low, high)}; want (low, high), with low below high")
    across, up = np.linspace(*w, cells + 1), np.linspace(*b, cells + 1)
    heights = np.array([[height(at_w, at_b) for at_w in across] for at_b in up])
    lines = _parabola_levels(heights) if levels is None else levels
    axes.contourf(across, up, heights, levels=lines, cmap=HEIGHTS, extend="both")
    contours = axes.contour(across, up, heights, levels=lines, colors="#8C8C8C", linewidths=0.8)
    if levels is not None:
        label_contours(axes, contours, labels)
    if lowest is not None:
        axes.plot(*lowest, marker="+", markersize=12, color="black")
    axes.grid(False)
    axes.set(xlim=w, ylim=b, xlabel="weight w", ylabel="bias b")
    return contours


def label_contours(axes, contours, levels=None):
    """Write its height on each contour, or on those of `levels`, but where the frame would cut the number off."""
    for label in axes.clabel(contours, levels, fontsize=8, fmt="{:g}".format, colors="black"):
        from_the_middle = np.abs(axes.transLimits.transform(label.get_position()) - 0.5)
        label.set_visible(from_the_middle.max() < 0.47)


def _parabola_levels(heights, count=12):
    low, high = heights.min(), heights.max()
    return low + (high - low) * (np.arange(1, count + 1) / (count + 1)) ** 2


def draw_path(axes, w, b, **look):
    """Draw the way of a descent: a line through all (w, b), a dot at each, a circle at the first, a cross at the last.

    w, b: (epochs + 1,) or, for w, (epochs + 1, 1), as in the histories of `gradient_descent`. Other arguments go to
    `Axes.plot`. Returns the line. Raises ValueError where w and b differ in length.
    """
    w, b = np.ravel(w), np.ravel(b)
    if len(w) != len(b):
        raise ValueError(f"got {len(w)} values of w and {len(b)} of b; want one of each for each state")
    (line,) = axes.plot(w, b, **{"color": BLUE, "marker": ".", "markersize": 5, "linewidth": 1.3} | look)
    ends = {"color": line.get_color(), "markersize": 10, "markeredgewidth": 2, "linestyle": "none"}
    axes.plot(w[:1], b[:1], marker="o", **ends | {"markerfacecolor": "white"})
    axes.plot(w[-1:], b[-1:], marker="x", **ends)
    return line
