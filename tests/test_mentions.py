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
        ('recall.quiz("02", closing=False)', {2}),
        ("| 3 | Why not squared error? | 1, and the idea of 2 |", {1, 2, 3}),
        ("| 1 | What does a confident mistake cost? | |", {1}),
        ("| [05_multiclass](notebooks/05_multiclass.ipynb) | three classes? | 1 to 4 |", {1, 2, 3, 4, 5}),
        ("| 1 | $-\\log\\hat{y}$ | 2 |", set()),
    ],
)
def test_mentions_are_read(text, found):
    assert set().union(*map(mentions.numbers, mentions.NOTEBOOK.finditer(text))) == found


def test_who_drops_a_notebook_is_told_every_sentence(capsys):
    mentions.main("2")
    told = capsys.readouterr().out
    for words in (
        "| 2 | Where does",
        "the idea of 2",
        'recall.quiz("02", closing=False)',
        'recall.ask("from-product-to-sum"',
        "Notebook 3 of ",
        "five notebooks",
        "notebooks 1 and 2",
        "recipe of notebook 2",
        "where notebook 2 takes it",
        "README.md",
    ):
        assert words in told
    assert "Notebook 2 of " not in told  # that file itself


def test_each_head_says_how_many_notebooks_there_are():
    heads = [text for _, text in mentions.texts() if "\n**Notebook " in text]
    assert {int(mentions.COUNT.search(head)[1]) for head in heads} == {len(mentions.existing())} == {len(heads)}


def test_the_places_of_the_launches_are_told(capsys):
    mentions.main("launches")
    told = capsys.readouterr().out
    for place in (
        "04_week2_exercise.ipynb, cell launches-picture",
        "cards.toml:thirty-one-degrees",
        "forecasts.toml:sure-of-the-cold",
    ):
        assert place in told
    assert ".py:" not in told
