"""Active recall: question cards, numeric drills, spaced review, concept cards, forecasts, an Anki deck, all from data.

In a notebook, one line each::

    recall.quiz("01")                          # the closing questions of notebook 01
    recall.ask("loss-of-a-confident-mistake")  # one card
    recall.drill()                             # fresh numbers
    recall.review()                            # what went wrong comes back, spaced
    recall.concept("sigmoid")                  # one idea to remember
    recall.forecast("steeper-costs-more")      # a statement: say ŷ, lock it, and pay for it when the result is there
    recall.forecasts()                         # the table of all that you have locked
    recall.export_anki("cross_entropy.apkg")   # the whole deck, with the optional package genanki

Each is a part of a page, judged in the browser: in a notebook with or without its kernel, on the site, in the slides.
Where scripts do not run it is a question with a folded answer. All of it comes from ``cards.toml`` and
``forecasts.toml`` beside this file, which a lecturer can edit.
"""

from .anki import export_anki
from .cards import NOTEBOOKS, Card, Judgement, Option, judge, load_cards, load_concepts
from .drills import exercise
from .forecasts import forecast, forecasts, load_forecasts
from .parts import ask, concept, concepts, drill, quiz, review

__all__ = [
    "NOTEBOOKS", "Card", "Judgement", "Option", "ask", "concept", "concepts", "drill", "exercise", "export_anki",
    "forecast", "forecasts", "judge", "load_cards", "load_concepts", "load_forecasts", "quiz", "review"
]  # fmt: skip
