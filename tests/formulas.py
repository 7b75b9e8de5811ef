# ruff: noqa: E501
"""The formulas of the course as they are printed, and what their letters stand for. Nothing here comes from `helpers`.

DISPLAYS has a row for each formula that stands alone: notebook, cell (or card), TeX word for word, and where letters do
not mean what they mean in `world`, their meaning. A formula in the text is read without a row; it needs one in IN_TEXT
only for such a meaning, or stands in LEFT_OUT.
"""

from math import comb
from statistics import NormalDist

import numpy as np
from tex import K_, N_


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def price(y, y_hat):
    """Of the label 0 or 1: two cases, no formula."""
    return np.where(np.asarray(y) == 1, -np.log(y_hat), -np.log(1 - y_hat))


def square(y, y_hat):
    return (y_hat - y) ** 2 / 2


def shares(Z):
    E = np.exp(Z)
    return E / E.sum(axis=-1, keepdims=True)


def slope(f, at, h=1e-5):
    return (f(at + h) - f(at - h)) / (2 * h)


def bend(f, at, h=1e-3):
    """Second difference with the error of h² taken out."""

    def rough(h):
        return (f(at + h) - 2 * f(at) + f(at - h)) / h**2

    return (4 * rough(h / 2) - rough(h)) / 3


def slope_at(f, at, place, h=1e-5):
    """Slope of f by one entry of an array, the others fixed."""
    step = np.zeros_like(at)
    step[place] = h
    return (f(at + step) - f(at - step)) / (2 * h)


def from_one(values):
    """An array whose first index runs from 1: nan stands where nothing is."""
    return np.concatenate([np.full_like(values[:1], np.nan), values])


def world(seed, notebook=""):
    """Random numbers for every letter, and for every derivative what differences say."""
    rng = np.random.default_rng(seed)
    y = seed % 2
    w, b, x = rng.uniform(0.5, 1.5, 3) * rng.choice([-1, 1], 3)
    z = w * x + b
    q = sigmoid(z)
    W = {
        "y": y,
        "w": w,
        "b": b,
        "x": x,
        "z": z,
        r"\hat{y}": q,
        "e": np.e,
        r"\pi": np.pi,
        r"\infty": np.inf,
        "N": N_,
        "K": K_,
    }
    W |= {"n": int(rng.integers(1, N_ + 1)), "j": int(rng.integers(K_)), "t": int(rng.integers(K_)), "k": 2}
    W |= dict(zip("acsmuv", rng.uniform(0.3, 0.9, 6), strict=True)) | {r"\eta": rng.uniform(0.1, 0.9), "h": 1e-5}
    W |= {r"\ell": price(y, q), r"\ell_{\text{sq}}": square(y, q), r"\ell_{\text{ce}}": price(y, q)}
    W |= one_sample(W) | samples(rng, W) | classes(rng, W) | distributions(rng)
    return W | ({r"\ell": W["ℓ of classes"], "L": W["L of classes"]} if notebook == "05_multiclass" else {})


def one_sample(W):
    y, w, b, x, z, q = (W[name] for name in ("y", "w", "b", "x", "z", r"\hat{y}"))

    def probability(label, q):
        return q if label == 1 else 1 - q

    found = {
        r"p(y \mid x)": probability(y, q),
        r"p(y = 1 \mid x)": probability(1, q),
        r"p(y = 0 \mid x)": probability(0, q),
        r"\ell(y, \hat{y})": price(y, q),
        r"\ell_{\text{sq}}(y, \hat{y})": square(y, q),
        r"\ell_{\text{ce}}(y, \hat{y})": price(y, q),
        r"\ell(z+h)": lambda e: price(y, sigmoid(z + e["h"])),
        r"\ell(z-h)": lambda e: price(y, sigmoid(z - e["h"])),
        r"\sigma'(z)": slope(sigmoid, z),
        r"\frac{d\hat{y}}{dz}": slope(sigmoid, z),
        r"d\hat{y}/dz": slope(sigmoid, z),
        r"\frac{\partial \hat{y}}{\partial z}": slope(sigmoid, z),
        r"g'(\hat{y})": slope(lambda q: q * (1 - q) ** 2, q),
        r"g(\hat{y})": abs(slope(lambda z: square(1, sigmoid(z)), z)),
    }
    for of, f in ((r"\ell", price), (r"\ell_{\text{sq}}", square), (r"\ell_{\text{ce}}", price)):
        found |= by_name(of, r"\hat{y}", slope(lambda q, f=f: f(y, q), q))
        found |= by_name(of, "z", slope(lambda z, f=f: f(y, sigmoid(z)), z))
        found |= by_name(of, "w", slope(lambda w, f=f: f(y, sigmoid(w * x + b)), w))
        found[rf"\frac{{\partial^2{of}}}{{\partial z^2}}"] = bend(lambda z, f=f: f(y, sigmoid(z)), z)
    found |= by_name("z", "w", slope(lambda w: w * x + b, w)) | by_name("z", "b", slope(lambda b: w * x + b, b))
    return found


def by_name(of, by, number):
    return dict.fromkeys((rf"\frac{{\partial {of}}}{{\partial {by}}}", rf"\partial {of}/\partial {by}"), number)


def samples(rng, W):
    """N samples with D = 3 features, labels 0 and 1."""
    X, v, b = rng.normal(size=(N_, K_)), rng.normal(size=K_), W["b"]
    y = np.array([1.0, 0, 0, 1, 1])
    z = X @ v + b
    q = sigmoid(z)
    loss = price(y, q)
    likely = np.exp(-loss)

    def L(v, b):
        return price(y, sigmoid(X @ v + b)).mean()

    return {
        **{name: from_one(values) for name, values in {"y_n": y, "z_n": z, r"\hat{y}_n": q, r"\ell_n": loss}.items()},
        **{"x_nk": from_one(X), r"\mathbf{x}_n": from_one(X), r"\mathbf{w}": v, "w_k": v, "X": X, "L": loss.mean()},
        r"\mathbf{x}": v * (W["z"] - b) / (v @ v),
        r"p(y_n \mid x_n)": lambda e: from_one(likely)[e["n"]],
        r"p(y_1, \dots, y_N \mid x_1, \dots, x_N)": likely[0] * likely[1] * likely[2] * likely[3] * likely[4],
        r"\frac{\partial L}{\partial w_j}": lambda e: slope_at(lambda v: L(v, b), v, e["j"]),
        r"\frac{\partial L}{\partial b}": slope(lambda b: L(v, b), b),
        r"\frac{\partial L}{\partial\mathbf{w}}": np.array([slope_at(lambda v: L(v, b), v, d) for d in range(K_)]),
        r"\partial\ell_n/\partial z_n": lambda e: slope(
            lambda z: price(from_one(y)[e["n"]], sigmoid(z)), from_one(z)[e["n"]]
        ),
        r"\partial z_n/\partial w_j": lambda e: slope_at(lambda v: (from_one(X) @ v)[e["n"]], v, e["j"]),
    }


def classes(rng, W):
    """One sample with K = 3 classes, and N of them; the true class of the one is t."""
    z, Z = rng.normal(size=K_), rng.normal(size=(N_, K_))
    Y = np.eye(K_)[rng.permutation([0, 1, 2, 0, 1])]
    y, q, Q, k = np.eye(K_)[W["t"]], shares(z), shares(Z), W["k"]
    loss = -np.log(Q[Y == 1])
    u = rng.normal(size=K_)
    return {
        **{"z_k": z, r"\hat{y}_k": q, "y_k": y, "u_k": u, r"\bar{u}": q @ u, "m": max(z)},
        **{"z_nk": from_one(Z), r"\hat{y}_nk": from_one(Q), "y_nk": from_one(Y), "Y": Y, r"\hat{Y}": Q},
        "ℓ of classes": -np.log(q[W["t"]]),
        "L of classes": loss.mean(),
        r"\frac{\partial\ell}{\partial z_k}": slope_at(lambda z: -np.log(shares(z)[W["t"]]), z, k),
        r"\partial\ell_n/\partial z_{nk}": lambda e: slope_at(
            lambda Z: -np.log(shares(Z)[Y[e["n"] - 1] == 1][0]), Z[e["n"] - 1], k
        ),
    }


def distributions(rng):
    p, q = rng.dirichlet(np.ones(K_)), rng.dirichlet(np.ones(K_))

    def H(p, q):
        return sum(p[k] * -np.log(q[k]) for k in range(K_))

    extra = H(p, q) - H(p, p)
    names = {"H(p, q)": H(p, q), "H(p, p)": H(p, p), "H(p)": H(p, p), r"\mathrm{KL}(p \ \| \ q)": extra}
    return {"p_k": p, "q_k": q, **names, r"\mathrm{KL}(p \parallel q)": extra}


# What single formulas mean by their letters


def bent_coin(W):
    return {
        r"\hat{y}": W["k"] / N_,
        r"\text{likelihood}": np.prod([W["k"] / N_] * W["k"] + [1 - W["k"] / N_] * (N_ - W["k"])),
    }


def prices_of_products(W):
    s, t = W["u"], W["v"]
    g = {"g(s + t)": s + t, "g(s)": s, "g(t)": t, "g(2t)": 2 * t, r"g(\tfrac12 t)": t / 2}
    return {"s": s, "t": t, "c": 1, "p": np.exp(-t)} | {name: price(1, np.exp(-time)) for name, time in g.items()}


def of_squares(W):
    return {r"\partial \ell/\partial \hat{y}": W[r"\partial \ell_{\text{sq}}/\partial \hat{y}"]}


def normal(W):
    return {"p(y)": NormalDist(W[r"\hat{y}"], W["s"]).pdf(W["y"])}


def one_feature(W):
    """One weight, the bias held: the loss along w, its parabola from w = 0, and Newton's function."""
    x = np.random.default_rng(W["n"]).normal(size=N_)
    y = W["y_n"][1:]

    def L(w):
        return price(y, sigmoid(w * x + W["b"])).mean()

    def S(w):
        return slope(lambda w: N_ * L(w), w, 1e-4)

    w, rate = W["w"], W[r"\eta"]
    return {
        "x_n": from_one(x),
        r"\hat{y}_n": from_one(sigmoid(w * x + W["b"])),
        r"\frac{\partial L}{\partial w}": slope(L, w),
        r"\frac{\partial^2 L}{\partial w^2}": bend(L, w),
        r"\lambda": bend(lambda w: price(y, sigmoid(w * x)).mean(), 0.0),
        "g": slope(L, w),
        "L(w)": L(w),
        r"L(w - \eta g)": L(w - rate * slope(L, w)),
        "S(w)": S(w),
        "S'(w)": bend(lambda w: N_ * L(w), w),
        "next w": w - S(w) / bend(lambda w: N_ * L(w), w),
    }


def with_ones(W):
    """Features with a column of ones, and what follows from their second differences."""
    X = np.column_stack([W["X"][:, 0], np.ones(N_)])
    y, v, b = W["y_n"][1:], W["w"], W["b"]
    direction = np.array([np.cos(W["a"]), np.sin(W["a"])])

    def total(w, b):
        return price(y, sigmoid(X[:, 0] * w + b)).sum()

    def mixed(h=1e-3):
        corners = total(v + h, b + h) - total(v + h, b - h) - total(v - h, b + h) + total(v - h, b - h)
        return corners / (4 * h * h)

    C = [[bend(lambda w: total(w, b), v), mixed()], [mixed(), bend(lambda b: total(v, b), b)]]
    return {
        r"\tilde{X}": X,
        r"\tilde{\mathbf{x}}_n": from_one(X),
        r"\mathbf{v}": direction,
        "A": sum(np.outer(row, row) for row in X) / N_,
        r"\hat{y}": sigmoid(X @ [v, b]),
        "C": np.array(C),
    }


def linear_layer(W):
    """Z from X, a matrix of weights and a bias for each class, and the differences of the mean loss by all of them."""
    rng = np.random.default_rng(W["n"])
    M, b = rng.normal(size=(K_, K_)), rng.normal(size=K_)

    def Z(M, b):
        return (
            np.array([[sum(X * w for X, w in zip(row, column, strict=True)) for column in M.T] for row in W["X"]]) + b
        )

    def L(M, b):
        return -np.log(shares(Z(M, b))[W["Y"] == 1]).mean()

    Q = shares(Z(M, b))
    by_M = [[slope_at(lambda M: L(M, b), M, (i, k)) for k in range(K_)] for i in range(K_)]
    return {
        **{"W": M, "b": b, "Z": Z(M, b), r"\hat{Y}": Q, r"\hat{y}_nk": from_one(Q)},
        r"\frac{\partial L}{\partial W}": np.array(by_M),
        r"\frac{\partial L}{\partial b_k}": lambda e: slope_at(lambda b: L(M, b), b, e["k"]),
    }


def standardised(W):
    rng = np.random.default_rng(W["n"])
    x, m, s, M, b = rng.normal(size=2), rng.normal(size=2), rng.uniform(1, 2, 2), rng.normal(size=(2, K_)), W["z_k"]
    z = [sum((x[i] - m[i]) / s[i] * M[i, k] for i in range(2)) + b[k] for k in range(K_)]
    return {"x": x, "m": m, "s": s, "W": M, "b": b, "z": np.array(z)}


def curve_along(W):
    """Second difference of one sample's loss, as its logits move along u."""
    return bend(lambda t: -np.log(shares(W["z_k"] + t * W["u_k"])[W["t"]]), 0.0)


def stepped(W):
    g = W[r"\frac{\partial L}{\partial\mathbf{w}}"]
    return np.array([W[r"\mathbf{w}"][d] - W[r"\eta"] * g[d] for d in range(K_)])


def along_a_line(W):
    x, start, way, t = np.random.default_rng(W["n"]).normal(size=N_), W["w_k"], (W["u"], W["v"]), 0.7

    def z(t):
        return (start[0] + t * way[0]) * x + start[1] + t * way[1]

    q = from_one(sigmoid(z(t)))
    known = {
        r"\hat{y}_n": q,
        "bend of n": from_one(bend(lambda t: price(W["y_n"][1:], sigmoid(z(t))), t)),
        "t": t,
        "x_n": from_one(x),
        "z_n": from_one(z(t)),
        "c_n": from_one(slope(z, t)),
    }
    return known | {"b_k": start[[1]], "w": start[0] + t * way[0], "b": start[1] + t * way[1]}


def bend_along_it(W):
    return W["bend of n"][W["n"]]


def standard_feature(W):
    x = np.array([-1.0, 1, -1, 1])
    return {r"\lambda": bend(lambda w: price([0, 1, 1, 0], sigmoid(w * x)).mean(), 0.0)}


def all_samples(W):
    q = sigmoid(W["X"] @ W["w_k"] + W["b"])
    by_w = W[r"\frac{\partial L}{\partial\mathbf{w}}"]
    names = (r"\partial L/\partial\mathbf{w}", r"\partial L/\partial w", r"\frac{\partial L}{\partial w}")
    return dict.fromkeys(names, by_w) | {r"\hat{y}": q, "y": W["y_n"][1:], "w": W["w_k"]}


def timid(W):
    """Where 1/ŷ − 1 is cheapest on average, if it rains with 60 %."""
    forecasts = np.linspace(0.55, 0.551, 1_000_001)
    return {r"\hat{y}": forecasts[np.argmin(0.6 / forecasts + 0.4 / (1 - forecasts))]}


def of_an_inverse(W):
    def u(z):
        return 1 + np.exp(-z)

    return {"u": u(W["z"]), "u'": slope(u, W["z"]), "(1/u)'": slope(lambda z: 1 / u(z), W["z"])}


def fair_coin(W):
    H = {"H(p)": -np.log([0.5, 0.5]).mean(), "H(p, q)": -np.log([0.9, 0.1]).mean()}
    return H | {r"\mathrm{KL}(p \parallel q)": np.log([0.5 / 0.9, 0.5 / 0.1]).mean()}


def bias_stepped(W):
    return W["b"] - W[r"\eta"] * W[r"\frac{\partial L}{\partial b}"]


def groups(W):
    """Forecasts that are equal in each of K groups, and the labels that came."""
    rng = np.random.default_rng(W["n"])
    counts, came, said = np.array([4, 6, 5]), np.array([1, 4, 2]), rng.uniform(0.1, 0.9, K_)
    shares = came / counts
    labels = [np.arange(count) < ones for count, ones in zip(counts, came, strict=True)]
    bills = [price(y, q).sum() for y, q in zip(labels, said, strict=True)]
    base = came.sum() / counts.sum()

    def H(p, q):
        return p * -np.log(q) + (1 - p) * -np.log(1 - q)

    def KL(p, q):
        return H(p, q) - H(p, p)

    return {
        **{"n": counts.sum(), "n_k": counts, r"\hat{y}_k": said, r"\bar{y}_k": shares, r"\bar{y}": base},
        "L": sum(bills) / counts.sum(),
        r"H(\bar{y})": H(base, base),
        r"H(\bar{y}_k)": lambda e: H(shares[e["k"]], shares[e["k"]]),
        r"\mathrm{KL}(\bar{y}_k \parallel \hat{y}_k)": lambda e: KL(shares[e["k"]], said[e["k"]]),
        r"\mathrm{KL}(\bar{y}_k \parallel \bar{y})": lambda e: KL(shares[e["k"]], base),
    }


def scattered(W):
    """Of the share of ones among n labels: from the probability of each number of ones."""
    n, q = np.array([3, 5, 8]), W["p_k"]
    ones = [np.arange(count + 1) for count in n]
    chances = [
        [comb(count, k) * q**k * (1 - q) ** (count - k) for k in range(count + 1)]
        for count, q in zip(n, q, strict=True)
    ]
    spread = [np.sqrt(np.dot(c, (k / count - q) ** 2)) for c, k, count, q in zip(chances, ones, n, q, strict=True)]
    return {"n_k": n, r"\hat{y}_k": q, "s_k": np.array(spread)}


def belief(W):
    p, q = np.array([W["a"], 1 - W["a"]]), np.array([W["c"], 1 - W["c"]])
    known = {"H(p)": -p @ np.log(p), r"\mathrm{KL}(p \parallel q)": p @ np.log(p / q)}
    return {"p": W["a"], "q": W["c"], "expected": -p @ np.log(q)} | known


def calibrated(W):
    return {r"p(y = 1 \mid \hat{y} = v)": W["v"]}  # says what the word means


def row(notebook, cell, tex, meaning=None, hand=(), only=None):
    """meaning: of letters (a dict, or a function of the world that gives one). hand: for each clause, what it must
    be (a function of the world, or None). only: the label for which the formula is said."""
    return {"notebook": notebook, "cell": cell, "tex": tex, "meaning": meaning, "hand": hand, "only": only}


DISPLAYS = [
    row(
        "01_definition",
        "neuron",
        r"z = \mathbf{w}^\top\mathbf{x} + b, \qquad \hat{y} = \sigma(z) = \frac{1}{1 + e^{-z}}.",
    ),
    row(
        "01_definition",
        "definition",
        r"\ell(y, \hat{y}) = -\bigl[\, y\,\log\hat{y} + (1-y)\,\log(1-\hat{y}) \,\bigr], \qquad y \in \{0, 1\}.",
    ),
    row(
        "01_definition",
        "data-set",
        r"\sum_{n=1}^{N} \ell_n \qquad\text{and}\qquad L = \frac1N \sum_{n=1}^{N} \ell_n.",
        hand=[lambda W: sum(W[r"\ell_n"][1:])],
    ),
    row(
        "01_definition",
        "cure",
        r"""\begin{aligned}
y = 1: && -\log\sigma(z) &= \log\bigl(1 + e^{-z}\bigr) \\
y = 0: && -\log\bigl(1-\sigma(z)\bigr) &= \log\bigl(1 + e^{z}\bigr)
\end{aligned}""",
    ),
    row(
        "01_definition",
        "name",
        r"""\begin{aligned}
H(p, q) &= -\sum_k p_k \log q_k \\
H(p) &= H(p, p) = -\sum_k p_k \log p_k
\end{aligned}""",
    ),
    row("01_definition", "divergence", r"\mathrm{KL}(p \,\|\, q) = H(p, q) - H(p) = \sum_k p_k \log\frac{p_k}{q_k}."),
    row(
        "01_definition",
        "never-negative",
        r"-\mathrm{KL}(p \,\|\, q) = \sum_k p_k \log\frac{q_k}{p_k} \;\le\; \sum_k p_k \Bigl(\frac{q_k}{p_k} - 1\Bigr) = \sum_k q_k - \sum_k p_k = 0.",
    ),
    row("02_maximum_likelihood", "bernoulli", r"p(y = 1 \mid x) = \hat{y}, \qquad p(y = 0 \mid x) = 1 - \hat{y}."),
    row("02_maximum_likelihood", "bernoulli", r"p(y \mid x) = \hat{y}^{\,y}\,(1 - \hat{y})^{1 - y}."),
    row(
        "02_maximum_likelihood",
        "product",
        r"p(y_1, \dots, y_N \mid x_1, \dots, x_N) = \prod_{n=1}^{N} p(y_n \mid x_n).",
    ),
    row("02_maximum_likelihood", "maximum", r"\text{likelihood} = \hat{y}^{\,k}\,(1-\hat{y})^{N-k}.", bent_coin),
    row(
        "02_maximum_likelihood",
        "log",
        r"\log \prod_{n=1}^{N} p(y_n \mid x_n) = \sum_{n=1}^{N} \log p(y_n \mid x_n).",
    ),
    row(
        "02_maximum_likelihood",
        "why-log-after",
        r"g(s + t) = g(s) + g(t) \quad\text{for all } s, t \ge 0.",
        prices_of_products,
    ),
    row(
        "02_maximum_likelihood",
        "share",
        r"""\begin{aligned}
\frac{k}{\hat{y}} - \frac{N-k}{1-\hat{y}} &= 0 \\
k\,(1-\hat{y}) &= (N-k)\,\hat{y} \\
\hat{y} &= \frac{k}{N}
\end{aligned}""",
        bent_coin,
    ),
    row("02_maximum_likelihood", "terms-after", r"\log p(y \mid x) = y \log\hat{y} + (1-y)\log(1-\hat{y})."),
    row(
        "02_maximum_likelihood",
        "minus",
        r"-\sum_{n=1}^{N} \log p(y_n \mid x_n).",
        hand=[lambda W: -np.log(W[r"p(y_1, \dots, y_N \mid x_1, \dots, x_N)"])],
    ),
    row("02_maximum_likelihood", "minus", r"L = -\frac{1}{N}\sum_{n=1}^{N} \log p(y_n \mid x_n)."),
    row(
        "02_maximum_likelihood",
        "is-bce",
        r"""\begin{aligned}
L = -\frac{1}{N}\sum_{n=1}^{N} \bigl[\, & y_n \log\hat{y}_n \\
& + (1-y_n)\log(1-\hat{y}_n) \,\bigr].
\end{aligned}""",
    ),
    row(
        "02_maximum_likelihood",
        "mirror",
        r"p(y) = \frac{1}{s\sqrt{2\pi}}\, e^{-(\hat{y}-y)^2/2s^2}.",
        normal,
    ),
    row(
        "02_maximum_likelihood",
        "closed",
        r"""\begin{aligned}
\sum_{n=1}^{N} (\hat{y}_n - y_n)\,x_n &= 0 \\
\sum_{n=1}^{N} (\hat{y}_n - y_n) &= 0,
\end{aligned}""",
        one_feature,
        hand=[lambda W: W["S(w)"], lambda W: N_ * (W[r"\hat{y}_n"][1:] - W["y_n"][1:]).mean()],
    ),
    row("02_maximum_likelihood", "newton", r"w - \frac{S(w)}{S'(w)}.", one_feature, hand=[lambda W: W["next w"]]),
    row(
        "03_gradient_vs_squared_error",
        "descent",
        r"w \leftarrow w - \eta\,\frac{dL}{dw}.",
        {r"\frac{dL}{dw}": 3.0},
        hand=[lambda W: W["w"] - 3 * W[r"\eta"]],
    ),
    row(
        "03_gradient_vs_squared_error",
        "two-reasons",
        r"""\ell_{\text{sq}}(y, \hat{y}) = \tfrac12(\hat{y} - y)^2, \qquad \ell_{\text{ce}}(y, \hat{y}) = -\bigl[\,y\log\hat{y} + (1-y)\log(1-\hat{y})\,\bigr],
\qquad \hat{y} = \sigma(z),\quad z = wx + b.""",
    ),
    row(
        "03_gradient_vs_squared_error",
        "push",
        r"\frac{\partial\ell}{\partial z} \approx \frac{\ell(z+h) - \ell(z-h)}{2h}",
    ),
    row(
        "03_gradient_vs_squared_error",
        "chain",
        r"\frac{\partial\ell}{\partial w} = \frac{\partial\ell}{\partial\hat{y}} \cdot \frac{d\hat{y}}{dz} \cdot \frac{\partial z}{\partial w}.",
    ),
    row(
        "03_gradient_vs_squared_error",
        "chain",
        r"\sigma'(z) = \frac{e^{-z}}{(1+e^{-z})^2} = \frac{1}{1+e^{-z}}\cdot\frac{e^{-z}}{1+e^{-z}}.",
    ),
    row(
        "03_gradient_vs_squared_error",
        "chain",
        r"\sigma'(z) = \sigma(z)\,\bigl(1-\sigma(z)\bigr) = \hat{y}(1-\hat{y}).",
    ),
    row(
        "03_gradient_vs_squared_error",
        "squared-chain",
        r"\frac{\partial\ell_{\text{sq}}}{\partial w} = \underbrace{(\hat{y} - y)}_{\partial\ell/\partial\hat{y}} \cdot \underbrace{\hat{y}(1-\hat{y})}_{d\hat{y}/dz} \cdot \underbrace{x}_{\partial z/\partial w}",
        of_squares,
    ),
    row(
        "03_gradient_vs_squared_error",
        "invent",
        r"\frac{\partial\ell}{\partial\hat{y}} = \frac{\hat{y} - y}{\hat{y}(1-\hat{y})} = \begin{cases} -\dfrac{1}{\hat{y}} & \text{for } y = 1,\\[2ex] \dfrac{1}{1-\hat{y}} & \text{for } y = 0.\end{cases}",
    ),
    row(
        "03_gradient_vs_squared_error",
        "cross-chain",
        r"\frac{\partial\ell_{\text{ce}}}{\partial\hat{y}} = -\frac{y}{\hat{y}} + \frac{1-y}{1-\hat{y}} = \frac{-y(1-\hat{y}) + (1-y)\hat{y}}{\hat{y}(1-\hat{y})} = \frac{\hat{y} - y}{\hat{y}(1-\hat{y})},",
    ),
    row(
        "03_gradient_vs_squared_error",
        "cross-chain",
        r"\frac{\partial\ell_{\text{ce}}}{\partial w} = \frac{\hat{y} - y}{\underbrace{\hat{y}(1-\hat{y})}_{\text{this}}} \cdot \underbrace{\hat{y}(1-\hat{y})}_{\text{cancels this}} \cdot\; x \;=\; (\hat{y} - y)\,x.",
    ),
    row(
        "03_gradient_vs_squared_error",
        "peak",
        r"g'(\hat{y}) = (1-\hat{y})^2 - 2\hat{y}(1-\hat{y}) = (1-\hat{y})(1 - 3\hat{y}),",
        only=1,
    ),
    row(
        "03_gradient_vs_squared_error",
        "convex",
        r"\frac{\partial^2\ell_{\text{ce}}}{\partial z^2} = \frac{d\hat{y}}{dz} = \hat{y}(1-\hat{y}) \ge 0.",
    ),
    row(
        "03_gradient_vs_squared_error",
        "convex",
        r"\frac{\partial^2\ell_{\text{sq}}}{\partial z^2} = -(1-\hat{y})(1 - 3\hat{y})\cdot\hat{y}(1-\hat{y}) = \hat{y}(1-\hat{y})^2\,(3\hat{y} - 1).",
        only=1,
    ),
    row("04_week2_exercise", "sigmoid", r"\sigma(z) = \frac{1}{1 + e^{-z}}"),
    row("04_week2_exercise", "forward", r"z_n = \mathbf{w}^\top\mathbf{x}_n + b, \qquad \hat{y}_n = \sigma(z_n)"),
    row(
        "04_week2_exercise",
        "loss",
        r"L = \frac1N\sum_{n=1}^{N} \ell_n, \qquad \ell_n = -\bigl[\,y_n\log\hat{y}_n + (1-y_n)\log(1-\hat{y}_n)\,\bigr]",
    ),
    row(
        "04_week2_exercise",
        "gradients",
        r"""\frac{\partial L}{\partial w_j} = \frac1N\sum_{n=1}^{N} (\hat{y}_n - y_n)\,x_{nj}, \qquad
\frac{\partial L}{\partial b} = \frac1N\sum_{n=1}^{N} (\hat{y}_n - y_n)""",
    ),
    row(
        "04_week2_exercise",
        "train",
        r"\mathbf{w} \leftarrow \mathbf{w} - \eta\,\frac{\partial L}{\partial\mathbf{w}}, \qquad b \leftarrow b - \eta\,\frac{\partial L}{\partial b},",
        hand=[stepped, bias_stepped],
    ),
    row(
        "04_week2_exercise",
        "step",
        r"""\frac{\partial L}{\partial w} = \frac1N\sum_{n=1}^{N}(\hat{y}_n - y_n)\,x_n, \qquad
\frac{\partial^2 L}{\partial w^2} = \frac1N\sum_{n=1}^{N}\hat{y}_n(1-\hat{y}_n)\,x_n^2 \;\le\; \frac14\cdot\frac1N\sum_{n=1}^{N}x_n^2 = \lambda""",
        one_feature,
    ),
    row(
        "04_week2_exercise",
        "step-why",
        r"L(w - \eta g) \;\le\; L(w) - \eta g^2 + \tfrac12\lambda\,\eta^2 g^2 = L(w) - \eta\,\bigl(1 - \tfrac12\lambda\eta\bigr)\,g^2.",
        one_feature,
    ),
    row(
        "04_week2_exercise",
        "step-two",
        r"\frac14\cdot\frac1N\sum_{n=1}^{N}(\mathbf{v}^\top\tilde{\mathbf{x}}_n)^2 = \frac14\,\mathbf{v}^\top A\,\mathbf{v}, \qquad A = \tilde{X}^\top\tilde{X}/N.",
        with_ones,
    ),
    row(
        "04_week2_exercise",
        "newton",
        r"z = \underbrace{\frac{w}{s}}_{\text{slope}}\,t + \underbrace{b - \frac{w\,m}{s}}_{\text{intercept}}",
        lambda W: {"t": 0.7, "z": W["w"] * (0.7 - W["m"]) / W["s"] + W["b"]},
    ),
    row(
        "04_week2_exercise",
        "unsure",
        r"C = \tilde{X}^\top\operatorname{diag}\bigl(\hat{y}(1-\hat{y})\bigr)\,\tilde{X}.",
        with_ones,
    ),
    row("05_multiclass", "softmax", r"\hat{y}_k = \frac{e^{z_k}}{\sum_{j=0}^{K-1} e^{z_j}}"),
    row(
        "05_multiclass",
        "cce",
        r"\ell = -\sum_{k=0}^{K-1} y_k \log\hat{y}_k, \qquad L = -\frac{1}{N}\sum_{n=1}^{N}\sum_{k=0}^{K-1} y_{nk}\log\hat{y}_{nk}.",
    ),
    row(
        "05_multiclass",
        "steps",
        r"p(y \mid x) = \prod_{k=0}^{K-1} \hat{y}_k^{\,y_k}.",
        lambda W: {r"p(y \mid x)": W[r"\hat{y}_k"][W["t"]]},
    ),
    row("05_multiclass", "gradient", r"\ell = -\log\hat{y}_t = -z_t + \log\sum_{j} e^{z_j}."),
    row("05_multiclass", "gradient-derived", r"\frac{\partial\ell}{\partial z_k} = \hat{y}_k - y_k."),
    row(
        "05_multiclass",
        "bridges",
        r"\hat{y}_1 = \frac{e^{z}}{e^{0} + e^{z}} = \frac{1}{1 + e^{-z}} = \sigma(z).",
        lambda W: {r"\hat{y}_k": shares(np.array([0, W["z"]]))},
    ),
    row(
        "05_multiclass",
        "log-softmax-cure",
        r"\log\hat{y}_k = (z_k - m) - \log\sum_j e^{z_j - m}, \qquad m = \max_j z_j.",
    ),
    row("05_multiclass", "exercise-softmax", r"\hat{y}_{nk} = \frac{e^{z_{nk}}}{\sum_j e^{z_{nj}}}"),
    row("05_multiclass", "exercise-loss", r"L = -\frac{1}{N}\sum_n\sum_k y_{nk}\log\hat{y}_{nk}"),
    row("05_multiclass", "model", r"Z = XW + b, \qquad \hat{Y} = \operatorname{softmax}(Z).", linear_layer),
    row(
        "05_multiclass",
        "model",
        r"\frac{\partial L}{\partial W} = \frac{1}{N}X^\top(\hat{Y} - Y), \qquad \frac{\partial L}{\partial b_k} = \frac{1}{N}\sum_n (\hat{y}_{nk} - y_{nk}).",
        linear_layer,
    ),
    row(
        "05_multiclass",
        "train-safe",
        r"\sum_k \hat{y}_k\,(u_k - \bar{u})\,u_k = \sum_k \hat{y}_k\,(u_k - \bar{u})^2.",
        hand=[curve_along],
    ),
    row(
        "05_multiclass",
        "regions-before",
        r"z = \frac{x - m}{s}\,W + b = x\,\frac{W}{s} + \Bigl(b - m\,\frac{W}{s}\Bigr)",
        standardised,
    ),
    row("07_calibration", "calibrated", r"p(y = 1 \mid \hat{y} = v) = v.", calibrated),
    row("07_calibration", "scatter", r"s_k = \sqrt{\frac{\hat{y}_k(1-\hat{y}_k)}{n_k}}.", scattered),
    row(
        "07_calibration",
        "terms",
        r"L = \sum_k \frac{n_k}{n}\,H(\bar{y}_k) + \sum_k \frac{n_k}{n}\,\mathrm{KL}(\bar{y}_k \parallel \hat{y}_k).",
        groups,
    ),
    row(
        "07_calibration",
        "terms-derived",
        r"L = \underbrace{H(\bar{y})}_{\text{uncertainty}} - \underbrace{\sum_k \frac{n_k}{n}\,\mathrm{KL}(\bar{y}_k \parallel \bar{y})}_{\text{resolution}} + \underbrace{\sum_k \frac{n_k}{n}\,\mathrm{KL}(\bar{y}_k \parallel \hat{y}_k)}_{\text{miscalibration}}",
        groups,
    ),
    row("07_calibration", "proper", r"p\,(-\log q) + (1-p)\,(-\log(1-q)).", belief, [lambda W: W["expected"]]),
    row(
        "07_calibration",
        "yourself",
        r"x = \log\frac{\hat{y}}{1-\hat{y}}, \qquad \text{corrected forecast} = \sigma(w x + b),",
        lambda W: {"x": W["z"], r"\text{corrected forecast}": sigmoid(W["w"] * W["z"] + W["b"])},
    ),
    row(
        "cards",
        "three-terms",
        r"L = H(\bar y) - \sum_k \frac{n_k}{n}\, \mathrm{KL}(\bar y_k \parallel \bar y) + \sum_k \frac{n_k}{n}\, \mathrm{KL}(\bar y_k \parallel \hat y_k)",
        groups,
    ),
    row(
        "cards",
        "binary-cross-entropy-terms",
        r"\ell(y, \hat y) = -\left[\, y \log \hat y + (1-y) \log(1-\hat y) \,\right]",
    ),
]

# Of the formulas in the text: what letters mean in a cell, where they do not mean the same everywhere.
IN_TEXT = [
    row("01_definition", "honest-after", "", timid),
    row("01_definition", "terms", "1 - y = 0", lambda W: {"y": 1}),
    row("cards", "binary-cross-entropy-terms", "1-y = 0", lambda W: {"y": 1}),
    row("01_definition", "cure", "", lambda W: {"m": -W["z"] if W["y"] else W["z"]}),
    row("01_definition", "never-negative", "", lambda W: {"x": W["a"]}),
    row("02_maximum_likelihood", "students", "", one_feature),
    row("02_maximum_likelihood", "closed", r"\hat{y} = k/N", bent_coin),
    row("02_maximum_likelihood", "closed", r"\hat{y}_n = \sigma(w x_n + b)", one_feature),
    row(
        "02_maximum_likelihood",
        "mirror-lines",
        r"p(y) = \hat{y}^{ y} (1-\hat{y})^{1-y}",
        lambda W: {"p(y)": W[r"p(y \mid x)"]},
    ),
    row("02_maximum_likelihood", "mirror-lines", "", normal),
    row("02_maximum_likelihood", "likelihood-notice", "", lambda W: {"k": 3, r"\hat{y}": 3 / 5}),
    row("02_maximum_likelihood", "log", "", lambda W: {"b": 0.3}),
    row("02_maximum_likelihood", "terms", "", lambda W: {"b": 0.3}),
    row("02_maximum_likelihood", "newton", "", one_feature),
    row("02_maximum_likelihood", "why-log-after", "", prices_of_products),
    row("03_gradient_vs_squared_error", "chain", "", of_an_inverse),
    row("03_gradient_vs_squared_error", "data", "", along_a_line),
    row("03_gradient_vs_squared_error", "data", r"c_n^2 \hat{y}_n(1-\hat{y}_n) \ge 0", along_a_line, [bend_along_it]),
    row(
        "03_gradient_vs_squared_error",
        "peak",
        "",
        lambda W: {r"g(\tfrac13)": slope(lambda z: -square(1, sigmoid(z)), np.log(0.5))},
    ),
    row("03_gradient_vs_squared_error", "squared-chain", "", of_squares),
    row("04_week2_exercise", "gradients", "", all_samples),
    row("04_week2_exercise", "diverge", "", standard_feature),
    row("04_week2_exercise", "step-why", "", standard_feature),
    row("05_multiclass", "log-softmax", "", lambda W: {r"\ell": -np.log(W[r"\hat{y}_k"][2])}),
    row("07_calibration", "bill", "", lambda W: groups(W) | {"k": 1 + 4 + 2}),
    row("07_calibration", "yourself-read", "", lambda W: {"T": 1 / W["w"]}),
    row("07_calibration", "fit-after", "", lambda W: {"w": 0.452}),
    row("cards", "w-below-one", "", lambda W: {"T": 1 / W["w"]}),
    row("cards", "proper-score", "", belief),
    row("cards", "calibration", "", calibrated),
    row("cards", "bias-gradient", "", lambda W: {r"\hat{y}": 0.5}),
    row("cards", "from-product-to-sum", "", lambda W: {"p_n": W["y_n"] + 0.3}),
    row("cards", "gradient-descent", r"w \leftarrow w - \eta   \frac{\partial L}{\partial w}", all_samples, [stepped]),
    row("cards", "gradient-descent", r"b \leftarrow b - \eta   \frac{\partial L}{\partial b}", hand=[bias_stepped]),
    row("cards", "gradient-descent", "", all_samples),
    row("cards", "no-closed-form", "", all_samples),
    row(
        "cards", "chain-rule-in-order", r"z = w^{\top} x + b", lambda W: {"w": W[r"\mathbf{w}"], "x": W[r"\mathbf{x}"]}
    ),
    row("cards", "kl-of-a-soft-label", "", fair_coin),
    row("cards", "slope-of-a-confident-mistake", "", lambda W: {"y": 1, r"\hat{y}": 0.01}),
    row(
        "cards",
        "slope-of-squared-error",
        r"\ell = \tfrac{1}{2}(\hat y - y)^{2}",
        lambda W: {r"\ell": square(W["y"], W[r"\hat{y}"])},
    ),
    row("cards", "slope-of-squared-error", "", lambda W: {"y": 0, r"\hat{y}": 0.8}),
]

# What says nothing that could be wrong: it gives a name or a value to a letter, or is an equation yet to be solved.
LEFT_OUT = {
    r"\ge 0",
    r"\varepsilon = 10^{-7}",
    r"\varepsilon = 2.2 \cdot 10^{-16}",
    "x = q_k/p_k",
    "p_k = 0",
    r"q = (1 - \hat{y}, \hat{y})",
    r"\hat{y} = wx + b",
    r"p = 1 - \hat y",
    r"L(w) = \tfrac12(w-2)^2",
    r"L(w) = \tfrac{1}{2}(w-2)^{2}",
    "w = b = 0",
    "w = b = 2",
    "w = b = 0.5",
    "z = w + b",
    "x = (t - m)/s",
    "x = -2, -1",
    "x = 1, 2",
    "x^2 = 2",
    "x^{2} = 2",
    r"x = \pm\sqrt{2}",
    r"X^{\top}(\hat y - y) = 0",
    # held elsewhere: cells compute them, or they are conventions
    r"5 \cdot 2^{-1074} \approx 2.5 \times 10^{-323}",
    "H(p) = 0",
    r"H(p) = -1 \log 1 - 0 \log 0 = 0",
    r"0 \cdot \log 0 = 0",
    "x = -b/w = 1.5",
    r"\hat{y} - y = -0.3",
    r"\hat y - y = (-\tfrac{1}{2}, \tfrac{1}{2}, \tfrac{1}{2}, \tfrac{1}{2})",
}
