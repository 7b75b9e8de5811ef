"""All cards as a deck for Anki, with the optional package genanki."""

from pathlib import Path

from . import render
from .cards import load_cards, load_concepts

DECK_ID, MODEL_ID = 1719482603, 1084326591  # drawn once; Anki knows deck and note type again by them
DECK_NAME = "Cross-entropy loss"
NO_GENANKI = "The Anki export needs the package genanki: pip install genanki. Everything else works without it."
CSS = ".card { font: 1.2em/1.5 sans-serif; text-align: left; max-width: 40em; margin: auto; }"


def export_anki(path):
    """Write all question and concept cards to an Anki deck at `path`, which ends in .apkg, and return that path.

    A card keeps its identity through its id in the data file: importing a later export updates the card and keeps what
    Anki knows of your memory of it. Mathematics is written between \\( and \\), which Anki typesets.

    Raises ImportError with the command to install genanki where it is missing, and ValueError for another ending, since
    Anki would not import the file.
    """
    path = Path(path).expanduser()
    if path.suffix != ".apkg":
        raise ValueError(f"{path} does not end in .apkg, which Anki wants")
    try:
        import genanki
    except ImportError as error:
        raise ImportError(NO_GENANKI) from error
    deck = genanki.Deck(DECK_ID, DECK_NAME, description="Questions and ideas of the course on cross-entropy loss.")
    model = _model(genanki)
    for key, front, back, tag in _sides():
        guid = genanki.guid_for("cross-entropy-course", key)
        deck.add_note(genanki.Note(model=model, fields=[front, back], guid=guid, tags=[tag]))
    genanki.Package(deck).write_to_file(str(path))
    return path


def _model(genanki):
    template = {"name": "Card", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}
    fields = [{"name": "Front"}, {"name": "Back"}]
    return genanki.Model(MODEL_ID, "Cross-entropy course", fields=fields, templates=[template], css=CSS)


def _sides():
    for card in load_cards().values():
        front, back = render.question_html(card), render.answer_html(card, linked=False)
        yield f"card {card.id}", front, back, f"notebook-{card.notebook[:2]}"
    for concept in load_concepts().values():
        front, back = f"<p>{concept.name}: what is it?</p>", render.meaning_html(concept, linked=False)
        yield f"concept {concept.id}", front, back, "concept"
