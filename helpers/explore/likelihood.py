"""Explorables of notebook 2: one ŷ for many tosses, an underflow, two models of the same label, Newton's steps."""

import numpy as np

from helpers.explorable import Choice, Slider
from helpers.explore.shared import beside, empty, for_both_widths, note, put, wired
from helpers.losses import bernoulli_log_likelihood, sigmoid
from helpers.plots import GREY, draw_cover, new_figure, number, scientific

Y_HAT_GRID = [0.0, 0.02, *(k / 20 for k in range(1, 20)), 0.98, 1.0]

GREEN = "#008060"  # what the reader moves, and the Gaussian: neither belongs to a label, so neither has its colour
COVER = {"color": "#EDEDED"}  # over what the reader has not come to yet
POINT = {"color": GREEN, "marker": "o", "markersize": 9, "markeredgecolor": "white", "clip_on": False, "zorder": 4}
ARROW = POINT | {"marker": "^", "markersize": 11}  # in the place of a point that is infinitely high

# One ŷ for N tosses ---------------------------------------------------------------------------------------------------

TOSSES_GRID = [5, 20, 100]
SHARE_GRID = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]  # of every N above, a whole number of tosses
LOSS_TOP = 4.4  # nats; every finite loss of the grid is below


def toss_likelihood(N, k, y_hat):
    """Probability of one sequence of N tosses with k ones: ŷᵏ(1−ŷ)ᴺ⁻ᵏ."""
    return y_hat**k * (1 - y_hat) ** (N - k)


def toss_log_likelihood(N, k, y_hat):
    """Its logarithm, k log ŷ + (N−k) log(1−ŷ), in nats; −∞ where ŷ calls a toss that came impossible."""
    counts = {1: k, 0: N - k}
    return sum(count * bernoulli_log_likelihood(y, y_hat) for y, count in counts.items() if count)


class LikelihoodScene:
    """Likelihood, log-likelihood and loss against ŷ, under one cursor, covered beyond it.

    The first is a share of its largest value, the second in units of N, so that the axes stay and their numbers move.
    """

    def __init__(self):
        self.figure, self.axes = new_figure(3, 1, size=(7.2, 4.9), sharex=True)
        # Close enough to 0 and 1 for every curve to leave its axes.
        self.grid = np.sort(np.concatenate([sigmoid(np.arange(-28, 29)), np.linspace(0.01, 0.99, 99)]))
        self._draw_background()
        lower = self.axes[1:]
        self.curves = [empty(axes, color="black") for axes in self.axes]
        self.covers = [draw_cover(axes, 0, 1.02, zorder=2.1, **COVER) for axes in self.axes]
        self.cursor = [axes.axvline(0, color=GREEN, linewidth=1.2) for axes in self.axes]
        self.points = [empty(axes, **POINT) for axes in self.axes]
        self.beyond = [empty(axes, **ARROW | {"marker": way}) for axes, way in zip(lower, "v^", strict=True)]
        look = {"va": "center", "fontsize": 14}
        self.infinities = [axes.text(0, 0, words, **look) for axes, words in zip(lower, ("−∞", "∞"), strict=True)]
        self.largest = self.axes[0].set_title("", loc="right", fontsize=10)
        look = {"transform": self.axes[1].get_yaxis_transform(), "ha": "right", "va": "center"}
        self.ticks = [self.axes[1].text(-0.012, height, "", **look) for height in (0, -2, -4)]

    def _draw_background(self):
        top, middle, bottom = self.axes
        top.set(xlim=(-0.02, 1.02), ylim=(-0.06, 1.14), yticks=[0, 1], yticklabels=["0", "max"], ylabel="likelihood")
        middle.set(ylim=(-LOSS_TOP, 0.3), yticks=[0, -2, -4], yticklabels=[])
        middle.set_ylabel("log-likelihood", labelpad=34)
        bottom.set(ylim=(-0.3, LOSS_TOP), yticks=[0, 2, 4], ylabel="loss (nats)")
        bottom.set_xlabel("one prediction ŷ for all tosses")
        self.figure.align_ylabels([top, bottom])

    def numbers(self, y_hat, N, share):
        k = round(N * share)
        total = toss_log_likelihood(N, k, y_hat)
        return {"likelihood": toss_likelihood(N, k, y_hat), "log-likelihood (nats)": total, "loss (nats)": -total / N}

    def update(self, y_hat, N, share):
        k = round(N * share)
        likelihood, log_likelihood, loss = self.numbers(y_hat, N, share).values()
        largest = toss_likelihood(N, k, share)
        self._draw_curves(N, k, share, largest)
        self._place(y_hat, [likelihood / largest, -loss, loss])
        return (
            f"N = {N} tosses with k = {k} {'one' if k == 1 else 'ones'}, ŷ = {y_hat:g}: "
            f"likelihood {scientific(likelihood)}, log-likelihood {number(log_likelihood)}, "
            f"loss {number(loss)} nats." + (" All three are at their best here, at ŷ = k/N." if y_hat == share else "")
        )

    def _draw_curves(self, N, k, share, largest):
        mean = toss_log_likelihood(N, k, self.grid) / N
        heights = [toss_likelihood(N, k, self.grid) / largest, mean, -mean]
        for curve, height in zip(self.curves, heights, strict=True):
            curve.set_data(self.grid, height)
        self.largest.set_text(f"max = {scientific(largest)}")
        for tick, height in zip(self.ticks, (0, -2, -4), strict=True):
            tick.set_text(number(height * N, 0))

    def _place(self, y_hat, heights):
        for cover, line, point, height in zip(self.covers, self.cursor, self.points, heights, strict=True):
            cover.set(x=y_hat, width=1.02 - y_hat)
            line.set_xdata([y_hat, y_hat])
            point.set(data=([y_hat], [height]), visible=bool(np.isfinite(height)))
        place, infinite = beside(y_hat, 0.03, right=y_hat < 0.5), bool(np.isinf(heights[1]))
        for arrow, words, height in zip(self.beyond, self.infinities, (-LOSS_TOP + 0.4, LOSS_TOP - 0.4), strict=True):
            arrow.set(data=([y_hat], [height]), visible=infinite)
            words.set(**place, y=height, visible=infinite)

    @property
    def layers(self):
        return {
            ("N", "share"): [self.curves[0]],
            ("share",): self.curves[1:],
            ("y_hat",): self.covers,
            ("N",): self.ticks,
            ("share", "N"): [self.largest],
            ("y_hat", "share"): [*self.cursor, *self.points[1:], *self.beyond, *self.infinities],
            ("y_hat", "N", "share"): [self.points[0]],
        }


@for_both_widths
def explore_likelihood(y_hat=0.2, N=5, share=0.6):
    """Slide ŷ for N tosses with k ones: likelihood, log-likelihood and mean loss, uncovered up to ŷ.

    N is 5, 20 or 100. k is set as a share of N, in fifths: every choice exists, and a change of N keeps k/N.
    """
    scene = LikelihoodScene()
    controls = [
        Slider("y_hat", "prediction ŷ", Y_HAT_GRID, start=y_hat, along=("x", scene.axes)),
        Slider("share", "share of ones k/N", SHARE_GRID, start=share),
        Choice("N", "tosses N", TOSSES_GRID, start=N),
    ]
    tasks = [lambda y_hat, share: y_hat == share, lambda y_hat, share: y_hat == share in (0, 1)]
    return wired("explore_likelihood", scene, scene.layers, controls, {"loss (nats)": (0, LOSS_TOP)}, tasks)


# The product that underflows ------------------------------------------------------------------------------------------

MOST_SAMPLES = 2000
SAMPLE_GRID = sorted({
    *(1, 2, 5, 10, 20), *range(50, 2001, 50), 307, 308, *range(320, 326), *range(1020, 1026), *range(1070, 1081)
})  # fmt: skip
PROBABILITY_GRID = [0.9, 0.5, 0.1]
ZERO_ROW = -355  # the height, in powers of ten, at which an exact 0.0 is drawn


def running_products(p):
    """p, p², … up to MOST_SAMPLES factors, multiplied one after the other in float64."""
    return np.cumprod(np.full(MOST_SAMPLES, p))


def running_sums(p):
    """log p, 2 log p, …, up to MOST_SAMPLES terms, added one after the other in float64."""
    return np.cumsum(np.full(MOST_SAMPLES, np.log(p)))


class UnderflowScene:
    """Above, the product of N probabilities, and float64's floor where it gets there; below, the sum of their logs."""

    def __init__(self):
        self.products = {p: running_products(p) for p in PROBABILITY_GRID}
        self.sums = {p: running_sums(p) for p in PROBABILITY_GRID}
        self.figure, (self.top, self.bottom) = new_figure(2, 1, size=(7.2, 4.6), sharex=True)
        self._draw_background()
        self.floor = self._draw_floor()
        self.curves = [empty(axes, color="black") for axes in (self.top, self.top, self.bottom)]
        both = self.top, self.bottom
        self.cursor = [axes.axvline(0, color=GREEN, linewidth=1.2) for axes in both]
        self.points = [empty(axes, **POINT) for axes in both]
        self.words = [note(axes, 0.958, 0.97, fontweight="bold") for axes in both]

    def _draw_background(self):
        self.top.set(xlim=(0, 2050), ylim=(-430, 35), ylabel="product")
        self.top.set_yticks([0, -100, -200, -300], ["1", "10⁻¹⁰⁰", "10⁻²⁰⁰", "10⁻³⁰⁰"])
        self.bottom.set(ylim=(-4900, 900), ylabel="sum of logs (nats)", xlabel="number of samples N")

    def _draw_floor(self):
        limits, top = np.finfo(float), self.top
        floor = np.log10(limits.smallest_subnormal)
        return [
            top.axhspan(floor, np.log10(limits.smallest_normal), color="#9cc9bd", linewidth=0, zorder=0.3),
            top.axhspan(-430, floor, color="#e4e4e4", linewidth=0, zorder=0.3),
            top.text(1965, -300, "subnormal: fewer digits", color=GREEN, va="bottom", ha="right", zorder=0.4),
            top.text(1965, -402, "float64 has nothing here but 0.0", color=GREY, va="center", ha="right", zorder=0.4),
            top.text(-24, ZERO_ROW, "0.0", va="center", ha="right", zorder=0.4),
        ]

    def numbers(self, p, N):
        product, total = self.products[p][N - 1], self.sums[p][N - 1]
        power = np.log10(product) if product > 0 else -np.inf
        return {"product": product, "power of ten of the product": power, "sum of logs (nats)": total}

    def update(self, p, N):
        product, power, total = self.numbers(p, N).values()
        self._draw_curves(p, N)
        subnormal = bool(product < np.finfo(float).smallest_normal)
        for artist in self.floor:
            artist.set_visible(subnormal)
        height = max(power, ZERO_ROW)
        shown = scientific(product) if product > 0 else "exactly 0.0"
        for cursor, point, at in zip(self.cursor, self.points, (height, total), strict=True):
            cursor.set_xdata([N, N])
            point.set_data([N], [at])
        for words, text in zip(self.words, (f"product: {shown}", f"sum of logs: {number(total, 1)}"), strict=True):
            words.set_text(text)
        remark = ", an underflow" if product == 0 else ", a subnormal number" if subnormal else ""
        labels = "1 label" if N == 1 else f"{N} labels, each"
        return (
            f"N = {labels} of probability {p:g}: the product is {shown}{remark}; "
            f"the sum of the logs is {number(total)} nats."
        )

    def is_first_zero(self, p, N):
        return self.products[p][N - 1] == 0 < self.products[p][N - 2]

    def _draw_curves(self, p, N):
        products = self.products[p][:N]
        alive = int(np.count_nonzero(products))
        self.curves[0].set_data([1, alive], np.log10(products[[0, alive - 1]]))
        self.curves[1].set_data([alive + 1, N] if alive < N else [], [ZERO_ROW, ZERO_ROW] if alive < N else [])
        self.curves[2].set_data([1, N], self.sums[p][[0, N - 1]])


@for_both_widths
def explore_underflow(p=0.5, N=20):
    """Slide N: the product of N equal probabilities, which float64 loses, and the sum of their logs, which it keeps."""
    scene = UnderflowScene()
    moving = [*scene.curves, *scene.points, *scene.words]
    layers = {("p", "N"): scene.floor, ("N",): scene.cursor, ("N", "p"): moving}
    controls = [
        Slider("N", "samples N", SAMPLE_GRID, start=N, along=("x", [scene.top, scene.bottom])),
        Choice("p", "probability of each label", PROBABILITY_GRID, start=p),
    ]
    heard = {"power of ten of the product": (ZERO_ROW, 0), "sum of logs (nats)": (scene.bottom.get_ylim()[0], 0)}
    return wired("explore_underflow", scene, layers, controls, heard, [scene.is_first_zero])


# Two models of the same label -----------------------------------------------------------------------------------------

NOISE_GRID = [0.5, 1.0, 2.0]
COST_TOP = 4.5  # nats; every finite cost of the grid is below
COSTS = ["−log p(y), Bernoulli (nats)", "−log p(y), Gaussian (nats)"]
BERNOULLI = {"color": "black"}
GAUSSIAN = {"color": GREEN, "linestyle": "--"}
POINTS = [POINT | BERNOULLI | {"marker": "s", "markersize": 8}, POINT | GAUSSIAN]


def gaussian_log_density(y, y_hat, s):
    """log N(y; ŷ, s²) = −½(ŷ−y)²/s² − log(s√(2π)), in nats."""
    return -0.5 * ((y - y_hat) / s) ** 2 - np.log(s * np.sqrt(2 * np.pi))


class NoiseModelScene:
    """Left, what each model expects of the label; right, minus the log of what it gave to the label that came."""

    def __init__(self):
        self.figure, (self.left, self.right) = new_figure(1, 2, size=(7.2, 3.7))
        ends = np.geomspace(1e-3, 0.02, 8)
        self.grid = np.concatenate([ends, np.linspace(0.04, 0.96, 47), 1 - ends[::-1]])
        self.values = np.linspace(-1.5, 2.5, 81)
        self._draw_background()
        self.sticks = [empty(self.left, color="black", linewidth=6, solid_capstyle="butt") for _ in (0, 1)]
        self.bell = empty(self.left, **GAUSSIAN)
        self.label = self.left.axvline(0, color=GREY, linestyle=":", linewidth=1.5)
        self.bernoulli, self.gaussian = (empty(self.right, zorder=0.6, **look) for look in (BERNOULLI, GAUSSIAN))
        self.cover = draw_cover(self.right, -0.03, 0.5, zorder=0.8, **COVER)
        self.given, self.points = ([empty(axes, **look) for look in POINTS] for axes in (self.left, self.right))
        self.beyond = empty(self.right, **ARROW | BERNOULLI)
        self.infinity = self.right.text(0, COST_TOP - 0.3, "∞", va="center", fontsize=16)

    def _draw_background(self):
        self.left.set(xlim=(-1.5, 2.5), ylim=(0, 1.08), xlabel="label y", ylabel="probability, or density")
        self.left.set_title("what each model expects")
        self.right.set(xlim=(-0.03, 1.03), xlabel="prediction ŷ")
        self.right.set(ylim=(0, COST_TOP), ylabel="−log p(y) (nats)", yticks=range(5))
        self.right.set_title("what the label costs")
        self.right.plot([], [], label="Bernoulli", marker="s", **BERNOULLI)
        self.right.plot([], [], label="Gaussian", marker="o", **GAUSSIAN)
        self.right.legend(loc="upper center")

    def numbers(self, y_hat, y, s):
        costs = -bernoulli_log_likelihood(y, y_hat), -gaussian_log_density(y, y_hat, s)
        return dict(zip(COSTS, costs, strict=True))

    def update(self, y_hat, y, s):
        costs = list(self.numbers(y_hat, y, s).values())
        self._draw_curves(y_hat, y, s)
        self._place(y_hat, y, costs)
        constant = -gaussian_log_density(y, y, s)
        return (
            f"y = {y}, ŷ = {y_hat:g}. Bernoulli: −log p = {number(costs[0])} nats. Gaussian with s = {s:g}: "
            f"−log p = {number(costs[1])} nats, of which ½(ŷ − y)²/s² is {number(costs[1] - constant)} "
            f"and the constant {number(constant)}."
        )

    def _draw_curves(self, y_hat, y, s):
        for label, probability in enumerate((1 - y_hat, y_hat)):
            self.sticks[label].set_data([label, label], [0, probability])
        self.bell.set_data(self.values, np.exp(gaussian_log_density(self.values, y_hat, s)))
        self.label.set_xdata([y, y])
        self.bernoulli.set_data(self.grid, -bernoulli_log_likelihood(y, self.grid))
        self.gaussian.set_data(self.grid, -gaussian_log_density(y, self.grid, s))

    def _place(self, y_hat, y, costs):
        for given, point, cost in zip(self.given, self.points, costs, strict=True):
            given.set_data([y], [np.exp(-cost)])
            point.set_data([y_hat], [cost])
        put(self.points[0], self.beyond, y_hat, costs[0], COST_TOP, COST_TOP - 0.3)
        self.cover.set(x=-0.03, width=y_hat + 0.03)
        self.infinity.set(**beside(y_hat, 0.05, right=y_hat < 0.5), visible=self.beyond.get_visible())

    @property
    def layers(self):
        return {
            ("y",): [self.bernoulli],
            ("y", "s"): [self.gaussian],
            ("y_hat",): [self.cover],
            ("y_hat", "s"): [*self.sticks, self.bell],
            ("y_hat", "y", "s"): [self.label, *self.given, *self.points, self.beyond, self.infinity],
        }


def is_forgiven(y_hat, y, s):
    """Certain and wrong, which costs ½/s² beyond the constant."""
    return y_hat == 1 - y and s == max(NOISE_GRID)


@for_both_widths
def explore_noise_model(y_hat=0.5, y=1, s=1.0):
    """Slide ŷ: what a Bernoulli and a Gaussian around ŷ expect of a 0/1 label, and what the label then costs."""
    scene = NoiseModelScene()
    controls = [
        Slider("y_hat", "prediction ŷ", Y_HAT_GRID, start=y_hat, along=("x", scene.right)),
        Choice("y", "true label y", [0, 1], start=y),
        Choice("s", "Gaussian width s", NOISE_GRID, start=s, text="{:g}".format),
    ]
    heard = dict.fromkeys(COSTS, (0, COST_TOP))
    tasks = [lambda y_hat, y: -bernoulli_log_likelihood(y, y_hat) > 3, is_forgiven]
    return wired("explore_noise_model", scene, scene.layers, controls, heard, tasks)


# A root by its tangents -----------------------------------------------------------------------------------------------

NEWTON_STEPS = 7


def slope_and_curvature(x, y, w, b):
    """S = Σ(ŷₙ−yₙ)xₙ and S′ = Σŷₙ(1−ŷₙ)xₙ², with ŷₙ = σ(wxₙ+b): of the summed cross-entropy, as a function of w."""
    y_hat = sigmoid(w * x + b)
    return np.sum((y_hat - y) * x), np.sum(y_hat * (1 - y_hat) * x**2)


def newton(x, y, w, b):
    """w and S before each of the steps w ← w − S/S′."""
    places = []
    for _ in range(NEWTON_STEPS):
        slope, curvature = slope_and_curvature(x, y, w, b)
        places.append((w, slope))
        w = w - slope / curvature
    return places


class NewtonScene:
    """The slope S against w; the tangent at the present w leads to the next, where it crosses zero."""

    def __init__(self, x, y, w, b):
        self.places = newton(x, y, w, b)
        ends = [place for place, _ in self.places]
        margin = 0.15 * (max(ends) - min(ends))
        grid = np.linspace(min(ends) - margin, max(ends) + margin, 81)
        curve = [slope_and_curvature(x, y, at, b)[0] for at in grid]
        self.figure, axes = new_figure(size=(7.2, 3.7))
        axes.set(xlim=(grid[0], grid[-1]), xlabel="weight w", ylabel="S(w)")
        self.shown = axes.set_ylim(min(curve) - 0.6, max(curve) + 0.9)
        axes.axhline(0, color="black", linewidth=0.8)
        axes.plot(grid, curve, color="black")
        self.tangent = empty(axes, color=GREEN, linestyle="--")
        self.drop = empty(axes, color=GREEN, linestyle=":")
        self.point = empty(axes, **POINT)
        self.next = empty(axes, **POINT | {"markerfacecolor": "white", "markeredgecolor": GREEN})
        self.words = axes.set_title("", loc="right", fontsize=10)

    def numbers(self, step):
        return dict(zip(("weight w", "slope S(w)"), self.places[step], strict=True))

    def w(self, step):
        return self.places[step][0]

    def is_first_short(self, step):
        changes = np.abs(np.diff([w for w, _ in self.places]))
        return changes[step] < 0.1 <= changes[:step].min(initial=np.inf)

    def update(self, step):
        (w, slope), (onwards, after) = self.numbers(step).values(), self.places[step + 1]
        self.point.set_data([w], [slope])
        self.tangent.set_data([w, onwards], [slope, 0])
        self.next.set_data([onwards], [0])
        self.drop.set_data([onwards, onwards], [0, after])
        self.words.set_text(f"w = {number(w, 4)}")
        made = {0: "Before the first step", 1: "After 1 step"}.get(step, f"After {step} steps")
        w, slope, onwards = (number(value, 4) for value in (w, slope, onwards))
        return f"{made}: w = {w}, S = {slope}. The tangent crosses zero at w = {onwards}."


@for_both_widths
def explore_newton(x, y, w, b):
    """Slide the number of Newton's steps: the slope of the summed cross-entropy against w, and its tangent.

    x: (N,) feature values. y: (N,) labels 0 or 1. w: the start. b: the bias, which stays.
    """
    scene = NewtonScene(np.asarray(x, float), np.asarray(y), w, b)
    layers = {("step",): [scene.drop, scene.tangent, scene.next, scene.point, scene.words]}
    controls = [Slider("step", "steps made", range(NEWTON_STEPS - 1), along=("x", scene.point.axes, scene.w))]
    return wired("explore_newton", scene, layers, controls, {"slope S(w)": scene.shown}, [scene.is_first_short])
