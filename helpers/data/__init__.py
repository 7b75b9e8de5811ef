"""The data of the course: tables, read from the CSV files beside this one, and blobs made from a seed."""

import csv
from importlib.resources import files
from typing import NamedTuple

import numpy as np

__all__ = ["Challenger", "Penguins", "load_challenger", "load_forecasts", "load_penguins", "load_table", "make_blobs"]

SPECIES = ("Adelie", "Chinstrap", "Gentoo")
MOST = 10**7  # samples of a blob: more fill the memory


class Challenger(NamedTuple):
    """The 23 launches in order, one array a column."""

    temperature_f: np.ndarray  # (23,) float, joint temperature at launch in °F
    pressure_psi: np.ndarray  # (23,) float, leak-check pressure
    rings_distressed: np.ndarray  # (23,) int, of 6 O-rings
    any_distress: np.ndarray  # (23,) int, 1 where rings_distressed > 0


class Penguins(NamedTuple):
    """The complete rows, one array a column."""

    species: np.ndarray  # (342,) int, 0 Adelie, 1 Chinstrap, 2 Gentoo
    bill_length_mm: np.ndarray  # (342,) float
    bill_depth_mm: np.ndarray  # (342,) float
    missing: int  # rows left out because a bill was not measured


def load_challenger():
    """The 23 launches before the Challenger accident whose boosters were recovered, as a :class:`Challenger`.

    Every call reads the table anew, so a change to one result does not reach the next.

    >>> launches = load_challenger()
    >>> len(launches.any_distress), int(launches.any_distress.sum())
    (23, 7)

    Source: Dalal, Fowlkes and Hoadley, Journal of the American Statistical Association 84 (1989), 945-957, table 1.
    """
    launches = Challenger(**load_table("challenger_orings"))
    rings, any_distress = launches.rings_distressed.astype(int), launches.any_distress.astype(int)
    return launches._replace(rings_distressed=rings, any_distress=any_distress)


def load_table(name):
    """The columns of NAME.csv in the folder of this file, for a table of numbers of your own: {column: (N,) float}.

    Raises ValueError for what is no number.

    >>> y, y_hat = load_table("forecasts").values()
    >>> y.shape, y_hat.dtype
    ((40,), dtype('float64'))
    """
    rows = _rows(f"{name}.csv")
    return {column: np.array([float(row[column]) for row in rows]) for column in rows[0]}


def load_penguins():
    """Bills of the Palmer penguins, as a :class:`Penguins`: the 342 rows of 344 whose bill was measured.

    >>> penguins = load_penguins()
    >>> len(penguins.species), penguins.missing
    (342, 2)

    Source: Horst, Hill and Gorman, palmerpenguins (2020), https://allisonhorst.github.io/palmerpenguins/ (CC0).
    """
    rows = _rows("penguins.csv")
    complete = [row for row in rows if "NA" not in (row["bill_length_mm"], row["bill_depth_mm"])]
    return Penguins(
        species=np.array([SPECIES.index(row["species"]) for row in complete]),
        bill_length_mm=np.array([float(row["bill_length_mm"]) for row in complete]),
        bill_depth_mm=np.array([float(row["bill_depth_mm"]) for row in complete]),
        missing=len(rows) - len(complete),
    )


def load_forecasts():
    """40 forecasts that were made up (README.md says how): labels y, (40,) int, and what was said, y_hat, (40,) float.

    >>> y, y_hat = load_forecasts()
    >>> len(y), int(y.sum()), float(y_hat.max())
    (40, 23, 0.97)
    """
    y, y_hat = load_table("forecasts").values()
    return y.astype(int), y_hat


def make_blobs(N, seed):
    """Two overlapping round blobs of samples, from the seed only: X of shape (N, 2) and integer labels y of shape (N,).

    Class 0 has its centre at (0, 0) and class 1 at (2, 1.5), both with standard deviation 1; the classes take turns, so
    their sizes differ by 1 at most. The centres lie 2.5 apart: the best straight boundary is right for 89 in 100.

    Raises ValueError unless N is a whole number from 2 to 10,000,000 and the seed is one of at least 0.

    >>> X, y = make_blobs(4, seed=0)
    >>> print(X.shape, y)
    (4, 2) [0 1 0 1]
    """
    _refuse_unless_whole(N, "N", 2, MOST)
    _refuse_unless_whole(seed, "seed", 0)
    centres = np.array([[0.0, 0.0], [2.0, 1.5]])
    y = np.arange(N) % 2
    return centres[y] + np.random.default_rng(seed).standard_normal((N, 2)), y


def _refuse_unless_whole(value, name, least, most=np.inf):
    if not isinstance(value, (int, np.integer)) or not least <= value <= most:
        wanted = f"at least {least}" if most == np.inf else f"{least} to {most:,}"
        raise ValueError(f"{name} is {value!r:.40}, but a whole number of {wanted} is wanted")


def _rows(name):
    with (files(__package__) / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))
