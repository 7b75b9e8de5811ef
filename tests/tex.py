"""A reader of the course's own TeX: a formula as it is printed, worked out with the numbers of a world.

A world is a dict. A letter stands for its value; one with indices, as in y_{nk}, for an entry of world["y_nk"], where
n runs from 1 to N and k, j, t from 0 to K−1 over the classes (or features). A phrase is what is looked up as a whole:
``\\frac{\\partial L}{\\partial b}`` is what a difference says, never what the formula says.
"""

import re
from functools import lru_cache

import numpy as np

RELATION = re.compile(r"=|<|>|\\(?:leftarrow|le|ge|approx|in)(?![a-z])")
TOKEN = re.compile(
    r"\\tilde\{\\mathbf\{\w\}\}|\\(?:hat|tilde|bar|mathbf)\{\\?\w+\}|\\(?:hat|bar) [yY]|\\ell_\{\\text\{\w+\}\}"
    r"|\\begin\{cases\}|\\end\{cases\}|\\operatorname\{\w+\}|\\\\|\\[a-zA-Z]+|\S"
)
SPACING = re.compile(r"(?<!\\)\\(?:[,;! ]|[bB]ig[lr]?(?![a-z])|left(?![a-z])|right(?![a-z])|displaystyle)|&|\[2ex\]")
CLASS = str.maketrans("jt", "kk")
N_, K_ = 5, 3
RANGES = {"n": range(1, N_ + 1)} | dict.fromkeys("kjt", range(K_))


def clauses(tex):
    """The statements of a display, one below or beside the other."""
    tex = re.sub(r"\\(?:begin|end)\{aligned\}|\\text\{and\}", "", tex)
    rows = re.split(r"\\q?quad|\\\\(?!\[)", tex) if "cases" not in tex else [tex]
    joined = []
    for row in (SPACING.sub(" ", row).strip().rstrip(",. ") for row in rows):
        if joined and row.startswith("+"):
            joined[-1] += row
        elif row:
            joined.append(row)
    return joined


def sides(clause):
    """What stands between the relations outside of all brackets, and the relations."""
    found, relations, start, depth = [], [], 0, 0
    for k, letter in enumerate(clause):
        depth += (letter in "([{") - (letter in ")]}")
        relation = None if depth else RELATION.match(clause, k)
        if relation and not clause[start:].lstrip().startswith(r"\begin{cases}"):
            found.append(clause[start:k])
            relations.append(relation[0])
            start = relation.end()
    return [side.strip() for side in (*found, clause[start:])], relations


def value(tex, world):
    """The number (or array) that one side has in this world."""
    reader = Reader(tex, world)
    result = reader.sum()
    if reader.tokens[reader.at :]:
        raise SyntaxError(f"not read: {' '.join(reader.tokens[reader.at :])}")
    return result


@lru_cache(10_000)
def tokens_of(tex):
    return tuple(
        TOKEN.findall(
            SPACING.sub(" ", tex)
            .replace(r"\hat y", r"\hat{y}")
            .replace(r"\bar y", r"\bar{y}")
            .replace(r"^{\top}", r"^\top")
        )
    )


@lru_cache
def phrases(names):
    """The names of more than one token, the longest first, by their first token."""
    found = {}
    for name in sorted(names, key=lambda name: -len(tokens_of(name))):
        if len(tokens_of(name)) > 1 and "_" not in tokens_of(name)[1:2]:
            found.setdefault(tokens_of(name)[0], []).append((tokens_of(name), name))
    return found


def merged(tokens, phrases):
    """The tokens with each phrase as one of them."""
    result, at = [], 0
    while at < len(tokens):
        size, name = 1, tokens[at]
        for phrase, whole in phrases.get(tokens[at], ()):
            if tokens[at : at + len(phrase)] == phrase:
                size, name = len(phrase), whole
                break
        result.append(name)
        at += size
    return result


def times(a, b):
    a, b = np.asarray(a), np.asarray(b)
    if (a.ndim < 2 and b.ndim < 2) or not a.ndim or not b.ndim:
        return a * b
    product = a @ b
    return product[0] if b.ndim == 1 and a.shape[0] == 1 else product


def over(a, b):
    return a / (b[:, None] if np.ndim(a) == 2 and np.ndim(b) == 1 else b)


class Reader:
    def __init__(self, tex, world):
        self.tokens, self.at, self.world = merged(tokens_of(tex), phrases(tuple(world))), 0, dict(world)

    def next(self, *wanted):
        """Takes the next token, if it is one of those wanted (any, where none is named)."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else ""
        if wanted and token not in wanted:
            return ""
        self.at += 1
        return token

    def sum(self):
        total = -self.product() if self.next("+", "-") == "-" else self.product()
        while sign := self.next("+", "-"):
            total = total + self.product() * (1 if sign == "+" else -1)
        return total

    def product(self):
        result = self.factors()
        while sign := self.next(r"\cdot", r"\times", "/"):
            result = times(result, self.factors()) if sign != "/" else over(result, self.factors())
        return result

    def factors(self):
        """Factors without a sign between them; one of them at least."""
        result = self.factor()
        while self.at < len(self.tokens) and not re.fullmatch(r"[-+/)\]},|]|\\cdot|\\times", self.tokens[self.at]):
            result = times(result, self.factor())
        return result

    def factor(self):
        base = self.base()
        if self.next("^"):
            if self.next(r"\top"):
                return base.T if np.ndim(base) == 2 else np.atleast_2d(base)
            base = base ** self.argument()
        return base

    def argument(self):
        """What TeX takes for one: a group, a digit, a letter or a command with its own arguments."""
        if self.next("{"):
            return self.closed("}")
        return float(self.next()) if self.tokens[self.at].isdigit() else self.base()

    def closed(self, bracket):
        result = self.sum()
        if not self.next(bracket):
            raise SyntaxError(f"{bracket} is missing")
        return result

    def base(self):
        token = self.next()
        if token in ("(", "[", "{"):
            return self.closed({"(": ")", "[": "]", "{": "}"}[token])
        if token.isdigit():
            while self.at < len(self.tokens) and re.fullmatch(r"\d|\.", self.tokens[self.at]):
                token += self.next()
            return float(token)
        if token in COMMANDS:
            return COMMANDS[token](self)
        return self.named(token)

    def named(self, token):
        indices = self.index() if self.next("_") else ""
        if not indices:
            found = self.world[token]
            return found(self.world) if callable(found) else found
        array = self.world[f"{token}_{indices.translate(CLASS)}"] if not indices.isdigit() else self.world[f"{token}_k"]
        return array[tuple(int(i) if i.isdigit() else self.world[i] for i in indices)]

    def index(self):
        if not self.next("{"):
            return self.next()
        letters = ""
        while not self.next("}"):
            letters += self.next()
        return letters

    def each(self):
        """Body of a sum, product or maximum, for every value of its index; limits must be those of the index."""
        self.next("_")
        limits = self.index()
        upper = self.limit() if self.next("^") else None
        letter, lower = limits[0], limits[2:]
        indices = RANGES[letter]
        if lower and (int(lower), upper) != (indices[0], indices[-1]):
            raise SyntaxError(f"{letter} runs from {indices[0]} to {indices[-1]}")
        start, outer, bodies = self.at, self.world.get(letter), []
        for self.world[letter] in indices:
            self.at = start
            bodies.append(self.factors())
        self.world[letter] = outer
        return bodies

    def limit(self):
        return self.argument()

    def underbraced(self):
        """What a brace embraces must be what is written below it, unless that is a word."""
        result = self.argument()
        below = self.at + 2
        if self.next("_") and self.tokens[below - 1 : below + 1] == ["{", r"\text"]:
            self.at = self.tokens.index("}", below) + 2
        elif not np.isclose(result, self.argument(), rtol=1e-6):
            raise ValueError("the brace says something else")
        return result

    def cases(self):
        """The row whose condition, y = 0 or y = 1, holds in this world."""
        end = self.tokens.index(r"\end{cases}", self.at)
        rows = " ".join(self.tokens[self.at : end]).split(r"\\")
        self.at = end + 1
        for row in rows:
            body, condition = row.split(r"\text")
            if f"y = {self.world['y']} " in condition.replace(",", " ").replace(".", " ") + " ":
                return Reader(body, self.world).sum()
        raise SyntaxError("no case for this y")

    def softmax(self):
        E = np.exp(self.base())
        return E / E.sum(axis=-1, keepdims=True)


COMMANDS = {
    **dict.fromkeys((r"\frac", r"\tfrac", r"\dfrac"), lambda r: over(r.argument(), r.argument())),
    r"\sum": lambda r: sum(r.each()),
    r"\prod": lambda r: np.prod(r.each()),
    r"\max": lambda r: max(r.each()),
    r"\log": lambda r: np.log(r.factor()),
    r"\sqrt": lambda r: np.sqrt(r.argument()),
    r"\sigma": lambda r: 1 / (1 + np.exp(-r.base())),
    r"\operatorname{diag}": lambda r: np.diag(r.base()),
    r"\operatorname{softmax}": Reader.softmax,
    r"\underbrace": Reader.underbraced,
    r"\begin{cases}": Reader.cases,
}
