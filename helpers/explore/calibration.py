"""Explorable of notebook 7: forecasts pushed towards ½ or away from it, and what becomes of their mean loss."""

import numpy as np

from helpers.explorable import Choice, Slider
from helpers.explore.shared import empty, for_both_widths, wired
from helpers.losses import as_finite, cross_entropy, entropy, kl_divergence, sigmoid
from helpers.plots import BAR, GREY, chance_bars, draw_calibration, new_figure, number

TEMPERATURES = [0.25, 0.35, 0.5, 0.7, 0.85, 1, 1.2, 1.4, 1.7, 2, 2.5, 3, 4, 6, 10]
ANSWERS = {"every answer": np.inf, "three answers": 3, "one answer": 1}
TERMS = ["uncertainty", "− resolution", "+ miscalibration", "= mean loss"]
NUMBERS = ["uncertainty (nats)", "resolution (nats)", "miscalibration (nats)", "mean loss (nats)"]
LOOKS = [{"color": BAR}, *({"facecolor": "white", "hatch": hatch} for hatch in ("///", "xx")), {"color": GREY}]


def both(p):
    """The distribution (1 − p, p) over the labels 0 and 1, along a new last axis."""
    return np.stack([1 - p, p], axis=-1)


def terms_of(counts, y_hat, share):
    """Of groups, in nats: uncertainty − resolution + miscalibration, and the mean loss, which is the same."""
    weights = counts / counts.sum()
    all_share = weights @ share
    resolution = weights @ kl_divergence(both(share), both(np.full(len(share), all_share)))
    pair = both(share), both(y_hat)
    return entropy(both(all_share)), resolution, weights @ kl_divergence(*pair), weights @ cross_entropy(*pair)


def shown(term):
    return number(abs(round(term, 3)))  # without the sign of a rounded −0


class CalibrationScene:
    """The calibration diagram on the left; on the right the three terms, each bar from where the last one ended."""

    def __init__(self, counts, mean_y_hat, share):
        order = np.argsort(mean_y_hat)
        self.groups = np.array([counts, mean_y_hat, share], dtype=float)[:, order]
        self.figure, (self.left, self.right) = new_figure(1, 2, size=(7.2, 3.7), width_ratios=(4, 3))
        with np.errstate(invalid="ignore"):
            self.points, self.bars, words = draw_calibration(self.left, counts, mean_y_hat, share, 0 * self.groups[0])
        for word in words:
            word.remove()
        self._draw_terms()

    def _draw_terms(self):
        axes, (uncertainty, *_, loss) = self.right, terms_of(*self.groups)
        self.top = 1.6 * max(uncertainty, np.log(2), loss if np.isfinite(loss) else 0)
        self.patches = [axes.barh(-row, 1, 0.6, edgecolor=GREY, **look)[0] for row, look in enumerate(LOOKS)]
        self.words = [axes.text(1.07, -row, "", transform=axes.get_yaxis_transform(), va="center") for row in range(4)]
        self.arrows = empty(axes, color="black", marker=">", linestyle="none", clip_on=False)
        self.arrows.set_in_layout(False)  # without a point it counts as one in the corner of the figure
        axes.axvline(np.log(2), color=GREY, linestyle=":", linewidth=1.3)
        axes.annotate("log 2", (np.log(2), 0.5), xytext=(3, 0), textcoords="offset points", va="center", color=GREY)
        axes.set(xlim=(0, self.top), ylim=(-3.5, 0.7), xlabel="nats", yticks=range(0, -4, -1), yticklabels=TERMS)
        axes.grid(False)

    def merged(self, answers):
        """The groups, or neighbours among them put together, each with its mean answer."""
        parts = np.array_split(np.arange(self.groups.shape[1]), min(ANSWERS[answers], self.groups.shape[1]))
        counts, *means = self.groups
        merged = [[np.average(mean[part], weights=counts[part]) for part in parts] for mean in means]
        return np.array([[counts[part].sum() for part in parts], *merged])

    def pushed(self, temperature, answers):
        """The merged groups, the logit of each answer divided by the temperature."""
        counts, said, share = self.merged(answers)
        with np.errstate(divide="ignore"):
            return counts, sigmoid((np.log(said) - np.log1p(-said)) / temperature), share

    def numbers(self, temperature, answers):
        return dict(zip(NUMBERS, terms_of(*self.pushed(temperature, answers)), strict=True))

    def update(self, temperature, answers):
        counts, y_hat, share = self.pushed(temperature, answers)
        self.points.set_data(y_hat, share)
        self.bars.set_data(*chance_bars(y_hat, np.sqrt(y_hat * (1 - y_hat) / counts)))
        terms = self.numbers(temperature, answers).values()
        self._place(*terms)
        uncertainty, resolution, miscalibration, loss = map(shown, terms)
        pushed = "towards ½" if temperature > 1 else "away from ½" if temperature < 1 else "nowhere"
        return (
            f"T = {temperature:g}, {answers}: pushed {pushed}. Uncertainty {uncertainty} − resolution {resolution} + "
            f"miscalibration {miscalibration} = mean loss {loss} nats."
        )

    def is_cheapest(self, temperature, answers):
        """Does no other temperature make every answer cheaper?"""
        losses = {T: terms_of(*self.pushed(T, "every answer"))[-1] for T in TEMPERATURES}
        return answers == "every answer" and losses[temperature] == min(losses.values()) < np.inf

    def _place(self, uncertainty, resolution, miscalibration, loss):
        ends = [(0, uncertainty), (uncertainty - resolution, uncertainty), (uncertainty - resolution, loss), (0, loss)]
        for patch, (start, end) in zip(self.patches, ends, strict=True):
            patch.set(x=start, width=min(end, self.top) - start)
        for word, term in zip(self.words, (uncertainty, resolution, miscalibration, loss), strict=True):
            word.set_text(shown(term))
        beyond = [-row for row, (_, end) in enumerate(ends) if end > self.top]
        self.arrows.set_data([self.top] * len(beyond), beyond)


def _checked(counts, mean_y_hat, share):
    groups = [as_finite(values, name) for values, name in ((counts, "counts"), (mean_y_hat, "ŷ"), (share, "share"))]
    if len({values.shape for values in groups}) > 1 or groups[0].ndim != 1 or (groups[0] <= 0).any():
        raise ValueError(f"got the counts {counts}, ŷ {mean_y_hat}, shares {share}; want three (K,) and counts above 0")
    if min(map(np.min, groups[1:])) < 0 or max(map(np.max, groups[1:])) > 1:
        raise ValueError(f"got ŷ {mean_y_hat} and shares {share}; want numbers from 0 to 1")
    return groups


@for_both_widths
def explore_calibration(counts, mean_y_hat, share, temperature=1, answers="every answer"):
    """Divide the logits of grouped forecasts by T: the calibration diagram, the mean loss and its three terms.

    counts, mean_y_hat, share: (K,), of each group of forecasts how many, the ŷ that was said, and the share of y = 1.
    temperature: the first one shown, above 1 for answers pushed towards ½, below 1 for answers pushed away. answers:
    "every answer", "three answers" (neighbouring groups put together), or "one answer". A forecast of 0 or 1 stays what
    it is. Raises ValueError for shapes that differ, an empty group, or what is not a probability.
    """
    scene = CalibrationScene(*_checked(counts, mean_y_hat, share))
    moving = [scene.bars, scene.points, *scene.patches, *scene.words, scene.arrows]
    controls = [
        Slider("temperature", "temperature T", TEMPERATURES, start=temperature),
        Choice("answers", "answers told apart", list(ANSWERS), start=answers),
    ]
    layers, heard = {("temperature", "answers"): moving}, {"mean loss (nats)": (0, scene.top)}
    tasks = [scene.is_cheapest, lambda answers: answers == "one answer"]
    return wired("explore_calibration", scene, layers, controls, heard, tasks)
