"""Write tests/references/*.csv: exact values to hold helpers.losses against, from 60-digit arithmetic.

    python -m tools.make_references

Every number is a hex float, so that reading it back loses nothing; expected values are rounded to float64 once, at the
end. Each formula is the definition, written for arithmetic in which cancellation does not matter.
"""

import csv
import itertools
from pathlib import Path

import mpmath as mp

FOLDER = Path(__file__).parents[1] / "tests" / "references"
EXTREME = [10.0**k for k in range(-300, 301, 25)]
ORDINARY = [k / 8 for k in range(1, 24)] + [k / 2 for k in range(6, 80, 3)] + [36.7, 36.8, 37.0, 50.1, 100.3, 354.9]
BRINK = [707.9, 708.4, 709.7, 709.8, 720.0, 744.4, 745.1, 745.2, 746.0]  # e^z overflows, e^−z fades away
LOGITS = sorted({s * z for z in EXTREME + ORDINARY + BRINK + [0.0] for s in (1, -1)})
SMALL = [5e-324, 1e-310, 2.0**-1022, 1e-300, 1e-200, 1e-100, 1e-50, 1e-20, 2.0**-53, 1e-12, 1e-9, 1e-6, 1e-3]
PROBABILITIES = sorted(
    set(SMALL) | {k / 64 for k in range(1, 64)} | {1 - 2.0**-k for k in range(7, 54)} | {0.1, 0.2, 0.3, 0.9, 0.99}
)
CLASSES = list(itertools.product([-700.0, -37.25, -1.5, 0.0, 0.3, 20.0, 699.9], repeat=3))


def sigmoid(z):
    return 1 / (1 + mp.exp(-z))


def from_logits(y, z):
    """Cross-entropy, its gradient, squared error and its gradient; ŷ − y and 1 − ŷ are written without cancellation."""
    y_hat, rest = sigmoid(z), sigmoid(-z)
    error = -rest if y else y_hat
    return mp.log1p(mp.exp(-z if y else z)), error, error**2 / 2, error * y_hat * rest


def from_probabilities(y, y_hat):
    return (-mp.log(y_hat) if y else -mp.log1p(-y_hat)), (y_hat - y) ** 2 / 2


def softmax(Z):
    e = [mp.exp(z) for z in Z]
    return [x / mp.fsum(e) for x in e]


def log_softmax(Z):
    return [-mp.log1p(mp.fsum(mp.exp(other - z) for j, other in enumerate(Z) if j != k)) for k, z in enumerate(Z)]


def nearest(x):
    """The float64 next to x, through decimal text, which Python rounds correctly even where float64 fades out."""
    return float(mp.nstr(x, 50, min_fixed=1, max_fixed=0)).hex()


def write(name, header, rows):
    with (FOLDER / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split())
        for given, expected in rows:
            writer.writerow([float(x).hex() for x in given] + [nearest(x) for x in expected])


def main():
    FOLDER.mkdir(exist_ok=True)
    exact = mp.mpf
    with mp.workdps(60):
        write(
            "sigmoid",
            "z sigmoid log_sigmoid",
            [((z,), (sigmoid(exact(z)), -mp.log1p(mp.exp(-exact(z))))) for z in LOGITS],
        )
        write(
            "from_logits",
            "y z binary_cross_entropy binary_cross_entropy_grad_z squared_error squared_error_grad_z",
            [((y, z), from_logits(y, exact(z))) for y in (0, 1) for z in LOGITS],
        )
        write(
            "from_probabilities",
            "y y_hat binary_cross_entropy squared_error",
            [((y, p), from_probabilities(y, exact(p))) for y in (0, 1) for p in PROBABILITIES],
        )
        rows = [(Z, [exact(z) for z in Z]) for Z in CLASSES]
        header = "z0 z1 z2 softmax0 softmax1 softmax2 log_softmax0 log_softmax1 log_softmax2"
        write("softmax", header, [(Z, softmax(E) + log_softmax(E)) for Z, E in rows])


if __name__ == "__main__":
    main()
