"""Spaced review with Leitner boxes, and the file that remembers them.

A card answered right moves one box on and waits longer; answered wrong, it goes back to the first box and comes again
in the same sitting. The file is a convenience: where it cannot be read or written, a review works all the same.
"""

import errno
import json
import os
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

WAITS = (0, 1, 3, 7, 21)  # days until a card in box 0, 1, 2, … is asked again
VERSION = 1
AGAIN_AFTER = 3  # a wrong answer comes back after this many other cards


class Progress:
    """Which box each card is in, and when it is due: {card id: {"box": 0 … 4, "due": "2026-11-23"}}.

    path : the file to keep it in, which ends in .json (~ is the home folder), or None to remember nothing. A missing
    file is an empty one. A file that is damaged, or of another version, is renamed, never overwritten; `message` then
    says so. Entries for cards that do not exist (any more) are kept.

    Raises ValueError for another ending, so that no other file is taken for a damaged one.
    """

    def __init__(self, path=None):
        self.path = Path(path).expanduser() if path else None
        if self.path and self.path.suffix != ".json" and not self.path.is_dir():
            raise ValueError(f"progress is kept in a file that ends in .json, but {path} does not")
        self.message = ""
        self.boxes = {}
        self.boxes = self._read()

    def due(self, card_id, today):
        """Whether the card has been asked before and is to be asked again."""
        return card_id in self.boxes and date.fromisoformat(self.boxes[card_id]["due"]) <= today

    def record(self, card_id, right, today):
        """Move a card to its next box, and save. What another notebook has saved in the meantime is kept."""
        self.boxes = self.boxes | self._read()
        box = min(self.boxes.get(card_id, {"box": 0})["box"] + 1, len(WAITS) - 1) if right else 0
        self.boxes[card_id] = {"box": box, "due": (today + timedelta(days=WAITS[box])).isoformat()}
        self._save()

    def _read(self):
        try:
            text = self.path.read_text(encoding="utf-8") if self.path and self.path.exists() else None
        except (OSError, UnicodeDecodeError) as error:
            return self._without_file(error) if isinstance(error, OSError) else self._set_aside({})
        if text is None:
            return {}
        boxes, sound = _parse(text)
        return boxes if sound else self._set_aside(boxes)

    def _set_aside(self, boxes):
        aside = next(name for name in self._names_aside() if not name.exists())
        try:
            self.path.rename(aside)
        except OSError as error:
            return boxes | self._without_file(error)
        self.message = (
            f"The progress file {self.path.name} could not be read in full and is now called {aside.name}. "
            f"Cards whose progress is kept: {len(self.boxes | boxes) or 'none'}."
        )
        return boxes

    def _names_aside(self):
        number = 0
        while number := number + 1:
            yield self.path.with_name(f"{self.path.stem}.damaged-{number}{self.path.suffix}")

    def _without_file(self, error):
        reason = f"{self.path} cannot be used ({error.strerror})"
        self.message = f"Progress is not kept: {reason}. The review works without it."
        self.path = None
        return {}

    def _save(self):
        if self.path is None:
            return
        content = {"version": VERSION, "cards": self.boxes}
        try:
            if self.path.exists() and not os.access(self.path, os.W_OK):
                raise PermissionError(errno.EACCES, "it is read-only")
            write_atomically(self.path, json.dumps(content, indent=1, sort_keys=True) + "\n")
        except OSError as error:
            self._without_file(error)


def write_atomically(path, text):
    """Write a new file beside `path` and put it in its place in one step: no reader and no crash meets half a file.

    A link stays a link to the file that is replaced, and the file keeps its permissions.
    """
    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, name)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _parse(text):
    """The entries that can be read, and whether these are all."""
    try:
        content = json.loads(text)
        sound = content["version"] == VERSION
        entries = content["cards"].items()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}, False
    boxes = {card_id: entry for card_id, entry in entries if _is_entry(entry)}
    return boxes, sound and len(boxes) == len(entries)


def _is_entry(entry):
    try:
        date.fromisoformat(entry["due"])
        return type(entry["box"]) is int and 0 <= entry["box"] < len(WAITS)
    except (ValueError, KeyError, TypeError):
        return False


class Session:
    """One sitting: the cards that are due, those that went wrong first, then some new ones. A wrong one comes again.

    card_ids : the cards to choose from, in their order. new : how many that were never asked may join.
    """

    def __init__(self, progress, card_ids, new=10, today=None):
        self.progress = progress
        self.today = today or date.today()
        due = sorted((i for i in card_ids if progress.due(i, self.today)), key=lambda i: progress.boxes[i]["box"])
        self.queue = due + [i for i in card_ids if i not in progress.boxes][:new]
        self._again = None  # whether the current card comes again; None until it is answered

    @property
    def current(self):
        """The card to ask now, or None at the end."""
        return self.queue[0] if self.queue else None

    def record(self, right):
        """Take in the first answer to the current card."""
        self.progress.record(self.current, right, self.today)
        self._again = not right

    def advance(self):
        """Go on to the next card. A wrong one returns after a few others; one that was not answered goes to the end."""
        card_id, again = self.queue.pop(0), self._again
        if again is None:
            self.queue.append(card_id)
        elif again:
            self.queue.insert(AGAIN_AFTER, card_id)
        self._again = None
