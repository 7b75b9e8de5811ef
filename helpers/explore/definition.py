"""Explorables of notebook 1: one prediction's loss, and the losses of a data set.

A scene holds a figure and its moving artists, and its `update` moves them; an `explore_` function wires it to controls.
"""

from functools import partial

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from helpers.explorable import Choice, Slider
from helpers.explore.shared import beside, empty, for_both_widths, lay_tangent, put, wired
from helpers.losses import as_finite, as_labels, binary_cross_entropy, binary_cross_entropy_from_logits, sigmoid
from helpers.plots import BLUE, LABEL_STYLES, draw_formula, is_narrow, new_figure, number, strike_out

# Every hundredth, and powers of ten close to both ends, so that a reader sees infinity arrive.
TAIL = [0.0, 1e-6, 1e-5, 1e-4, 1e-3]
Y_HAT_GRID = [*TAIL, *(k / 100 for k in range(1, 100)), *(1 - tail for tail in reversed(TAIL))]
WEIGHT_GRID = [k / 4 for k in range(-16, 17)]
LOSS_TOP = 7.5  # nats shown for one prediction
BAR_TOP = 5.0  # nats shown for a sample of a data set
WORD_COLORS = {0: BLUE, 1: "#B34F00"}  # of the labels; for words, vermilion is too light
IDLE = "#767676"  # the lightest grey that can still be read on white

# What a probability given to the true class amounts to: the first bound that it does not exceed.
JUDGEMENTS = [
    (0, "certain and wrong"),
    (0.1, "confident and wrong"),
    (0.499, "leaning the wrong way"),
    (0.501, "unsure"),
    (0.899, "leaning the right way"),
    (0.9999995, "confident and right"),
    (1, "certain and right"),
]


def slope(y, y_hat):
    """dℓ/dŷ = −1/ŷ for y = 1 and 1/(1 − ŷ) for y = 0, in nats; infinite where a certain prediction is wrong."""
    if y == 1:
        return -1 / y_hat if y_hat > 0 else -np.inf
    return 1 / (1 - y_hat) if y_hat < 1 else np.inf


def judgement(p):
    """What the probability p, given to the true class, amounts to, in words."""
    return next(words for bound, words in JUDGEMENTS if p <= bound)


def probability(value):
    """A probability in as few digits as tell it from its neighbours on the slider."""
    near_an_end = 0 < value < 0.01 or 0.99 < value < 1
    return f"{value:.6f}".rstrip("0") if near_an_end else f"{value:.2g}"


def rise(steepness):
    """A slope in two decimals, or, where it is steep, as a whole number with its thousands apart."""
    if 99.5 < abs(steepness) < np.inf:
        return f"{steepness:,.0f}".replace("-", "−")
    return number(steepness, 2)


class LossScene:
    """Both loss curves against ŷ, the prediction as a point with its tangent, the formula with its idle term struck."""

    def __init__(self):
        self.figure, self.axes = new_figure(size=(7.2, 4.1))
        ends = np.geomspace(1e-4, 0.02, 20)
        self.grid = np.concatenate([ends, np.linspace(0.025, 0.975, 77), 1 - ends[::-1]])
        self.curves = {y: binary_cross_entropy(y, self.grid) for y in (0, 1)}
        self._draw_background()
        parts = [r"$\ell = -[$", r"$y\,\log\,\hat{y}$", "$+$", r"$(1-y)\,\log(1-\hat{y})$", "$]$"]
        self.terms = dict(zip((1, 0), draw_formula(self.axes, parts)[1::2], strict=True))
        self.strikes = {y: strike_out(term) for y, term in self.terms.items()}
        self.active = empty(self.axes, linewidth=3.5)
        self.tangent = empty(self.axes, color="black", linewidth=1.2)
        self.point = empty(self.axes, markersize=9, markeredgecolor="white")
        self.beyond = empty(self.axes, marker="^", markersize=11)
        place = {"x": 0.5, "y": 0.65, "ha": "center"} if is_narrow() else {"x": 1, "y": 1.03, "ha": "right"}
        self.equation = self.axes.text(s="", transform=self.axes.transAxes, va="bottom", **place)
        self.value = self.axes.text(0, 0, "", va="center", fontsize=12, fontweight="bold")

    def _draw_background(self):
        for y, x, side, words in (
            (1, 0.11, "left", r"$y = 1:\ -\log\,\hat{y}$"),
            (0, 0.89, "right", r"$y = 0:\ -\log(1-\hat{y})$"),
        ):
            look = LABEL_STYLES[y]
            self.axes.plot(self.grid, self.curves[y], color=look["color"], linestyle=look["linestyle"], alpha=0.35)
            self.axes.text(x, 6, words, color=WORD_COLORS[y], ha=side)
        self.axes.set(xlim=(-0.02, 1.02), xlabel="predicted probability of class 1, ŷ")
        self.axes.set(ylim=(-0.2, LOSS_TOP), ylabel="loss ℓ (nats)")

    def numbers(self, y, y_hat):
        return {"loss ℓ (nats)": float(binary_cross_entropy(y, y_hat)), "slope dℓ/dŷ": slope(y, y_hat)}

    def update(self, y, y_hat):
        loss, steepness = self.numbers(y, y_hat).values()
        self._light_up(y)
        self._place(y_hat, loss, steepness, LABEL_STYLES[y])
        shown = probability(y_hat)
        term = f"log {shown}" if y == 1 else f"log(1 − {shown})"
        self.equation.set_text(f"ℓ = −{term} = {number(loss)}")
        return (
            f"y = {y}, ŷ = {shown}: {judgement(y_hat if y == 1 else 1 - y_hat)}. "
            f"The loss is −{term} = {number(loss)} nats; the slope of the curve there is {rise(steepness)}."
        )

    def _light_up(self, y):
        """The active term and curve strong, the idle term struck out."""
        for label, term in self.terms.items():
            term.set_color(WORD_COLORS[y] if label == y else IDLE)
            self.strikes[label].set_visible(label != y)
        self.active.set_data(self.grid, self.curves[y])
        self.active.set(color=LABEL_STYLES[y]["color"], linestyle=LABEL_STYLES[y]["linestyle"])

    def _place(self, y_hat, loss, gradient, look):
        """The point with its tangent; above the axis, an arrow in their place."""
        self.point.set(color=look["color"], marker=look["marker"])
        self.beyond.set(color=look["color"])
        put(self.point, self.beyond, y_hat, loss, LOSS_TOP, LOSS_TOP - 0.35)
        lay_tangent(self.tangent, y_hat, loss, gradient, min(0.2, 1.5 / abs(gradient)))
        self.tangent.set_visible(loss <= LOSS_TOP)
        self.value.set(text=number(loss), y=min(loss + 0.55, LOSS_TOP - 0.35), fontsize=12 if loss < np.inf else 18)
        self.value.set(**beside(y_hat, 0.03, right=y_hat < 0.5))


def nearest_to_one_nat(y, y_hat):
    return y_hat == Y_HAT_GRID[np.argmin(np.abs(binary_cross_entropy(y, Y_HAT_GRID) - 1))]


@for_both_widths
def explore_loss(y=1, y_hat=0.8):
    """Slide ŷ and choose y: the loss of one prediction, its slope, and the term of the formula that is at work."""
    scene = LossScene()
    of_label = [*scene.terms.values(), *scene.strikes.values(), scene.active]
    of_both = [scene.tangent, scene.point, scene.beyond, scene.equation, scene.value]
    layers = {("y",): of_label, ("y", "y_hat"): of_both}
    controls = [
        Slider("y_hat", "prediction ŷ", Y_HAT_GRID, start=y_hat, text=probability, along=("x", scene.axes)),
        Choice("y", "true label y", [0, 1], start=y),
    ]
    tasks = [nearest_to_one_nat, lambda y, y_hat: binary_cross_entropy(y, y_hat) > 10]
    return wired("explore_loss", scene, layers, controls, {"loss ℓ (nats)": (0, LOSS_TOP)}, tasks)


def bars(x, heights, width):
    """One path that holds a bar from 0 to each height, centred on each x."""
    corners = np.array([[-0.5, 0], [-0.5, 1], [0.5, 1], [0.5, 0], [0, 0]])
    each = [corners * (width, height) + (centre, 0) for centre, height in zip(x, heights, strict=True)]
    return Path(np.concatenate(each), [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(x))


def flat_bar(axes, x, width, colour, hatch):
    """A bar of no height yet, a patch of the axes."""
    look = {"facecolor": colour, "hatch": hatch, "edgecolor": "white", "linewidth": 0}
    return axes.add_patch(PathPatch(bars([x], [0], width), **look))


class DataSetScene:
    """Above, samples and sigmoid; below, a bar for each sample's loss and a line at their mean."""

    def __init__(self, x, y):
        self.x, self.y = x, y
        margin = 0.1 * (x.max() - x.min())
        self.grid = np.linspace(x.min() - margin, x.max() + margin, 61)
        self.figure, (top, bottom) = new_figure(2, 1, size=(7.2, 4.4), sharex=True)
        top.set(xlim=(self.grid[0], self.grid[-1]), ylim=(-0.08, 1.08), ylabel="ŷ = σ(wx + b)")
        bottom.set(ylim=(0, BAR_TOP), xlabel="feature x", ylabel="loss ℓₙ (nats)")
        for label in (0, 1):
            look = LABEL_STYLES[label] | {"linestyle": "none", "label": f"samples with y = {label}"}
            top.plot(x[y == label], y[y == label], markersize=8, **look)
        top.legend(loc="upper left", bbox_to_anchor=(0.01, 0.92))
        self.curve = empty(top, color="black")
        looks = {label: (LABEL_STYLES[label]["color"], hatch) for label, hatch in ((0, "///"), (1, ""))}
        self.bars = {label: flat_bar(bottom, 0, 1, *look) for label, look in looks.items()}
        (self.mean,) = bottom.plot([self.grid[0], self.grid[-1]], [0, 0], color="black", linestyle=":")
        self.beyond = empty(bottom, linestyle="none", marker="^", color="black", markersize=9)
        self.words = bottom.set_title("mean loss L", loc="right", fontsize=10, fontweight="bold")

    def _losses(self, w, b):
        return binary_cross_entropy_from_logits(self.y, w * self.x + b)

    def numbers(self, w, b):
        losses = self._losses(w, b)
        return {"mean loss L (nats)": losses.mean(), "highest loss ℓₙ (nats)": losses.max()}

    def update(self, w, b):
        losses, (loss, highest) = self._losses(w, b), self.numbers(w, b).values()
        self.curve.set_data(self.grid, sigmoid(w * self.grid + b))
        for label, patch in self.bars.items():
            chosen, width = self.y == label, 0.025 * (self.grid[-1] - self.grid[0])
            patch.set_path(bars(self.x[chosen], np.minimum(losses[chosen], BAR_TOP), width))
        high = losses > BAR_TOP
        self.beyond.set_data(self.x[high], np.full(high.sum(), BAR_TOP - 0.3))
        self.mean.set_ydata([loss, loss])
        self.words.set_text(f"mean loss L = {number(loss)}{', above the picture' if loss > BAR_TOP else ''}")
        state = f"w = {number(w, 2)}, b = {number(b, 2)}"
        return f"{state}: the mean loss L is {number(loss)} nats. {self._worst(losses, highest)}"

    def share_of_worst(self, w, b):
        losses = self._losses(w, b)
        return losses.max() / losses.sum()

    def _worst(self, losses, highest):
        """The sample with the highest loss, in words; at w = 0 all samples of a label share theirs."""
        worst = np.flatnonzero(losses == losses.max())
        most, share = f"{number(highest)} nats", f"{losses.max() / losses.sum():.0%} of the sum"
        if len(worst) > 1:
            return f"{len(worst)} of {len(losses)} samples share the highest loss, {most}, {share} each."
        (n,) = worst
        return f"The worst sample, x = {number(self.x[n], 1)} with y = {self.y[n]}, costs {most}, {share}."


def checked_samples(x, y):
    """Samples of one feature as arrays, (N,) finite and (N,) of both labels, or a ValueError."""
    x, y = as_finite(x, "x"), as_labels(y, "y").astype(int)
    if x.ndim != 1 or y.shape != x.shape or not np.ptp(x) or not np.ptp(y):
        wanted = "(N,) and (N,) are wanted, with both labels and two values of x"
        raise ValueError(f"x has shape {x.shape} and y {y.shape}, but {wanted}")
    return x, y


@for_both_widths
def explore_data_set(x, y, w=1.0, b=0.0):
    """Slide w and b: the sigmoid of one feature, the loss of every sample as a bar, and their mean.

    x: (N,) feature values. y: (N,) labels 0 or 1, both present. The sliders go from −4 to 4 in quarters; w and b are
    where they start, in halves. Raises ValueError for other labels, an x that is not finite,
    shapes that differ, or one label or one x only.
    """
    x, y = checked_samples(x, y)
    scene = DataSetScene(x, y)
    grid = {"values": WEIGHT_GRID, "baked": WEIGHT_GRID[::2], "text": partial(number, decimals=2)}
    layers = {("w", "b"): [scene.curve, *scene.bars.values(), scene.mean, scene.beyond, scene.words]}
    controls = [Slider("w", "weight w", start=w, **grid), Slider("b", "bias b", start=b, **grid)]
    tasks = [lambda w, b: scene.share_of_worst(w, b) >= 0.7, lambda w, b: scene.share_of_worst(w, b) < 1 / 8]
    return wired("explore_data_set", scene, layers, controls, {"mean loss L (nats)": (0, BAR_TOP)}, tasks)
