"""Explorables of notebook 5: softmax with its loss and gradient, and decision regions that are being learned."""

import numpy as np
from contourpy import contour_generator
from matplotlib.colors import to_rgb
from matplotlib.patches import Polygon, Rectangle

from helpers.explorable import Choice, Play, Slider
from helpers.explore.definition import bars, flat_bar
from helpers.explore.shared import empty, for_both_widths, note, put, wired
from helpers.explore.training import after, draw_losses, epoch_grid, put_under, with_margin
from helpers.losses import (
    as_array,
    as_finite,
    categorical_cross_entropy_from_logits,
    categorical_cross_entropy_grad_z,
    one_hot,
    softmax,
)
from helpers.plots import BLUE, GREY, VERMILION, is_narrow, new_figure, number, scientific

# Colour is never the only sign of a class: marker and hatch say it too. Dark grey for the third, since green beside
# vermilion is lost on many readers.
CLASS_STYLES = [
    {"color": BLUE, "marker": "o", "hatch": "//"},
    {"color": VERMILION, "marker": "s", "hatch": ""},
    {"color": "#3A3A3A", "marker": "^", "hatch": "--"},
]
K = len(CLASS_STYLES)
CLASSES = range(K)

# Three logits and a true class ----------------------------------------------------------------------------------------

Z_GRID = [k / 2 for k in range(-6, 7)]
Z_TOP = 3.6
SHIFT_GRID = list(range(-5, 6))
TEMPERATURE_GRID = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10]
SHIFTED_TOP = 9.0  # logits shown; a longer bar ends in an arrow
LOSS_TOP = 7.0  # nats shown
HEARD = {"loss ℓ (nats)": (0, LOSS_TOP)}
SUBSCRIPTS = "₀₁₂"
NAMES = [f"class {k}" for k in CLASSES]
MARKER = {"marker": "o", "color": "black", "markersize": 9, "markeredgecolor": "white"}


def chance(value):
    """A probability in three decimals, or with a power of ten where these would not tell it from 0 or 1."""
    if 0 < value < 5e-4:
        return scientific(value)
    return f"1 − {scientific(1 - value)}" if 0 < 1 - value < 5e-4 else f"{value:.3f}"


def signed(value):
    """A number with its sign in three decimals, or with a power of ten where these would show it as zero."""
    sign = "−" if value < 0 else "+"
    return sign + (scientific(abs(value)) if 0 < abs(value) < 5e-4 else f"{abs(value):.3f}")


def in_short(value):
    return f"{value:.3g}".replace("-", "−")


def listed(values, words):
    """The values in brackets, each as `words` writes it."""
    return f"({', '.join(words(float(value)) for value in values)})"


def loss_of(y, z):
    """The cross-entropy of the true class y for the logits z, in nats."""
    return float(categorical_cross_entropy_from_logits(one_hot(y, K), np.array(z, float)))


class SoftmaxScene:
    """Logits, probabilities and gradient as bars, and the loss on the curve −log of the true class's probability."""

    def __init__(self, logit_name="logits z", top=Z_TOP):
        self.top, self.narrow = top, is_narrow()
        self.figure, axes = new_figure(2, 2, size=(7.2, 4.5))
        self.logits, self.chances, self.gradients, self.costs = axes.flat
        self._draw_background(logit_name)
        self.logit_bars, self.chance_bars, self.gradient_bars = (
            [flat_bar(axes, k, 0.7, look["color"], look["hatch"]) for k, look in enumerate(CLASS_STYLES)]
            for axes in (self.logits, self.chances, self.gradients)
        )
        arrow = {"linestyle": "none", "color": "white", "markeredgecolor": "black", "markersize": 9}
        self.arrows = [empty(self.logits, marker=marker, **arrow) for marker in "^v"]
        self.chance_words = [self.chances.text(k, 0, "", ha="center", va="bottom", fontsize=9) for k in CLASSES]
        self.truth = self.chances.add_patch(Rectangle((0, 0), 0.86, 1, fill=False, linestyle="--", linewidth=1.5))
        self.gradient_words = [self.gradients.text(k, 0, "", ha="center", fontsize=9) for k in CLASSES]
        self.point = empty(self.costs, **MARKER)
        self.beyond = empty(self.costs, marker="^", color="black", markersize=11)
        self.cost_words = note(self.costs, 0.97, 0.93, fontsize=12, fontweight="bold")

    def _draw_background(self, logit_name):
        for axes in (self.logits, self.chances, self.gradients):
            axes.set(xlim=(-0.6, K - 0.4), xticks=CLASSES, xticklabels=NAMES)
            axes.grid(False, axis="x")
            axes.axhline(0, color="black", linewidth=0.8)
        self.logits.set(ylim=(-self.top, self.top), title=logit_name)
        self.chances.set(ylim=(0, 1.14), yticks=[0, 0.5, 1], title="probabilities ŷ (dashed: the label y)")
        self.gradients.set(ylim=(-1.25, 1.25), yticks=[-1, 0, 1], title="gradient ∂ℓ/∂z")
        y_hat = np.geomspace(1e-4, 1, 60)
        self.costs.plot(y_hat, -np.log(y_hat), color=GREY, linewidth=1.5)
        self.costs.set(xlim=(-0.03, 1.03), ylim=(-0.3, LOSS_TOP), title="loss ℓ = −log ŷ of the true class (nats)")
        self.costs.set_xlabel("ŷ of the true class")

    def numbers_at(self, z, y):
        told = {"loss ℓ (nats)": loss_of(y, z)}
        slopes = categorical_cross_entropy_grad_z(one_hot(y, K), z)
        for sub, share, slope in zip(SUBSCRIPTS, softmax(z), slopes, strict=True):
            told |= {f"ŷ{sub}": share, f"∂ℓ/∂z{sub}": slope}
        return told

    def show(self, z, y, numbers):
        """Move everything to the logits z, (K,), and the true class y; return the end of the readout."""
        loss, *told = numbers.values()
        y_hat, gradient = np.reshape(told, (K, 2)).T
        self._draw_logits(z)
        self._draw_chances(y_hat, y)
        self._draw_gradient(gradient)
        put(self.point, self.beyond, y_hat[y], loss, LOSS_TOP, LOSS_TOP - 0.5)
        self.cost_words.set_text(f"ℓ = {number(loss)}")
        return (
            f"The probabilities are {listed(y_hat, chance)}. The true class is {y}: the loss is "
            f"−log ŷ{SUBSCRIPTS[y]} = {number(loss)} nats, the gradient {listed(gradient, signed)}."
        )

    def _draw_logits(self, z):
        for k, patch in enumerate(self.logit_bars):
            patch.set_path(bars([k], np.clip(z[k : k + 1], -self.top, self.top), 0.7))
        for arrow, side in zip(self.arrows, (1, -1), strict=True):
            far = np.flatnonzero(side * z > self.top)
            arrow.set_data(far, np.full(len(far), side * 0.9 * self.top))

    def _draw_chances(self, y_hat, y):
        for k, (patch, words) in enumerate(zip(self.chance_bars, self.chance_words, strict=True)):
            patch.set_path(bars([k], y_hat[k : k + 1], 0.7))
            small = y_hat[k] < 5e-4
            words.set(text=scientific(y_hat[k]) if small else f"{y_hat[k]:.3f}", y=self._above(y_hat[k]))
        self.truth.set_x(y - 0.43)

    def _above(self, top):
        """The foot of the words for a bar: just above it, or above the dashed edge at 1 where they would lie on it."""
        rows = 4 if self.narrow else 2
        words_height = 0.15 / (self.figure.get_figheight() / rows - 0.75)  # 0.75 inches hold title and ticks' labels
        return top + 0.02 if top + 0.02 + words_height < 1 else 1.02

    def _draw_gradient(self, gradient):
        for k, (patch, words) in enumerate(zip(self.gradient_bars, self.gradient_words, strict=True)):
            patch.set_path(bars([k], gradient[k : k + 1], 0.7))
            va, beside = ("bottom", 0.04) if gradient[k] >= 0 else ("top", -0.04)
            words.set(text=signed(gradient[k]), va=va, y=gradient[k] + beside)

    def numbers(self, z0, z1, z2, y):
        return self.numbers_at(np.array([z0, z1, z2]), y)

    def update(self, z0, z1, z2, y):
        z = np.array([z0, z1, z2])
        return f"The logits are {listed(z, in_short)}. {self.show(z, y, self.numbers(z0, z1, z2, y))}"

    def layers(self, names):
        """Layers by dependence; names: the controls that move the probabilities."""
        return {
            names: [*self.chance_bars, *self.chance_words],
            ("y",): [self.truth],
            (*names, "y"): [*self.gradient_bars, *self.gradient_words, self.point, self.beyond, self.cost_words],
        }


class ShiftScene(SoftmaxScene):
    """The same four pictures for fixed logits z, divided by a temperature T and shifted together by c."""

    def __init__(self, z):
        self.z = z
        super().__init__("logits z/T + c (outlined: z)", SHIFTED_TOP)
        for k in CLASSES:
            low, height = min(z[k], 0), abs(z[k])
            self.logits.add_patch(Rectangle((k - 0.43, low), 0.86, height, fill=False, linestyle=":", linewidth=1.2))

    def numbers(self, shift, temperature, y):
        return self.numbers_at(self.z / temperature + shift, y)

    def update(self, shift, temperature, y):
        z = self.z / temperature + shift
        told = self.show(z, y, self.numbers(shift, temperature, y))
        state = f"T = {temperature:g}, c = {number(shift, 0)}"
        return f"{state}: the logits z/T + c are {listed(z, in_short)}. {told}"


def _checked_logits(z):
    z = as_array(z, "z")
    if z.shape != (K,) or not np.all(np.isfinite(z)) or np.abs(z).max() > SHIFTED_TOP:
        raise ValueError(f"z is {z.tolist()}, but {K} logits from −{SHIFTED_TOP:g} to {SHIFTED_TOP:g} are wanted")
    return z


def _explore_logits(y):
    scene, names = SoftmaxScene(), ("z0", "z1", "z2")
    layers = {(name,): [bar] for name, bar in zip(names, scene.logit_bars, strict=True)} | scene.layers(names)
    starts = zip(names, SUBSCRIPTS, (3.0, 1.0, -1.0), strict=True)
    sliders = [Slider(name, f"logit z{sub}", Z_GRID, start, baked=Z_GRID[::4]) for name, sub, start in starts]
    controls = [*sliders, Choice("y", "true class y", list(CLASSES), start=y)]
    tasks = [
        lambda z0, z1, z2, y: y == 0 and loss_of(y, [z0, z1, z2]) > 6,
        lambda z0, z1, z2: z0 == z1 == z2,
    ]
    return wired("explore_softmax", scene, layers, controls, HEARD, tasks)


def _explore_shift(z, y):
    scene = ShiftScene(z)
    layers = {("shift", "temperature"): [*scene.logit_bars, *scene.arrows]} | scene.layers(("temperature",))
    controls = [
        Slider("shift", "add c to all logits", SHIFT_GRID, start=0),
        Slider("temperature", "temperature T", TEMPERATURE_GRID, start=1),
        Choice("y", "true class y", list(CLASSES), start=y),
    ]
    tasks = [
        lambda temperature: np.ptp(softmax(z / temperature)) < 0.1,
        lambda temperature, y: y == 1 and loss_of(y, z / temperature) > 5,
    ]
    return wired("explore_softmax, shifted", scene, layers, controls, HEARD, tasks)


@for_both_widths
def explore_softmax(z=None, y=0):
    """Slide three logits and choose the true class y: probabilities, gradient and loss of one sample.

    With the three logits z given, from −9 to 9, they stay, and the sliders are a number c that is added to all of them
    and a temperature T that divides them first: softmax(z/T + c). Raises ValueError for other logits.
    """
    return _explore_logits(y) if z is None else _explore_shift(_checked_logits(z), y)


# Decision regions -----------------------------------------------------------------------------------------------------

FIELD_POINTS = 61
SURE = {0.9: "--", 0.99: ":"}
LABEL_BOX = {"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1.5}
TICKS = [0.05, 0.1, 0.2, 0.5, 1]


def half_plane(corners, a, c):
    """The part of a convex polygon, corners (M, 2), where aᵀx + c ≥ 0."""
    values = corners @ a + c
    kept = []
    for k, (value, before) in enumerate(zip(values, np.roll(values, 1), strict=True)):
        if value * before < 0:
            kept.append(corners[k] + (corners[k - 1] - corners[k]) * value / (value - before))
        if value >= 0:
            kept.append(corners[k])
    return np.array(kept).reshape(-1, 2)


def region(box, W, b, k):
    """The polygon of `box` where class k has the largest logit, corners (M, 2); M = 0 where it has nowhere."""
    (left, right), (bottom, top) = box
    corners = np.array([[left, bottom], [right, bottom], [right, top], [left, top]])
    for other in range(len(b)):
        if other != k:
            corners = half_plane(corners, W[:, k] - W[:, other], b[k] - b[other])
    return corners


def tint(colour, share):
    """The colour mixed with white; without transparency, which SVG's hatches lack."""
    return 1 - share + share * np.array(to_rgb(colour))


class RegionScene:
    """Decision regions after some updates on the left; the loss curve with a marker on the right."""

    def __init__(self, X, y, W_history, b_history, names, lowest):
        self.X, self.y, self.W_history, self.b_history, self.lowest = X, y, W_history, b_history, lowest
        self.epochs = epoch_grid(len(b_history) - 1)
        self._check_lowest()
        self.box = with_margin(X[:, 0]), with_margin(X[:, 1])
        self.axis_grids = [np.linspace(*ends, FIELD_POINTS) for ends in self.box]
        self.field_X = np.stack(np.meshgrid(*self.axis_grids), axis=-1).reshape(-1, 2)
        inset = [with_margin(ends, part) for ends, part in zip(self.box, (-0.02, -0.05), strict=True)]
        self.corners = np.stack(np.meshgrid(*inset), axis=-1).reshape(-1, 2)
        self.figure, (self.left, self.right) = new_figure(1, 2, size=(7.2, 3.7), width_ratios=(5, 3))
        self._draw_samples(names)
        self.patches = [self._patch(look) for look in CLASS_STYLES]
        look = {"va": "center", "fontweight": "bold"}
        self.places = [self.left.text(0, 0, name, bbox=LABEL_BOX, **look) for name in names["classes"]]
        ring = {"marker": "o", "markersize": 9, "markerfacecolor": "none", "linestyle": "none"}
        self.rings = empty(self.left, label="wrong", color="black", **ring)
        look = {"color": "black", "linewidth": 1.3}
        self.lines = {p: empty(self.left, label=f"ŷ = {p}", linestyle=dashes, **look) for p, dashes in SURE.items()}
        look = {"ncols": 3 if is_narrow() else 6, "handlelength": 1.6, "columnspacing": 1.3}
        self.figure.legend(*self.left.get_legend_handles_labels(), loc="outside upper left", **look)
        self._draw_losses()
        self.marker = empty(self.right, **MARKER)
        self.words = note(self.right, 0.97, 0.97, fontweight="bold")
        self.moving = [*self.patches, *self.lines.values(), self.rings, *self.places, self.marker, self.words]
        put_under(self.figure, self.moving)

    def _patch(self, look):
        own = {"facecolor": tint(look["color"], 0.2), "edgecolor": tint(look["color"], 0.45), "linewidth": 0}
        return self.left.add_patch(Polygon(np.zeros((3, 2)), hatch=look["hatch"][:1], **own))

    def _draw_samples(self, names):
        for k, name in enumerate(names["classes"]):
            own = {"color": CLASS_STYLES[k]["color"], "marker": CLASS_STYLES[k]["marker"], "linestyle": "none"}
            chosen = self.X[self.y == k].T
            self.left.plot(*chosen, markersize=5, markeredgecolor="white", markeredgewidth=0.5, label=name, **own)
        self.left.set(xlim=self.box[0], ylim=self.box[1], xlabel=names["features"][0], ylabel=names["features"][1])

    def _draw_losses(self):
        axes = self.right
        draw_losses(axes, self.epochs, [self.loss(epoch) for epoch in self.epochs], self.epochs[-1] * 1.6)
        axes.axhline(self.lowest, color=GREY, linestyle=":", linewidth=1.5)
        axes.tick_params(axis="x", rotation=40)
        axes.set(yscale="log", yticks=TICKS)
        axes.set_yticks([], minor=True)
        axes.yaxis.set_major_formatter("{x:g}")
        axes.set_ylim(0.8 * self.lowest, 1.5 * self.loss(0))
        axes.annotate("lowest", (0, self.lowest), xytext=(3, 3), textcoords="offset points", color=GREY)

    def _check_lowest(self):
        least, wanted = min(map(self.loss, self.epochs)), "a positive mean loss that no epoch falls below is wanted"
        if not 0 < self.lowest <= least:
            raise ValueError(f"lowest is {self.lowest}, but {wanted}; the least here is {least:.7g}")

    def _logits(self, epoch):
        return self.X @ self.W_history[epoch] + self.b_history[epoch]

    def loss(self, epoch):
        return float(categorical_cross_entropy_from_logits(one_hot(self.y, K), self._logits(epoch)).mean())

    def wrong(self, epoch):
        return self._logits(epoch).argmax(axis=1) != self.y

    def numbers(self, epoch):
        loss = self.loss(epoch)
        return {"mean loss L (nats)": loss, "relative excess": loss / self.lowest - 1}

    def update(self, epoch):
        loss, excess = self.numbers(epoch).values()
        self.marker.set_data([epoch], [loss])
        self.words.set_text(f"L = {loss:.5f}\nexcess {scientific(excess)}")
        return (
            f"{after(epoch)}: mean loss {loss:.7f} nats, relative excess over the lowest {scientific(excess)}; "
            f"{self._draw_regions(epoch)}."
        )

    def _draw_regions(self, epoch):
        W, b = self.W_history[epoch], self.b_history[epoch]
        tied = not np.ptp(W, axis=1).any() and not np.ptp(b)
        for k in CLASSES:
            self._draw_region(k, W, b, np.zeros((0, 2)) if tied else region(self.box, W, b, k))
        field = self.field_X @ W + b
        self._draw_lines(softmax(field.reshape(-1, 3)).reshape(field.shape))
        wrong = self.wrong(epoch)
        self.rings.set_data(*self.X[wrong & (not tied)].T)
        if tied:
            return "every class has probability ⅓ everywhere, so there are no regions"
        return f"accuracy {1 - wrong.mean():.3f}, {wrong.sum()} of {len(self.y)} wrong"

    def _draw_region(self, k, W, b, polygon):
        """The polygon, and the name in the corner where the class leads the most; amid a region without a corner."""
        visible = len(polygon) > 2
        self.patches[k].set_visible(visible)
        self.places[k].set_visible(visible)
        if visible:
            z = self.corners @ W + b
            lead = z[:, k] - np.delete(z, k, axis=1).max(axis=1)
            x, y = self.corners[lead.argmax()] if lead.max() >= 0 else polygon.mean(axis=0)
            self.patches[k].set_xy(polygon)
            self.places[k].set(x=x, y=y, ha="left" if x < np.mean(self.box[0]) else "right")

    def _draw_lines(self, y_hat):
        """Lines where the largest probability passes a level; nan lifts the pen between two of them."""
        field = contour_generator(*self.axis_grids, y_hat.max(axis=1).reshape(FIELD_POINTS, FIELD_POINTS))
        for p, artist in self.lines.items():
            pieces = [np.append(piece, [[np.nan, np.nan]], axis=0) for piece in field.lines(p)]
            artist.set_data(*(np.concatenate(pieces).T if pieces else ([], [])))


def _checked_history(X, y, W_history, b_history):
    X, W_history, b_history = as_finite(X, "X"), as_finite(W_history, "W_history"), as_finite(b_history, "b_history")
    y, epochs = np.asarray(y), len(b_history)
    if X.ndim != 2 or X.shape[1] != 2 or y.shape != X.shape[:1]:
        raise ValueError(f"X has shape {X.shape} and y {y.shape}, but (N, 2) and (N,) are wanted")
    if epochs < 2 or W_history.shape != (epochs, 2, K) or b_history.shape != (epochs, K):
        wanted = f"(epochs + 1, 2, {K}) and (epochs + 1, {K}) are wanted, with at least one epoch"
        raise ValueError(f"W_history has shape {W_history.shape} and b_history {b_history.shape}, but {wanted}")
    return X, y, W_history, b_history


@for_both_widths
def explore_regions(X, y, W_history, b_history, *, lowest, classes, features=("x₁", "x₂"), epoch=0):
    """Watch softmax regression train: the decision regions of three classes by epoch, beside the mean loss.

    X: (N, 2) samples. y: (N,) class indices 0, 1, 2. W_history: (epochs + 1, 2, 3) and b_history: (epochs + 1, 3), the
    parameters before the first update and after each. lowest: the mean loss of the optimum in nats, which the excess is
    measured against. classes, features: names for the legend and the axes. epoch: the first one shown, one of 0, 1, 2
    … 6, 8, 10, 12, 15, 20, 25, 30, 40 and so on, or the last.

    Raises ValueError for other shapes, what is not finite, classes outside 0, 1, 2, or a `lowest` that an epoch falls
    below.
    """
    X, y, W_history, b_history = _checked_history(X, y, W_history, b_history)
    if len(classes) != K:
        raise ValueError(f"classes is {list(classes)}, but {K} class names are wanted")
    scene = RegionScene(X, y, W_history, b_history, {"classes": classes, "features": features}, lowest)
    fewest = min(scene.epochs, key=lambda k: scene.wrong(k).sum())
    close = next((k for k in scene.epochs if scene.loss(k) < 1.01 * lowest), None)
    tasks = [lambda epoch: epoch == fewest, lambda epoch: epoch == close]  # each the first epoch that does it
    layers, heard = {("epoch",): scene.moving}, {"mean loss L (nats)": (0, scene.right.get_ylim()[1])}
    controls = [Play("epoch", "epoch", scene.epochs, epoch, "{:,}".format, along=("x", scene.right), seconds=8)]
    return wired("explore_regions", scene, layers, controls, heard, tasks)
