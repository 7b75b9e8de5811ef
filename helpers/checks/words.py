"""What the checks say, read from ``words.toml`` and held to its rules when the checks are imported."""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("words.toml")
LONGEST = 60
SOLUTION = re.compile(r"np\.|exp\(|X\.T|@|1 ?/ ?\(1|mean\(|sum\(|range\(|-=|y_hat ?- ?y|ŷ ?[−-] ?y\b")


class Words(NamedTuple):
    """What a mistake is, and three hints: a question, something to try, where to look."""

    says: str
    asks: str
    tries: str
    look: str


class Vocabulary:
    """The texts of one file. A ValueError names the entry and what is wrong with it."""

    def __init__(self, path=FILE):
        told = tomllib.loads(Path(path).read_text("utf-8"))
        self.general = told["mistake"]
        self.own = {(where, name): own for where, names in told["only"].items() for name, own in names.items()}
        self.unnamed = {kind: _words(f"unnamed.{kind}", texts) for kind, texts in told["unnamed"].items()}
        self.not_attempted, self.remarks, self.sentences = told["not_attempted"], told["remark"], told["sentence"]
        self.contracts, self.matching, self.examples = told["contract"], told["matching"], told["examples"]
        for name, texts in self.general.items():
            _words(f"mistake.{name}", texts)
        for where, name in self.own:
            _words(f"only.{where}.{name}", self.general.get(name, {}) | self.own[where, name])

    def of(self, name, task, part=""):
        """The texts of a mistake: those of the part before those of the task before the general ones."""
        own = (self.own.get((where, name), {}) for where in (task, f"{task} {part}"))
        return Words(**self.general[name] | next(own) | next(own))

    def insist(self, tasks, others):
        """Return it if each mistake has words, and each word is used; ``others`` are names that belong to no task."""
        used = {*others}.union(*(task.names for task in tasks.values()))
        spoken = self.general.keys() | self.not_attempted.keys()
        known = {task: tasks[task].names | {*others} for task in tasks}
        lost = {f"only.{where}.{name}" for where, name in self.own if name not in known.get(where.split()[0], ())}
        for names, trouble in ((used - spoken, "no words for"), ((spoken - used) | lost, "nothing is called")):
            if names:
                raise ValueError(f"{FILE.name}: {trouble} {', '.join(sorted(names))}")
        return self


def _words(where, texts):
    if trouble := _trouble(texts):
        raise ValueError(f"{FILE.name}, [{where}]: {trouble}")
    return Words(**texts)


def _trouble(texts):
    """What is wrong with the texts of a mistake; None when nothing is."""
    if set(texts) != set(Words._fields) or not all(isinstance(text, str) for text in texts.values()):
        return f"wanted are the texts {', '.join(Words._fields)}; there are {', '.join(texts)}"
    if set(re.findall(r"\{.*?\}", texts["says"])) - {"{detail}"}:
        return "only {detail} may stand in braces"
    hints = [texts[field] for field in Words._fields[1:]]
    if not hints[0].endswith("?") or not all(hint.endswith((".", "?")) for hint in hints):
        return "the first hint is a question, and the others are sentences"
    if len(" ".join(hints).split()) > LONGEST:
        return f"the hints have more than {LONGEST} words together"
    return next((f"“{text}” holds a solution" for text in texts.values() if SOLUTION.search(text)), None)


VOCABULARY = Vocabulary()
