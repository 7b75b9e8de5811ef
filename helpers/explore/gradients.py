"""Explorables of notebook 3: two losses, their gradients, and what becomes of a descent on each.

Every gradient drawn here comes from `losses` or `perceptron`, where tests hold it against differences.
"""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from helpers.explorable import Choice, Explorable, Play, Slider
from helpers.explore.definition import checked_samples
from helpers.losses import (
    binary_cross_entropy_from_logits,
    binary_cross_entropy_grad_z,
    sigmoid,
    squared_error_from_logits,
    squared_error_grad_z,
)
from helpers.perceptron import gradient_descent
from helpers.plots import GREY, new_figure, number, style

# Blue and vermilion belong to the labels, so the two losses have colours of their own.
LOSS_STYLES = {
    "cross_entropy": {"color": "#00785A", "linestyle": "-", "marker": "D"},
    "squared_error": {"color": "#8E3B7A", "linestyle": "--", "marker": "v"},
}
NAMES = {"cross_entropy": "cross-entropy", "squared_error": "squared error"}
LOSSES = {"cross_entropy": binary_cross_entropy_from_logits, "squared_error": squared_error_from_logits}
GRADIENTS = {"cross_entropy": binary_cross_entropy_grad_z, "squared_error": squared_error_grad_z}
SHADE = "#EDEDED"


def line_style(loss):
    return {key: LOSS_STYLES[loss][key] for key in ("color", "linestyle")}


def logit(y_hat):
    """The z for which σ(z) = ŷ: log(ŷ/(1 − ŷ))."""
    return np.log(y_hat / (1 - y_hat))


def with_marks(grid, marks):
    """The grid, with the value nearest to each mark replaced by the mark."""
    moved = {min(grid, key=lambda value: abs(value - mark)): mark for mark in marks}
    return [moved.get(value, value) for value in grid]


# Both losses and both gradients against z

Z_END = 6
Z_SHOWN = 6.3
Z_MARKS = [float(logit(y_hat)) for y_hat in (0.01, 1 / 3, 2 / 3, 0.99)]
Z_GRID = with_marks([k / 5 for k in range(-5 * Z_END, 5 * Z_END + 1)], Z_MARKS)
FLAT = 0.05  # shaded as saturated: the slope of the sigmoid, ŷ(1 − ŷ), is below this
FLAT_FROM = float(logit((1 + np.sqrt(1 - 4 * FLAT)) / 2))
Y_HAT_TICKS = [0.01, 0.1, 0.5, 0.9, 0.99]


def z_and_y_hat(z):
    return f"{number(z)} (ŷ = {sigmoid(z):.4f})"


class GradientScene:
    """Above, both losses against z with their tangents; below, the steepness of each; the saturated ends shaded."""

    def __init__(self):
        self.figure, (self.top, self.bottom) = new_figure(2, 1, size=(7.2, 5.0), sharex=True)
        self.above_peak = 1.6 / self.figure.get_figheight()  # room for the words at the peak, which keep their height
        self.grid = np.linspace(-Z_SHOWN, Z_SHOWN, 127)
        self._draw_background()
        self.curves = {(axes, loss): self._line(axes, loss) for axes in (self.top, self.bottom) for loss in LOSSES}
        self.sides = [self.bottom.text(x, 1.2, "", ha="center", va="top", color=GREY) for x in (-4.45, 4.45)]
        self.peak = self.bottom.text(0, 0, "", ha="center", va="bottom", fontsize=9)
        self.peak.set_color(LOSS_STYLES["squared_error"]["color"])
        self.cursors = [axes.plot([], [], color=GREY, linewidth=0.8)[0] for axes in (self.top, self.bottom)]
        self.tangents = {loss: self.top.plot([], [], color="black", linewidth=1.2)[0] for loss in LOSSES}
        self.points = {(axes, loss): self._point(axes, loss) for axes, loss in self.curves}
        self.ratio = self.bottom.text(0, 0, "", va="center", fontsize=12, fontweight="bold")

    def _draw_background(self):
        for axes in (self.top, self.bottom):
            for edge in (-1, 1):
                axes.axvspan(edge * FLAT_FROM, edge * Z_SHOWN, color=SHADE, linewidth=0, zorder=0)
        for loss, name in NAMES.items():
            self.top.plot([], [], label=name, **line_style(loss))
        self.top.legend(loc="upper left", bbox_to_anchor=(0.5, 1))
        self.top.set(xlim=(-Z_SHOWN, Z_SHOWN), ylim=(-0.4, 6.6), ylabel="loss ℓ")
        self.bottom.set(ylim=(-0.08, 1.28), ylabel="steepness |∂ℓ/∂z|", xlabel="logit z")
        upper = self.top.secondary_xaxis("top")
        upper.set_xticks(logit(np.array(Y_HAT_TICKS)), [f"{y_hat:g}" for y_hat in Y_HAT_TICKS])
        upper.set_xlabel("prediction ŷ = σ(z)")

    @staticmethod
    def _line(axes, loss):
        return axes.plot([], [], **line_style(loss))[0]

    @staticmethod
    def _point(axes, loss):
        return axes.plot([], [], markersize=8, markeredgecolor="white", **LOSS_STYLES[loss])[0]

    def update(self, z, y):
        at = {loss: float(gradient(y, z)) for loss, gradient in GRADIENTS.items()}
        ratio = at["cross_entropy"] / at["squared_error"]
        self._set_label(y)
        self._place(z, y, at)
        self._write_ratio(z, y, f"× {ratio:.3g}", np.abs(list(at.values())).mean())
        where = "saturated" if abs(z) > FLAT_FROM else "not saturated"
        return (
            f"y = {y}, z = {number(z)}, ŷ = {sigmoid(z):.4f}: {where}. The gradient ∂ℓ/∂z is "
            f"{number(at['cross_entropy'], 4)} for cross-entropy and {number(at['squared_error'], 4)} for squared "
            f"error, a ratio of {ratio:.3g}."
        )

    def _write_ratio(self, z, y, words, height):
        """Between the two gradients, on the side where no curve passes and where there is room."""
        rightwards = 2 * y - 1  # where the neuron becomes right, and cross-entropy's curve falls
        side = -rightwards if -4.7 < rightwards * z < 0.75 or rightwards * z > 4.7 else rightwards
        place = z + 0.25 * side, max(height, self.above_peak)
        self.ratio.set(text=words, ha="left" if side == 1 else "right", position=place)

    def _set_label(self, y):
        """All that changes with the label alone: the curves and the words beside them."""
        for loss in LOSSES:
            self.curves[self.top, loss].set_data(self.grid, LOSSES[loss](y, self.grid))
            self.curves[self.bottom, loss].set_data(self.grid, np.abs(GRADIENTS[loss](y, self.grid)))
        for text, side in zip(self.sides, (0, 1), strict=True):
            text.set_text("saturated, right" if side == y else "saturated, wrong")
        self.peak.set_position((-2.2 if y == 1 else 2.2, 0.17))
        self.peak.set_text(f"at most 4/27 ≈ 0.148, at ŷ = {'1/3' if y == 1 else '2/3'}")

    def _place(self, z, y, at):
        """Points on all four curves, tangents on the losses, a cursor through both axes."""
        for cursor, height in zip(self.cursors, (6.6, 1.28), strict=True):
            cursor.set_data([z, z], [-0.4, height])
        for loss, gradient in at.items():
            value = float(LOSSES[loss](y, z))
            self.points[self.top, loss].set_data([z], [value])
            self.points[self.bottom, loss].set_data([z], [abs(gradient)])
            self.tangents[loss].set_data([z - 1, z + 1], [value - gradient, value + gradient])


@style()
def explore_gradients(y=1, z=0.0):
    """Slide z and choose y: cross-entropy and squared error of one prediction, the gradient of each, and their ratio.

    The grid of z runs from −6 to 6 in fifths and holds the exact places of ŷ = 0.01, 1/3, 2/3 and 0.99.
    """
    scene = GradientScene()
    of_both = [*scene.tangents.values(), *scene.points.values(), scene.ratio]
    return Explorable(
        scene.figure,
        {
            ("y",): [*scene.curves.values(), *scene.sides, scene.peak],
            ("z",): scene.cursors,
            ("z", "y"): of_both,
        },
        [
            Slider("z", "logit z", Z_GRID, start=z, text=z_and_y_hat),
            Choice("y", "true label y", [0, 1], start=y),
        ],
        scene.update,
        alt="Above, both losses against z: on the wrong side cross-entropy is a steep line, squared error a flat "
        "plateau. Below, the size of each gradient: on the wrong side cross-entropy's climbs to 1, while squared "
        "error's is a low bump that returns to 0.",
    )


# The race

RACE_STARTS = {"(2, 2)": (2.0, 2.0), "(0.6, 0.9)": (0.6, 0.9)}
RACE_EPOCHS = 280
RACE_LEARNING_RATE = 0.15


def race(loss, w, b, epochs=RACE_EPOCHS, learning_rate=RACE_LEARNING_RATE):
    """The prediction ŷ = σ(w + b) of one neuron with x = 1 and target 0, shape (epochs + 1,): row k after k updates."""
    descent = gradient_descent([[1.0]], [0], learning_rate, epochs, loss=loss, w=[w], b=b)
    return sigmoid(descent.w_history[:, 0] + descent.b_history)


def epochs_to_cross(y_hat, threshold=0.5):
    """The number of updates after which ŷ is below the threshold for the first time; None where it never is."""
    below = np.flatnonzero(y_hat < threshold)
    return int(below[0]) if below.size else None


class RaceScene:
    """ŷ against the epoch for both losses, uncovered as the race runs."""

    def __init__(self):
        self.histories = {name: {loss: race(loss, *at) for loss in LOSSES} for name, at in RACE_STARTS.items()}
        self.figure, axes = new_figure(size=(7.2, 3.9))
        axes.set(xlim=(-4, RACE_EPOCHS + 5), xlabel="epoch (updates made)")
        axes.set(ylim=(-0.04, 1.04), ylabel="prediction ŷ (the target is 0)")
        axes.axhline(0.5, color="black", linewidth=1, linestyle=":")
        for loss, name in NAMES.items():
            axes.plot([], [], label=name, **line_style(loss))
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)
        axes.grid(False)
        self.curves = {loss: axes.plot([], [], zorder=0.2, **line_style(loss))[0] for loss in LOSSES}
        self.marks = {loss: self._mark(axes, loss) for loss in LOSSES}
        whole_height = {"height": 1, "transform": axes.get_xaxis_transform()}
        self.cover = Rectangle((0, 0), RACE_EPOCHS + 5, **whole_height, color=SHADE, linewidth=0, zorder=0.4)
        axes.add_patch(self.cover)
        self.runners = {loss: axes.plot([], [], markersize=9, **LOSS_STYLES[loss])[0] for loss in LOSSES}

    @staticmethod
    def _mark(axes, loss):
        height = {"cross_entropy": 0.4, "squared_error": 0.53}[loss]
        return axes.text(0, height, "", color=LOSS_STYLES[loss]["color"], fontweight="bold", zorder=0.3)

    def update(self, epoch, start):
        self.cover.set(x=epoch, width=RACE_EPOCHS + 5 - epoch)
        said = []
        for loss, y_hat in self.histories[start].items():
            self.curves[loss].set_data(np.arange(len(y_hat)), y_hat)
            self.runners[loss].set_data([epoch], [y_hat[epoch]])
            crossed = epochs_to_cross(y_hat)
            self.marks[loss].set(text=f"epoch {crossed}", x=crossed + 5)
            state = f"below ½ since epoch {crossed}" if epoch >= crossed else "still above ½"
            said.append(f"{NAMES[loss]} has ŷ = {number(y_hat[epoch], 4)}, {state}")
        return f"From {start}, epoch {epoch}: {said[0]}; {said[1]}."


@style()
def explore_race(start="(2, 2)", epoch=0):
    """Play two descents with one step size, η = 0.15: one neuron, x = 1, target 0, started confidently wrong.

    "Crossed at epoch k" means that ŷ is below ½ for the first time after k updates.
    """
    scene = RaceScene()
    return Explorable(
        scene.figure,
        {
            ("start",): [*scene.curves.values(), *scene.marks.values()],
            ("epoch",): [scene.cover],
            ("epoch", "start"): list(scene.runners.values()),
        },
        [
            Play("epoch", "epoch", list(range(RACE_EPOCHS + 1)), start=epoch, seconds=12),
            Choice("start", "start (w, b)", list(RACE_STARTS), start=start),
        ],
        scene.update,
        alt="The prediction of a neuron against the epoch, once for each loss, from a start near 1 down to the target "
        "0. Cross-entropy falls at once; squared error stays high for a long time before it falls.",
    )


# The landscape

LANDSCAPE_STARTS = {
    "(0, 0)": (0.0, 0.0),
    "(0, 5)": (0.0, 5.0),
    "(-5, 0)": (-5.0, 0.0),
    "(-5, -4)": (-5.0, -4.0),
}
LANDSCAPE_END = 6.5
LANDSCAPE_LEARNING_RATE = 1.0
LANDSCAPE_EPOCHS = [*range(11), 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 125, 150, 200, 250, 300, 400, 500, 700, 1000]
HEIGHTS = LinearSegmentedColormap.from_list("heights", ["#FFFFFF", "#BDBDBD"])
LEVELS = {"cross_entropy": [0.4, 0.7, *range(1, 8)], "squared_error": np.arange(1, 8) / 20}


def true_minus(text):
    return text.replace("-", "−")


def mean_loss(loss, x, y, w, b):
    """The mean loss over the samples, for arrays w and b of one shape."""
    z = np.outer(x, w) + np.ravel(b)
    labels = np.broadcast_to(y[:, np.newaxis], z.shape)
    return LOSSES[loss](labels, z).mean(axis=0).reshape(np.shape(w))


class LandscapeScene:
    """The contours of each mean loss over (w, b), a cross at the minimum, and the descent."""

    def __init__(self, x, y):
        self.x, self.y = x, y
        self.figure, both = new_figure(1, 2, size=(7.6, 4.1), sharey=True)
        self.axes = dict(zip(LOSSES, both, strict=True))
        self.descents = {
            (loss, start): self._descend(loss, *at) for loss in LOSSES for start, at in LANDSCAPE_STARTS.items()
        }
        for loss in LOSSES:
            self._draw_background(loss)
        self.axes["cross_entropy"].set_ylabel("bias b")
        self.paths = {loss: self._artist(loss, linewidth=2.5, **line_style(loss)) for loss in LOSSES}
        self.points = {
            loss: self._artist(loss, markersize=10, markeredgecolor="white", **LOSS_STYLES[loss]) for loss in LOSSES
        }
        self.words = {loss: self._words(loss) for loss in LOSSES}

    def _draw_background(self, loss):
        axes, grid = self.axes[loss], np.linspace(-LANDSCAPE_END, LANDSCAPE_END, 53)
        w, b = np.meshgrid(grid, grid)
        heights = mean_loss(loss, self.x, self.y, w, b)
        axes.contourf(w, b, heights, levels=LEVELS[loss], cmap=HEIGHTS, extend="both")
        lines = axes.contour(w, b, heights, levels=LEVELS[loss], colors="#8C8C8C", linewidths=0.8)
        for level in axes.clabel(lines, fontsize=8, fmt="{:g}".format, colors="black"):
            level.set_visible(np.abs(level.get_position()).max() < 0.94 * LANDSCAPE_END)  # not cut by the frame
        lowest = self.descents[loss, "(0, 0)"]
        axes.plot(lowest.w, lowest.b, marker="+", markersize=12, color="black")
        axes.grid(False)
        axes.set(xlim=(-LANDSCAPE_END, LANDSCAPE_END), ylim=(-LANDSCAPE_END, LANDSCAPE_END))
        axes.set(title=NAMES[loss], xlabel="weight w")

    def _descend(self, loss, w, b):
        X = self.x[:, np.newaxis]
        return gradient_descent(X, self.y, LANDSCAPE_LEARNING_RATE, LANDSCAPE_EPOCHS[-1], loss=loss, w=[w], b=b)

    def _artist(self, loss, **look):
        return self.axes[loss].plot([], [], **look)[0]

    def _words(self, loss):
        axes = self.axes[loss]
        box = {"facecolor": "white", "edgecolor": "none", "pad": 2}
        return axes.text(0.98, 0.98, "", transform=axes.transAxes, ha="right", va="top", bbox=box)

    def update(self, epoch, start):
        said = []
        for loss in LOSSES:
            descent = self.descents[loss, start]
            w, b = descent.w_history[: epoch + 1, 0], descent.b_history[: epoch + 1]
            value = float(mean_loss(loss, self.x, self.y, w[-1], b[-1]))
            self.paths[loss].set_data(w, b)
            self.points[loss].set_data(w[-1:], b[-1:])
            self.words[loss].set_text(f"mean loss {number(value)}")
            said.append(f"{NAMES[loss]} is at w = {number(w[-1], 2)}, b = {number(b[-1], 2)}, loss {number(value)}")
        return f"From {true_minus(start)}, epoch {epoch}: {said[0]}; {said[1]}."


@style()
def explore_landscape(x, y, start="(-5, 0)", epoch=0):
    """Play gradient descent on the mean of each loss over (w, b), with one step size, η = 1, from a chosen start.

    x: (N,) feature values. y: (N,) labels 0 or 1, both present. Epochs run to 1000, close together at first. Raises
    ValueError for other labels, an x that is not finite, shapes that differ, or one label or one x only.
    """
    scene = LandscapeScene(*checked_samples(x, y))
    moving = [*scene.paths.values(), *scene.points.values(), *scene.words.values()]
    return Explorable(
        scene.figure,
        {("epoch", "start"): moving},
        [
            Play("epoch", "epoch", LANDSCAPE_EPOCHS, start=epoch, seconds=8),
            Choice("start", "both start at (w, b) =", list(LANDSCAPE_STARTS), start=start, text=true_minus),
        ],
        scene.update,
        alt="Contours of the mean loss over w and b, cross-entropy on the left, squared error on the right, with the "
        "path of gradient descent on each. Cross-entropy's contours surround one minimum; squared error has wide "
        "plateaus without contours, where its path hardly moves.",
    )
