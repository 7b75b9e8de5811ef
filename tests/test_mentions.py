"""A sentence mentions no notebook that is not there, and who drops one is told of every sentence that does."""

import pytest

from tools import mentions


def test_every_notebook_that_is_mentioned_is_there():
    assert mentions.existing() >= {1, 2, 3, 4, 5, 6}
    assert mentions.of_notebooks(mentions.existing()) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(notebook 2 shows why)", {2}),
        ("**You need** notebooks 1 and 2, and a pencil", {1, 2}),
        ("Notebooks 1 to 4 had two classes", {1, 2, 3, 4}),
        ("notebooks [1](01_definition.ipynb) to\n[4](04_week2_exercise.ipynb)", {1, 2, 3, 4}),
        ("**Notebook 3 of 6: why**", {3}),
        ("see 02_maximum_likelihood.ipynb", {2}),
    ],
)
def test_mentions_are_read(text, found):
    assert set().union(*map(mentions.numbers, mentions.NOTEBOOK.finditer(text))) == found


def test_who_drops_a_notebook_is_told_every_sentence(capsys):
    mentions.main("2")
    told = capsys.readouterr().out
    for words in (
        "Notebook 2 of ",
        "notebooks 1 and 2",
        "recipe of notebook 2",
        "where notebook 2 takes it",
        "README.md",
    ):
        assert words in told
    assert "Notebook 3 of " not in told


def test_the_places_of_the_launches_are_told(capsys):
    mentions.main("launches")
    told = capsys.readouterr().out
    for place in ("04_week2_exercise.ipynb, cell", "cards.toml:", "helpers/data/__init__.py:", "tests/test_data.py:"):
        assert place in told
