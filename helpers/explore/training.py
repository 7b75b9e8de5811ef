"""Explorable of notebook 4: a perceptron while it trains, beside its loss curve."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from helpers.explorable import Play
from helpers.explore.shared import empty, for_both_widths, note, put, wired
from helpers.losses import as_finite, as_labels, binary_cross_entropy_from_logits, sigmoid
from helpers.plots import BLUE, VERMILION, draw_samples, is_narrow, new_figure, number

ROUND_STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]  # about ten stops in each power of ten
LOSS_TOP = 3.0  # nats; a descent that leaps higher gets an arrow there
FIELD_CELLS = 32
ROUNDING = 1e-12
LEVELS = {0.5: {"linestyle": "-", "linewidth": 2.2}, 0.1: {"linestyle": ":"}, 0.9: {"linestyle": "--"}}
SHADES = LinearSegmentedColormap.from_list("labels", [BLUE, "white", VERMILION])


def epoch_grid(last):
    """Numbers of updates from 0 to `last`: each of the first ones, then round numbers on a logarithmic scale."""
    stops = {round(step * 10**power) for power in range(len(str(last))) for step in ROUND_STEPS}
    return sorted({0, last, *(stop for stop in stops if stop < last)})


def mean_cross_entropy(X, y, w, b):
    """L, the mean cross-entropy of ŷ = σ(Xw + b), in nats."""
    return float(binary_cross_entropy_from_logits(y, X @ w + b).mean())


def with_margin(values, part=0.08):
    low, high = np.min(values), np.max(values)
    margin = part * (high - low or 1.0)
    return low - margin, high + margin


def shown(value, decimals=3):
    """The number in words; what rounding leaves of an exact 0 is shown as 0."""
    return number(0.0 if abs(value) < ROUNDING else value, decimals)


def same(b):
    """What w = 0 predicts, in words."""
    return f"ŷ is {number(sigmoid(b), 1 if b == 0 else 3)} everywhere"


def draw_losses(axes, epochs, losses, end):
    """The mean loss against the epoch, whose scale is logarithmic from 1 on and ends at `end`."""
    axes.plot(epochs, losses, color="black", linewidth=1.3)
    axes.set_xscale("symlog", linthresh=1)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.tick_params(axis="x", labelsize=8)
    axes.set(xlim=(-0.3, end), xlabel="epoch (updates made)", ylabel="mean loss L (nats)")


def put_under(figure, moving):
    """A field must lie under the samples, and with it all that moves at the same time."""
    for order, artist in enumerate(moving):
        artist.set_zorder(0.1 + order / 20)
    for axes in figure.axes:
        axes.grid(False)


def after(epoch):
    return f"After {epoch:,} update{'' if epoch == 1 else 's'}"


class CurvePanel:
    """One feature: samples at height 0 or 1 and the fitted sigmoid, dashed where there are no samples."""

    drawn = "the samples at height 0 or 1 and the fitted sigmoid, dashed where there are no samples"

    def __init__(self, axes, X, y, names, limits):
        self.axes, x = axes, X[:, 0]
        self.limits = with_margin(x) if limits is None else limits
        self.grid = np.linspace(*self.limits, 121)
        self.known = (self.grid >= x.min()) & (self.grid <= x.max())
        draw_samples(axes, X, y, names, alpha=0.85)
        axes.set(xlim=self.limits, ylim=(-0.08, 1.08), yticks=np.linspace(0, 1, 6), ylabel="ŷ, probability of class 1")
        self.beyond = empty(axes, color="black", linestyle="--", linewidth=1.3)
        self.curve = empty(axes, color="black")
        self.threshold = empty(axes, color="black", linestyle=":", linewidth=1.3)
        self.arrows = {side: empty(axes, color="black", marker=side) for side in "<>"}
        self.moving = [self.beyond, self.curve, self.threshold, *self.arrows.values()]

    def update(self, w, b):
        y_hat = sigmoid(w[0] * self.grid + b)
        self.beyond.set_data(self.grid, np.where(self.known, np.nan, y_hat))
        self.curve.set_data(self.grid[self.known], y_hat[self.known])
        self._mark_threshold(-b / w[0] if w[0] else np.nan)
        where = f"ŷ = ½ at {shown(-b / w[0], 1)}" if w[0] else same(b)
        return f"w = {shown(w[0])}, b = {shown(b)}; {where}"

    def _mark_threshold(self, x):
        """A dotted line at the x where ŷ = ½; outside the picture, an arrow towards it."""
        low, high = self.limits
        self.threshold.set(data=([x, x], [-0.08, 0.5]), visible=low <= x <= high)
        for side, edge, beyond in (("<", low, x < low), (">", high, x > high)):
            self.arrows[side].set(data=([edge], [0.5]), visible=beyond)


class BoundaryPanel:
    """Two features: samples on a field of ŷ, with lines at ŷ = 0.1, 0.5 (the decision boundary) and 0.9."""

    drawn = "the samples of both classes, the field of ŷ, and lines where ŷ is 0.1, 0.5 and 0.9"

    def __init__(self, axes, X, y, names, limits):
        self.box = limits or (with_margin(X[:, 0]), with_margin(X[:, 1]))
        self.reach = sum(high - low for low, high in self.box) * np.array([-1, 1])
        ends = [low + (high - low) * (np.arange(FIELD_CELLS) + 0.5) / FIELD_CELLS for low, high in self.box]
        self.field_X = np.stack(np.meshgrid(*ends), axis=-1)
        look = {"cmap": SHADES, "vmin": 0, "vmax": 1, "alpha": 0.45, "interpolation": "nearest"}
        start = np.full((FIELD_CELLS, FIELD_CELLS), 0.5)
        self.field = axes.imshow(start, extent=sum(self.box, ()), origin="lower", aspect="auto", **look)
        draw_samples(axes, X, y, names, markersize=5, markeredgecolor="white", markeredgewidth=0.5)
        self.lines = {c: empty(axes, color="black", label=f"ŷ = {c}", **look) for c, look in LEVELS.items()}
        axes.set(xlim=self.box[0], ylim=self.box[1])
        self.moving = [self.field, *self.lines.values()]

    def update(self, w, b):
        self.field.set_data(sigmoid(self.field_X @ w + b))
        size = np.linalg.norm(w)
        for level, line in self.lines.items():
            line.set_data(*(self._line(w, b, level) if size else ([], [])))
        return f"‖w‖ = {number(size)}" + ("" if size else f": {same(b)}, there is no boundary")

    def _line(self, w, b, level):
        """Where wᵀx + b is the logit of `level`: its point nearest to the origin, and w turned by a right angle."""
        z = np.log(level / (1 - level))
        foot, along = w * (z - b) / (w @ w), np.array([-w[1], w[0]]) / np.linalg.norm(w)
        span = (np.mean(self.box, axis=1) - foot) @ along + self.reach
        return np.transpose([foot + along * reach for reach in span])


class TrainingScene:
    """The model after some updates on the left; the loss curve with a marker on the right."""

    def __init__(self, X, y, descent, names, limits):
        self.X, self.y, self.descent = X, y, descent
        self.figure, (left, right) = new_figure(1, 2, size=(7.2, 3.3), width_ratios=(3, 2))
        panel = CurvePanel if X.shape[1] == 1 else BoundaryPanel
        self.panel = panel(left, X, y, names, limits)
        left.get_legend().remove()
        look = {"ncols": 3 if is_narrow() else 5, "handlelength": 1.6}
        self.figure.legend(*left.get_legend_handles_labels(), loc="outside upper left", **look)
        self._draw_losses(right)
        self.marker = empty(right, marker="o", color="black", markersize=9, clip_on=False)
        self.beyond = empty(right, marker="^", color="black", markersize=10)
        self.words = note(right, 0.97, 0.95, fontweight="bold")
        self.moving = [*self.panel.moving, self.marker, self.beyond, self.words]
        if X.shape[1] == 2:
            put_under(self.figure, self.moving)

    def _draw_losses(self, axes):
        last = len(self.descent.losses)
        curve = [*self.descent.losses, mean_cross_entropy(self.X, self.y, *self._parameters(last))]
        self.top = min(LOSS_TOP, 1.15 * max(curve))
        draw_losses(axes, range(last + 1), np.minimum(curve, 2 * self.top), last * 1.3)
        axes.set_ylim(0, self.top)

    def _parameters(self, epoch):
        return self.descent.w_history[epoch], float(self.descent.b_history[epoch])

    def numbers(self, epoch):
        w, b = self._parameters(epoch)
        right = np.mean((self.X @ w + b >= 0) == self.y)
        return {"mean loss L (nats)": mean_cross_entropy(self.X, self.y, w, b), "accuracy": right}

    def update(self, epoch):
        loss, accuracy = self.numbers(epoch).values()
        state = self.panel.update(*self._parameters(epoch))
        put(self.marker, self.beyond, epoch, loss, self.top, 0.96 * self.top)
        self.words.set_text(f"L = {number(loss)}\naccuracy {accuracy:.3f}")
        return (
            f"{after(epoch)}: mean loss {number(loss)} nats; accuracy {accuracy:.3f}, "
            f"{accuracy * len(self.y):.0f} of {len(self.y)} right; {state}."
        )


def _checked_data(X, y):
    X, y = as_finite(X, "X"), as_labels(y, "y")
    X = X[:, np.newaxis] if X.ndim == 1 else X
    if X.ndim != 2 or X.shape[1] > 2 or y.shape != X.shape[:1]:
        raise ValueError(f"X has shape {X.shape} and y {y.shape}, but (N, 1) or (N, 2) and (N,) are wanted")
    return X, y.astype(int)


def _check_descent(X, y, descent):
    """The history must fit the samples: in shape, and in its first and its last loss."""
    epochs, D = len(descent.losses), X.shape[1]
    for name, wanted in (("w_history", (epochs + 1, D)), ("b_history", (epochs + 1,))):
        if (shape := np.shape(getattr(descent, name))) != wanted:
            raise ValueError(f"{name} has shape {shape}, but {wanted} is wanted for {epochs} losses and {D} features")
    for k in (0, epochs - 1):
        loss = mean_cross_entropy(X, y, descent.w_history[k], descent.b_history[k])
        if not np.isclose(descent.losses[k], loss, rtol=1e-6):
            raise ValueError(
                f"losses[{k}] is {descent.losses[k]:.6g}, but row {k} of the history has the mean cross-entropy "
                f"{loss:.6g} on these samples; a descent on cross-entropy over just these samples is wanted"
            )


@for_both_widths
def explore_training(X, y, descent, *, names=("x₁", "x₂"), limits=None, epoch=0):
    """Watch a perceptron train: its fit after each number of updates, beside the curve of its mean loss.

    X: samples, shape (N,) or (N, 1) for a fitted curve, (N, 2) for a decision boundary. y: (N,) labels 0 or 1.
    descent: what `perceptron.gradient_descent` returns for them with cross-entropy, or anything that has its `losses`
    (epochs,), `w_history` (epochs + 1, D) and `b_history` (epochs + 1,). names: of the features, for the axes.
    limits: what to show of each feature, (low, high) for one, a pair of these for two; by default all samples.
    epoch: the first one shown, 0, 1, 2 … 6, 8, 10, 12, 15, 20, 25, 30, 40 and so on, or the last.

    Raises ValueError for more than two features, or a history that does not belong to the samples.
    """
    X, y = _checked_data(X, y)
    _check_descent(X, y, descent)
    scene, epochs = TrainingScene(X, y, descent, names, limits), epoch_grid(len(descent.losses))
    losses, accuracy = np.transpose([list(scene.numbers(k).values()) for k in epochs])
    settled = epochs[np.argmax(losses <= 1.01 * losses[-1])]
    tasks = [lambda epoch: epoch == epochs[accuracy.argmax()], lambda epoch: epoch == settled]
    layers, heard = {("epoch",): scene.moving}, {"mean loss L (nats)": (0, scene.top)}
    controls = [Play("epoch", "epoch", epochs, start=epoch, text="{:,}".format, along=("x", scene.marker.axes))]
    return wired("explore_training", scene, layers, controls, heard, tasks, drawn=scene.panel.drawn)
