"""Every formula in print is right: read from its TeX, worked out with random numbers, noticed when it is altered."""

import json
import re
import tomllib
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
import tex
from formulas import DISPLAYS, IN_TEXT, LEFT_OUT, world

from helpers import recall
from helpers.recall.drills import DRILLS

ROOT = Path(__file__).parent.parent
SEEDS = range(6)
DISPLAY = re.compile(r"\$\$(.+?)\$\$", re.S)
INLINE = re.compile(r"(?<![\\$])\$(?!\$)([^$]+?)\$(?!\$)")
NUMBER = r"[-+]?(\\infty|[\d.]+|\\t?frac(\d\d|\{\d+\}\{\d+\}))"
LETTER = r"\\?[a-zA-Z]+|\\(hat|mathbf)\{\w\}|\\hat y"
SETTING = re.compile(rf"({LETTER})([=<>]|\\[lg]e)({LETTER}|{NUMBER}|\((({NUMBER}|\\;),?)+\))")


def texts():
    """All that a student reads, as (where, cell or card, text)."""
    for path in sorted((ROOT / "notebooks").glob("**/*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                yield path.stem, cell["id"], "".join(cell["source"])
    for k in range(len(DRILLS)):
        card = recall.exercise(seed=1, number=k)
        yield "drills", f"exercise {k}", f"{card.question}\n{card.explanation}"
    for path in sorted(set((ROOT / "helpers").rglob("*.toml")) - {ROOT / "helpers/recall/drills.toml"}):
        yield from strings(path.stem, tomllib.loads(path.read_text(encoding="utf-8")), "")


def strings(name, data, place):
    if isinstance(data, str):
        yield name, place, data
    for key, entry in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from strings(name, entry, entry.get("id", place) if isinstance(entry, dict) else place or key)


@lru_cache(1000)
def worlds(notebook, only):
    found = (world(seed, notebook) for seed in SEEDS)
    return [W for W in found if only is None or W["y"] == only]


def checked(row, formula):
    """AssertionError unless all sides of all clauses agree, in every world, with each other and what is known."""
    for W in worlds(row["notebook"], row["only"]):
        meaning = row["meaning"](W) if callable(row["meaning"]) else row["meaning"] or {}
        for k, clause in enumerate(tex.clauses(formula)):
            hand = row["hand"][k] if k < len(row["hand"]) else None
            holds(clause, W | meaning, hand)


def holds(clause, W, hand):
    clause = re.sub(r"\\text\{for all *\}( *\w,)*", "", clause)
    if domain := re.fullmatch(r"(.+) \\in \\\{(.+)\\\}", clause):
        assert tex.value(domain[1], W) in [float(member) for member in domain[2].split(",")]
        return
    if condition := re.match(r"y = ([01]):", clause):
        W, clause = W | {"y": int(condition[1])}, clause[condition.end() :]
        hand = hand or price_of_label
    found, relations = tex.sides(clause)
    if hand and relations in ([r"\leftarrow"], ["="]) and (relations == [r"\leftarrow"] or found[-1] == "0"):
        found = found[1:] if relations == [r"\leftarrow"] else found[:1]  # an update, or an equation to be solved
        relations = []
    numbers = [np.asarray(tex.value(side, W), float) for side in found]
    digits = max((len(side.partition(".")[2]) for side in found if re.fullmatch(r"-?\d+\.\d+", side)), default=0)
    if hand:
        numbers.insert(0, np.asarray(hand(W), float))
        relations.insert(0, "=")
    assert len(numbers) > 1, f"nothing to compare {clause} with: it needs a hand"
    for a, b, relation in zip(numbers[:-1], numbers[1:], relations, strict=True):
        assert related(a, relation, b, digits), f"{clause}: {a} {relation} {b}"


def price_of_label(W):
    return -np.log(W[r"\hat{y}"] if W["y"] else 1 - W[r"\hat{y}"])


def related(a, relation, b, digits):
    if relation in (r"\le", r"\ge"):
        a, b = (a, b) if relation == r"\le" else (b, a)
        return bool((a <= b + 1e-9).all())
    assert a.shape == b.shape
    return np.allclose(a, b, rtol=0 if digits else 1e-6, atol=0.5 * 10.0**-digits if digits else 1e-7)


def displays():
    return [(where, cell, m[1].strip()) for where, cell, text in texts() for m in DISPLAY.finditer(text)]


def test_the_table_has_every_displayed_formula_word_for_word():
    printed, table = set(displays()), {(row["notebook"], row["cell"], row["tex"]) for row in DISPLAYS}
    assert len(printed) > 50
    assert printed - table == set(), "in print, and not (or not so) in DISPLAYS"
    assert table - printed == set(), "in DISPLAYS, and not so in print"


@pytest.mark.parametrize("row", DISPLAYS, ids=lambda row: f"{row['notebook'][:2]}-{row['cell']}")
def test_all_sides_of_a_displayed_formula_agree(row):
    checked(row, row["tex"])


def alterations(formula):
    """The formula with one sign, number, index, limit, function, label or factor altered."""
    swaps = {"+": "-", "-": "+", r"\log": "", r"\sum": r"\prod", r"\prod": r"\sum", r"\le": r"\ge", r"\ge": r"\le"}
    swaps |= {r"\hat{y}": "y", "y": r"\hat{y}", "N": "K", r"\top": "2", r"\cdot": "+", "=": "= 2"}
    indices = {"n": "k", "k": "n", "j": "n", "t": "n"}
    for m in re.finditer(r"\\text\{[^}]*\}|\\hat\{y\}|\\[a-zA-Z]+|_\{?[nkjt]+|[-+=]|\d|[yN]", formula):
        old = m[0]
        new = swaps.get(old)
        if old.isdigit():
            new = str(int(old) + 1)
        if old.startswith("_"):
            new = old.translate(str.maketrans(indices))
        if new is not None:
            yield f"{formula[: m.start()]} {new} {formula[m.end() :]}"


def test_every_alteration_of_a_formula_is_seen():
    tried, unseen = 0, []
    for row in DISPLAYS:
        for altered in alterations(row["tex"]):
            tried += 1
            if not seen(row, altered):
                unseen.append((row["notebook"][:2], row["cell"], altered))
    assert tried > 500
    assert unseen == []


def seen(row, altered):
    try:
        with np.errstate(all="ignore"):
            checked(row, altered)
    except (AssertionError, SyntaxError, LookupError, ValueError, TypeError, ArithmeticError):
        return True
    return False


def inline():
    """The formulas in the text that say something: not `y = 1`, which puts a number for a letter."""
    said = {}
    for where, cell, text in texts():
        for m in INLINE.finditer(DISPLAY.sub("", text).replace("$ $=", "=")):
            for clause in tex.clauses(m[1]):
                if tex.RELATION.search(clause) and not SETTING.fullmatch(re.sub(r"\s", "", clause)):
                    said[where, cell, clause] = None
    return list(said)


def meant(where, cell, clause):
    """What is known of a formula in the text; where a letter is given a value, what it is given is said to be equal."""
    rows = {(row["notebook"], row["cell"], row["tex"]): row for row in IN_TEXT}
    row = rows.get((where, cell, clause)) or rows.get((where, cell, "")) or {"meaning": None, "hand": ()}
    found, relations = tex.sides(clause)
    if (where == "drills" or re.fullmatch(LETTER, found[0])) and len(found) > 2:
        clause = clause[clause.index(relations[0]) + len(relations[0]) :]
    return {"notebook": where, "cell": cell, "only": None, "meaning": row["meaning"], "hand": row["hand"]}, clause


CLAIMS = [claim for claim in inline() if claim[2] not in LEFT_OUT]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim[0][:2]}-{claim[1]}")
def test_all_sides_of_a_formula_in_the_text_agree(claim):
    with np.errstate(divide="ignore"):  # −log 0 = ∞ is said in the text
        checked(*meant(*claim))


def test_no_row_of_the_tables_has_lost_its_formula():
    said = inline()
    assert {text for *_, text in said} >= LEFT_OUT
    cells = {(where, cell, "") for where, cell, _ in said} | set(said)
    assert {(row["notebook"], row["cell"], row["tex"]) for row in IN_TEXT} <= cells


def test_every_alteration_of_a_formula_in_the_text_is_seen():
    unseen, general = [], [claim for claim in CLAIMS if re.search(r"hat|\\ell|[a-df-zA-Z]_", claim[2])]
    for row, formula in (meant(*claim) for claim in general):
        unseen += [altered for altered in alterations(formula) if not seen(row, altered)]
    assert len(general) > 40
    # with y = 0, as there: true too
    assert unseen == [r"(\hat y  +  y)  \hat y (1-\hat y) = 0.8 \cdot 0.8 \cdot 0.2 = 0.128"]
