"""The tables are the published ones, and made data come from their seed only."""

import csv
import doctest
import hashlib
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from helpers import data

FOLDER = Path(data.__file__).parent


def table(name):
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


# The launches


def test_there_are_23_launches_of_which_7_had_distress():
    launches = data.load_challenger()
    assert [column.shape for column in launches] == [(23,)] * 4
    assert [column.dtype.kind for column in launches] == ["f", "f", "i", "i"]
    assert launches.any_distress.sum() == 7
    assert launches.rings_distressed.sum() == 9


def test_distress_is_marked_where_a_ring_was_distressed():
    launches = data.load_challenger()
    assert_array_equal(launches.any_distress, launches.rings_distressed > 0)


def test_launches_are_in_the_order_of_the_file():
    launches = data.load_challenger()
    rows = table("challenger_orings.csv")
    assert len(rows) == 23
    for name in launches._fields:
        assert_array_equal(getattr(launches, name), [float(row[name]) for row in rows])


def test_coldest_launch_was_at_53_degrees_and_had_distress():
    launches = data.load_challenger()
    coldest = launches.temperature_f.argmin()
    assert launches.temperature_f[coldest] == 53
    assert launches.any_distress[coldest] == 1
    assert launches.any_distress[launches.temperature_f < 65].all()


def test_mean_and_spread_of_the_temperatures():
    temperature = data.load_challenger().temperature_f
    assert_allclose([temperature.mean(), temperature.std()], [1600 / 23, 6.9019600], atol=5e-8)


def test_a_change_to_one_result_does_not_reach_the_next():
    data.load_challenger().any_distress[:] = 1
    assert data.load_challenger().any_distress.sum() == 7


def test_a_table_of_ones_own_is_read_by_its_columns(tmp_path, monkeypatch):
    monkeypatch.setattr(data, "files", lambda package: tmp_path)
    (tmp_path / "own.csv").write_text("hours,passed\n2.5,0\n7,1\n", encoding="utf-8")
    hours, passed = data.load_table("own").values()
    assert_array_equal([hours, passed], [[2.5, 7], [0, 1]])
    (tmp_path / "own.csv").write_text("hours,passed\nfew,0\n", encoding="utf-8")
    with pytest.raises(ValueError, match="few"):
        data.load_table("own")


# The forecasts


def test_the_forecasts_are_drawn_as_the_readme_says():
    rng = np.random.default_rng(8)
    said = rng.choice([0.1, 0.2, 0.4, 0.5, 0.7, 0.8, 0.9, 0.97], 40)
    odds = np.sqrt(said / (1 - said))
    y, y_hat = data.load_forecasts()
    assert_array_equal(y_hat, said)
    assert_array_equal(y, rng.random(40) < odds / (1 + odds))
    assert (y.dtype.kind, y_hat.dtype.kind) == ("i", "f")


# The penguins


def test_penguin_file_is_the_one_of_the_package_byte_for_byte():
    digest = hashlib.sha256((FOLDER / "penguins.csv").read_bytes()).hexdigest()
    assert digest == "f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93"


def test_there_are_342_complete_penguins_of_three_species():
    penguins = data.load_penguins()
    assert_array_equal(np.bincount(penguins.species), [151, 68, 123])
    assert penguins.missing == 2
    assert len(table("penguins.csv")) == 342 + penguins.missing
    assert penguins.bill_length_mm.shape == penguins.bill_depth_mm.shape == (342,)
    assert [column.dtype.kind for column in penguins[:3]] == ["i", "f", "f"]


def test_first_and_last_penguin():
    penguins = data.load_penguins()
    first, last = ([column[k] for column in penguins[:3]] for k in (0, -1))
    assert first == [0, 39.1, 18.7]
    assert last == [1, 50.2, 18.7]


def test_species_are_named_by_their_index():
    assert data.SPECIES == ("Adelie", "Chinstrap", "Gentoo")
    names = [row["species"] for row in table("penguins.csv") if row["bill_length_mm"] != "NA"]
    assert [data.SPECIES[k] for k in data.load_penguins().species] == names


def test_gentoo_bills_are_the_shallowest_and_adelie_bills_the_shortest():
    penguins = data.load_penguins()
    means = [[column[penguins.species == k].mean() for column in penguins[1:3]] for k in range(3)]
    assert_allclose(means, [[38.79, 18.35], [48.83, 18.42], [47.50, 14.98]], atol=0.01)


# Blobs


def test_blobs_come_from_their_seed_only():
    X, y = data.make_blobs(50, seed=7)
    again = data.make_blobs(50, seed=7)
    assert_array_equal(X, again[0])
    assert_array_equal(y, again[1])
    assert not np.array_equal(X, data.make_blobs(50, seed=8)[0])


@pytest.mark.parametrize("N", [2, 3, 100, 101])
def test_blobs_have_both_classes_in_equal_parts(N):
    X, y = data.make_blobs(N, seed=0)
    assert X.shape == (N, 2)
    assert y.shape == (N,)
    assert X.dtype == np.float64
    assert y.dtype.kind == "i"
    assert abs((y == 1).sum() - (y == 0).sum()) == N % 2


def test_blobs_are_where_the_docstring_says_and_overlap():
    X, y = data.make_blobs(200_000, seed=0)
    assert_allclose([X[y == 0].mean(axis=0), X[y == 1].mean(axis=0)], [[0, 0], [2, 1.5]], atol=0.02)
    assert_allclose([X[y == 0].std(axis=0), X[y == 1].std(axis=0)], 1, atol=0.02)
    right = (X @ [2, 1.5] > 2.5**2 / 2) == y
    assert_allclose(right.mean(), 0.8944, atol=0.005)


@pytest.mark.parametrize("N", [1, 0, -3, 2.0, "5", None, 10**12, 10**400])
def test_a_number_of_samples_that_is_none_is_refused(N):
    with pytest.raises(ValueError, match=r"^N is .{1,40}, but a whole number of 2 to 10,000,000 is wanted"):
        data.make_blobs(N, seed=0)


def test_blobs_without_a_seed_are_refused():
    with pytest.raises(ValueError, match="seed is None"):
        data.make_blobs(10, seed=None)


def test_the_examples_of_the_docstrings_run():
    result = doctest.testmod(data)
    assert result.attempted >= 6
    assert result.failed == 0


def test_provenance_of_every_table_is_told():
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    tables = sorted(FOLDER.glob("*.csv"))
    assert len(tables) >= 3
    for path in tables:
        assert f"## {path.name}" in told
