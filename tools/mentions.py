"""Every place that mentions a notebook, or the launches: `python -m tools.mentions 2`, `… launches`.

For who drops a notebook, or teaches with data of their own: of the launches, what is to be written anew for these.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache

from helpers import recall
from tools.notebooks import NOTEBOOKS, find_notebooks, instructor_of, read

ROOT = NOTEBOOKS.parent
WORDS = ["README.md", "INSTRUCTORS.md", "site/*.md", "helpers/**/*.toml", "helpers/**/*.py"]
NUMBERS = r"\[?\d\b(?!\.\d)(?:\]\([^)]*\))?"
NOTEBOOK = re.compile(
    rf"(?i)\bnotebooks?\s({NUMBERS}(?:(?:,| and| or| to|–)\s?{NUMBERS})*)"
    r"|\b(0\d)(?:_[a-z]|\"[,)])"
    r"|^\| (?:(\d)|\[(0\d)_.*?) \|(?=.*[a-z]{4}).*?(?:\| (\d[^|]*))?\|$",  # a row of a table of notebooks
    re.MULTILINE,
)
COUNT = re.compile(r"Notebook \d of (\d)|\b(?:two|three|four|five|six|seven) notebooks\b")
LAUNCHES = re.compile(r"(?i)°F|challenger|\blaunch(?:es)?\b|O-ring|temperatures")
STAYS = re.compile(r"\.py:|^INSTRUCTORS")  # the loader is that of the launches, and the recipe speaks of them
ENTRY = re.compile(r"\n(?=\[\[(?:card|concept|forecast)\]\])")
ASKED = re.compile(r'recall\.(?:ask|concept|forecast)\("([\w-]+)"')


def texts() -> Iterator[tuple[str, str]]:
    """(place, text) of each cell that is written, each card and forecast, and each line of other files with words."""
    for path in (each for each in find_notebooks() if not instructor_of(each).exists()):
        for cell in read(path).cells:
            yield f"{path.relative_to(ROOT)}, cell {cell.id}", ASKED.sub(told_where, cell.source)
    for path in (path for pattern in WORDS for path in sorted(ROOT.glob(pattern))):
        text = path.read_text(encoding="utf-8")
        for number, part in enumerate(ENTRY.split(text) if ENTRY.search(text) else text.splitlines(), 1):
            name = re.search(r'(?m)^id = "(.+)"', part)
            yield f"{path.relative_to(ROOT)}:{name[1] if name else number}", part


@cache
def homes() -> dict[str, str]:
    """The notebook of each card and each forecast; an idea has none."""
    asked = [*recall.load_cards().values(), *recall.load_forecasts().values()]
    return dict.fromkeys(recall.load_concepts(), "no notebook") | {each.id: each.notebook for each in asked}


def told_where(asked: re.Match) -> str:
    return f"{asked[0]} of {homes()[asked[1]]}"


def around(text: str, match: re.Match) -> str:
    return " ".join(text[max(0, match.start() - 60) : match.end() + 60].split())


def numbers(match: re.Match) -> set[int]:
    return set().union(*map(numbers_in, filter(None, match.groups())))


def numbers_in(text: str) -> set[int]:
    """1 to 4 are four."""
    text = re.sub(r"\]\([^)]*\)", "]", text)
    found = [int(each) for each in re.findall(r"\b0?\d\b", text)]
    return set(range(found[0], found[-1] + 1)) if re.search(r"\bto\b|–", text) else set(found)


def of_notebooks(there: set[int]) -> list[str]:
    """The places that mention a notebook which is not there, with the words around."""
    found = ((place, text, match) for place, text in texts() for match in NOTEBOOK.finditer(text))
    return [f"{place}: {around(text, match)}" for place, text, match in found if not numbers(match) <= there]


def of_counts() -> list[str]:
    """The places that say how many notebooks there are."""
    return [f"{place}: {around(text, match)}" for place, text in texts() for match in COUNT.finditer(text)]


def of_launches() -> list[str]:
    found = ((place, text, LAUNCHES.search(text)) for place, text in texts() if not STAYS.search(place))
    return [f"{place}: {around(text, match)}" for place, text, match in found if match]


def existing() -> set[int]:
    return {int(path.name[:2]) for path in NOTEBOOKS.glob("0*.ipynb")}


def main(what: str) -> None:
    found = of_launches() if what == "launches" else [*of_notebooks(existing() - {int(what)}), *of_counts()]
    print(*(line for line in found if not line.startswith(f"notebooks/0{what}_")), sep="\n")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not re.fullmatch(r"\d|launches", sys.argv[1]):
        sys.exit(__doc__)
    main(sys.argv[1])
