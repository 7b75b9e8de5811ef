"""A sentence mentions no notebook that is not there, and who drops one is told of every sentence that does."""

import re

import pytest

from helpers.recall import load_cards
from tools import mentions


def test_every_notebook_that_is_mentioned_is_there():
    assert len(mentions.existing()) > 3
    left = mentions.of_notebooks(mentions.existing())
    assert not left, "\n".join(left)


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


TOLD = [
    ("a.ipynb, cell map", "| 2 | Where does the formula come from? | 1 |"),
    ("README.md:54", "| [03_gradient](notebooks/03_gradient.ipynb) | Why not? | 1, and the idea of 2 |"),
    ("a.ipynb, cell goals", "**You need** notebooks 1 and 2, and a pencil"),
    ("a.ipynb, cell quiz", 'recall.quiz("02", closing=False)'),
    ("cards.toml:a-card", "in the order in which notebook 2 takes it"),
    ("a.ipynb, cell title", "# Why not?\n\n**Notebook 3 of 7: gradients**"),
    ("a.ipynb, cell count", "You have worked through five notebooks."),
]
NOT_TOLD = [
    ("notebooks/02_maximum_likelihood.ipynb, cell title", "**Notebook 2 of 7: maximum likelihood**"),
    ("a.ipynb, cell bridge", "In notebook 3, and in 12 others, 2 of 7 were right."),
]


def test_who_drops_a_notebook_is_told_every_sentence(monkeypatch, capsys):
    monkeypatch.setattr(mentions, "texts", lambda: [*TOLD, *NOT_TOLD])
    mentions.main("2")
    told = capsys.readouterr().out.splitlines()
    assert sorted(line.split(": ")[0] for line in told) == sorted(place for place, _ in TOLD)


def test_a_cell_that_asks_a_card_or_a_forecast_tells_of_which_notebook():
    asked = [(place, text) for place, text in mentions.texts() if mentions.ASKED.search(text) and "cell" in place]
    assert len(asked) > 3
    told = {"ask": set(), "forecast": set(), "concept": {"no notebook"}}
    for _, text in asked:
        for kind, home in re.findall(r'recall\.(\w+)\("[\w-]+" of (no notebook|\w+)', text):
            told[kind].add(home)
    notebooks = {path.stem for path in mentions.find_notebooks()}
    assert told["ask"] <= notebooks and told["forecast"] <= notebooks and len(told["forecast"]) > 2


def test_each_head_says_how_many_notebooks_there_are():
    heads = [text for _, text in mentions.texts() if "\n**Notebook " in text]
    assert {int(mentions.COUNT.search(head)[1]) for head in heads} == {len(mentions.existing())} == {len(heads)}


def test_what_speaks_of_the_launches_is_told_but_not_the_loader_nor_the_recipe(monkeypatch, capsys):
    told = [
        ("a.ipynb, cell cold", "What of 31 °F?"),
        ("forecasts.toml:raw", "The step for raw temperatures is smaller."),
    ]
    stays = [
        ("helpers/data/__init__.py:33", "The launches."),
        ("INSTRUCTORS.md:190", "the launches"),
        ("b.ipynb, cell push", "Every logit is divided by a temperature."),
    ]
    monkeypatch.setattr(mentions, "texts", lambda: [*told, *stays])
    mentions.main("launches")
    assert [line.split(": ")[0] for line in capsys.readouterr().out.splitlines()] == [place for place, _ in told]


def test_a_card_and_a_forecast_are_told_by_name():
    places = {place for place, _ in mentions.texts()}
    cards = {f"helpers/recall/cards.toml:{name}" for name in load_cards()}
    assert len(cards) > 30 and cards <= places
