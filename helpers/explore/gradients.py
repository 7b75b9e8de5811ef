"""Explorable of notebook 3: two losses of one prediction and the gradient of each, which come from `losses`."""

import numpy as np

from helpers import losses
from helpers.explorable import Choice, Slider
from helpers.explore.shared import beside, empty, for_both_widths, lay_tangent, wired
from helpers.plots import GREY, is_narrow, new_figure, number

# Blue and vermilion belong to the labels, so the two losses have colours of their own.
LOSS_STYLES = {
    "cross_entropy": {"color": "#00785A", "linestyle": "-", "marker": "D"},
    "squared_error": {"color": "#8E3B7A", "linestyle": "--", "marker": "v"},
}
NAMES = {"cross_entropy": "cross-entropy", "squared_error": "squared error"}
LOSSES = {"cross_entropy": losses.binary_cross_entropy_from_logits, "squared_error": losses.squared_error_from_logits}
GRADIENTS = {"cross_entropy": losses.binary_cross_entropy_grad_z, "squared_error": losses.squared_error_grad_z}
STEEPNESS = {loss: f"steepness |∂ℓ/∂z|, {name}" for loss, name in NAMES.items()}
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
HIDDEN, SHOWN = "hidden", "shown"
Y_HAT_TICKS = [0.01, 0.1, 0.5, 0.9, 0.99]


def z_and_y_hat(z):
    return f"{number(z)} (ŷ = {losses.sigmoid(z):.4f})"


def is_hardest(z, y):
    """Whether squared error pushes nowhere harder than here."""
    return z == Z_GRID[np.abs(losses.squared_error_grad_z(y, Z_GRID)).argmax()]


def is_hundredfold(z, y):
    return losses.binary_cross_entropy_grad_z(y, z) / losses.squared_error_grad_z(y, z) >= 100


class GradientScene:
    """Above, both losses against z with tangents; below, how steep each is, in curves too if the reader asks."""

    def __init__(self):
        self.figure, (self.top, self.bottom) = new_figure(2, 1, size=(7.2, 5.0), sharex=True)
        self.near_edge, self.comma = (3.5, ",\n") if is_narrow() else (4.7, ", ")
        self.above_curve = 1.6 / self.figure.get_figheight()  # room for the ratio, whose letters keep their height
        self.grid = np.linspace(-Z_SHOWN, Z_SHOWN, 127)
        self._draw_background()
        places = [(axes, loss) for axes in (self.top, self.bottom) for loss in LOSSES]
        self.curves = {(axes, loss): empty(axes, **line_style(loss)) for axes, loss in places}
        self.sides = [self.bottom.text(x, 1.2, "", ha="center", va="top", color=GREY) for x in (-4.45, 4.45)]
        self.cursors = [empty(axes, color=GREY, linewidth=0.8) for axes in (self.top, self.bottom)]
        self.tangents = {loss: empty(self.top, color="black", linewidth=1.2) for loss in LOSSES}
        look = {"markersize": 8, "markeredgecolor": "white"}
        self.points = {(axes, loss): empty(axes, **look, **LOSS_STYLES[loss]) for axes, loss in places}
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

    def numbers(self, z, y, steepness):
        told = {f"loss, {NAMES[loss]}": float(height(y, z)) for loss, height in LOSSES.items()}
        return told | {STEEPNESS[loss]: abs(float(gradient(y, z))) for loss, gradient in GRADIENTS.items()}

    def update(self, z, y, steepness):
        told = self.numbers(z, y, steepness)
        at = {loss: told[name] * (1 - 2 * y) for loss, name in STEEPNESS.items()}
        ratio = at["cross_entropy"] / at["squared_error"]
        self._set_label(y, steepness == SHOWN)
        self._place(z, at, told)
        self._write_ratio(z, y, f"× {ratio:.3g}", np.abs(list(at.values())).mean())
        where = "saturated" if abs(z) > FLAT_FROM else "not saturated"
        gradients = " and ".join(f"{number(gradient, 4)} for {NAMES[loss]}" for loss, gradient in at.items())
        return (
            f"y = {y}, z = {number(z)}, ŷ = {losses.sigmoid(z):.4f}: {where}. "
            f"The gradient ∂ℓ/∂z is {gradients}, a ratio of {ratio:.3g}."
        )

    def _write_ratio(self, z, y, words, height):
        """Between the two gradients, on the side where no curve passes and where there is room."""
        rightwards = 2 * y - 1  # where the neuron becomes right, and cross-entropy's curve falls
        free = -self.near_edge < rightwards * z < 0.75 or rightwards * z > self.near_edge
        place = beside(z, 0.25, right=(rightwards == 1) != free)
        self.ratio.set(text=words, y=max(height, self.above_curve), **place)

    def _set_label(self, y, shown):
        """All that changes with the label alone: the curves, and the words that lie beside those of the steepness."""
        for loss in LOSSES:
            self.curves[self.top, loss].set_data(self.grid, LOSSES[loss](y, self.grid))
            steepness = np.abs(GRADIENTS[loss](y, self.grid)) if shown else np.full_like(self.grid, np.nan)
            self.curves[self.bottom, loss].set_data(self.grid, steepness)
        for text, side in zip(self.sides, (0, 1), strict=True):
            text.set_text(f"saturated{self.comma}{'right' if side == y else 'wrong'}" if shown else "saturated")

    def _place(self, z, at, told):
        """Points on all four curves, tangents on the losses, a cursor through both axes."""
        for cursor, height in zip(self.cursors, (6.6, 1.28), strict=True):
            cursor.set_data([z, z], [-0.4, height])
        for loss, gradient in at.items():
            value = told[f"loss, {NAMES[loss]}"]
            self.points[self.top, loss].set_data([z], [value])
            self.points[self.bottom, loss].set_data([z], [abs(gradient)])
            lay_tangent(self.tangents[loss], z, value, gradient, 1)


@for_both_widths
def explore_gradients(y=1, z=0.0):
    """Slide z and choose y: cross-entropy and squared error of one prediction, the gradient of each, and their ratio.

    The grid of z runs from −6 to 6 in fifths and holds the exact places of ŷ = 0.01, 1/3, 2/3 and 0.99. How the
    steepness depends on z is drawn as soon as the reader asks for it.
    """
    scene = GradientScene()
    layers = {
        ("y", "steepness"): [*scene.curves.values(), *scene.sides],
        ("z",): scene.cursors,
        ("z", "y"): [*scene.tangents.values(), *scene.points.values(), scene.ratio],
    }
    controls = [
        Slider("z", "logit z", Z_GRID, start=z, text=z_and_y_hat, along=("x", [scene.top, scene.bottom])),
        Choice("y", "true label y", [0, 1], start=y),
        Choice("steepness", "curves of the steepness", [HIDDEN, SHOWN]),
    ]
    heard = dict.fromkeys(STEEPNESS.values(), (0, 1))
    return wired("explore_gradients", scene, layers, controls, heard, [is_hardest, is_hundredfold])
