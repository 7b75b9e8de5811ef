"""Every place that mentions a notebook, or the launches: `python -m tools.mentions 2`, `… launches`.

For who drops a notebook, or teaches with data of their own. Tests are named only where they speak of the launches.
"""

import re
import sys
from collections.abc import Iterator

from tools.notebooks import NOTEBOOKS, find_notebooks, instructor_of, read

ROOT = NOTEBOOKS.parent
WORDS = ["README.md", "INSTRUCTORS.md", "site/*.md", "helpers/**/*.toml", "helpers/**/*.py"]
NUMBERS = r"\[?\d\b(?!\.\d)(?:\]\([^)]*\))?"
NOTEBOOK = re.compile(rf"(?i)\bnotebooks?\s({NUMBERS}(?:(?:,| and| or| to|–)\s?{NUMBERS})*)|\b(0\d)_[a-z]\w+")
LAUNCHES = re.compile(r"(?i)°F|challenger|\blaunch(?:es)?\b|O-ring|distress|temperature_f")


def texts(more: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """(place, text) of each cell of each notebook that is written, and of each line of other files that have words."""
    for path in (each for each in find_notebooks() if not instructor_of(each).exists()):
        for cell in read(path).cells:
            yield f"{path.relative_to(ROOT)}, cell {cell.id}", cell.source
    for pattern in (*WORDS, *more):
        for path in sorted(ROOT.glob(pattern)):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                yield f"{path.relative_to(ROOT)}:{number}", line


def around(text: str, match: re.Match) -> str:
    return " ".join(text[max(0, match.start() - 60) : match.end() + 60].split())


def numbers(match: re.Match) -> set[int]:
    """1 to 4 are four."""
    if match[2]:
        return {int(match[2])}
    found = [int(each) for each in re.findall(r"\b\d\b", re.sub(r"\]\([^)]*\)", "]", match[1]))]
    return set(range(found[0], found[-1] + 1)) if re.search(r"\bto\b|–", match[1]) else set(found)


def of_notebooks(there: set[int]) -> list[str]:
    """The places that mention a notebook which is not there, with the words around."""
    found = ((place, text, match) for place, text in texts() for match in NOTEBOOK.finditer(text))
    return [f"{place}: {around(text, match)}" for place, text, match in found if not numbers(match) <= there]


def of_launches() -> list[str]:
    found = ((place, text, LAUNCHES.search(text)) for place, text in texts(("tests/*.py",)))
    return [f"{place}: {around(text, match)}" for place, text, match in found if match]


def existing() -> set[int]:
    return {int(path.name[:2]) for path in NOTEBOOKS.glob("0*.ipynb")}


def main(what: str) -> None:
    print(*(of_launches() if what == "launches" else of_notebooks(existing() - {int(what)})), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1])
