"""Forecasts as parts of a page: the reader says ŷ, locks it, and pays −log of what it gave to what happened.

Only what is locked *and* scored is in the mean: a sum that counted the others would betray how they end. Nothing is
clipped: who gave 0 to what happened pays ∞. A slider that was never moved says ½, which is an honest "I do not know".
"""

import functools
from dataclasses import dataclass, fields
from pathlib import Path

from . import render
from .cards import by_id, find, find_notebook, read_file
from .parts import Cards

FILE = Path(__file__).with_name("forecasts.toml")
KEY = "cross-entropy-course.forecasts"  # under which the browser remembers {id: {yHat, scored}}


@dataclass(frozen=True)
class Forecast:
    """A statement, whether it happened, and one sentence why; asked in a section of a notebook."""

    id: str
    notebook: str
    section: str
    statement: str
    happened: bool
    why: str


@functools.cache
def load_forecasts(path=FILE):
    """All forecasts of the file, by id, in the file's order. A ValueError names the entry and what is wrong with it."""
    return by_id([_read(entry) for entry in read_file(path)["forecast"]], path)


def _read(entry):
    name, wanted = entry.get("id", "without id"), {field.name: field.type for field in fields(Forecast)}
    if entry.keys() != wanted.keys():
        raise ValueError(f"forecast {name!r} has {', '.join(entry)}; wanted: {', '.join(wanted)}")
    for key, kind in wanted.items():
        if type(entry[key]) is not kind or entry[key] == "":
            raise ValueError(f"forecast {name!r}: {key} is {entry[key]!r}; wanted: a {kind.__name__}, not empty")
    return Forecast(**entry | {"notebook": find_notebook(entry["notebook"])})


def forecast(forecast_id):
    """A statement with a slider for ŷ, the reader's probability that it is true, to be locked and later scored."""
    return Forecasts(find(load_forecasts(), forecast_id, "forecast"))


def forecasts():
    """The reader's table of all forecasts that are locked: ŷ, y, loss, mean, and the same as two lines of Python."""
    return Forecasts()


class Forecasts(Cards):
    """One forecast, or without it the table of all."""

    scripts = ("recall/forecasts.js",)

    def __init__(self, asked=None):
        self.asked = asked

    def still(self):
        inside = render.forecast_html(self.asked) if self.asked else f"<p>{self.text()}</p>"
        return f'<div class="recall forecast">{inside}</div>'

    def more(self):
        every = () if self.asked else load_forecasts().values()
        return "".join(f'<p data-forecast="{one.id}">{render.inline(one.statement)}</p>' for one in every)

    def text(self):
        return render.to_text(self.asked.statement if self.asked else read_file(FILE)["words"]["none"])

    def state(self):
        asked = [{"id": one.id, "y": int(one.happened)} for one in load_forecasts().values()]
        common = {"asked": asked, "words": read_file(FILE)["words"], "forecasts": {}, "_kept": {"forecasts": KEY}}
        return common | {"id": self.asked.id if self.asked else None}
