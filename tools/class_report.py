"""What a class mistook, on one page and in one table: `python -m tools.class_report FOLDER [--to FOLDER]`.

FOLDER is nbgrader's course folder, its `autograded/`, or any folder of notebooks that were run: what lies directly in
FOLDER is one submission a file, and each folder in it is one submission. Nothing of a submission is executed. The page
names nobody but those whose mistake has no name; the code in it is shown without comments and texts.
"""

import argparse
import ast
import csv
import io
import json
import re
import sys
import tomllib
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

from helpers.checks import TASKS
from helpers.checks.judge import BY_THEMSELVES
from helpers.checks.verdict import MIME, SIGNS
from helpers.checks.words import VOCABULARY

SECTIONS = tomllib.loads(Path(__file__).with_name("sections.toml").read_text("utf-8"))
KNOWN = VOCABULARY.general
FUNCTIONS = [*TASKS, "which gradient"]
STATES = [*SIGNS, "not read"]
TITLE = re.compile(rf"(?:AssertionError: )?[{''.join(SIGNS.values())}] ({'|'.join(FUNCTIONS)}): ({'|'.join(SIGNS)})\n")
MOST_BYTES, MOST_CODE, MOST_LINES, MOST_COLUMNS = 20_000_000, 20_000, 24, 100
NOT_TEXT = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
ROOT = Path(__file__).resolve().parent.parent


class Told(NamedTuple):
    """What one submission's notebook says of one function."""

    who: str
    function: str
    status: str
    mistake: str | None = None
    source: str = ""


# ---------------------------------------------------------------- reading


def submissions(folder: Path) -> dict[str, list[Path]]:
    """The notebooks of each submission, by the name of its folder, or of its file where that lies alone."""
    root = folder / "autograded" if (folder / "autograded").is_dir() else folder
    found: dict[str, list[Path]] = {}
    for path in sorted(root.rglob("*.ipynb")):
        parts = path.relative_to(root).parts
        if not any(part.startswith(".") for part in parts):
            found.setdefault(parts[0] if len(parts) > 1 else path.stem, []).append(path)
    if not found:
        raise ValueError(f"There is no notebook in {root}.")
    return found


def code_cells(path: Path) -> list:
    """The code cells of a notebook; ValueError where it is none."""
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:  # no pipe, and no device without an end
            raise ValueError("too large")
        cells = json.loads(path.read_text("utf-8-sig", "replace"))["cells"]
        return [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"{path.name}: {type(error).__name__}") from None


def joined(text: object) -> str:
    """A text of a notebook, which may be stored as a list of lines."""
    lines = text if isinstance(text, list) else [text]
    return "".join(line for line in lines if isinstance(line, str))


def verdicts(cells: list) -> dict[str, tuple[str, str | None]]:
    """Status and mistake of each function; what stands later in the notebook counts."""
    found = {}
    for cell in cells:
        for output in cell.get("outputs") if isinstance(cell.get("outputs"), list) else ():
            for function, status, mistake in told(output) if isinstance(output, dict) else ():
                if function in FUNCTIONS and status in SIGNS:
                    found[function] = status, mistake if mistake in KNOWN else None
    return found


def told(output: dict) -> Iterator[tuple]:
    """The verdicts in an output: as data, or, where a hidden test stopped the cell, as the first line of its error."""
    data = output.get("data") if isinstance(output.get("data"), dict) else {}
    rows = data.get(MIME)
    for row in rows if isinstance(rows, list) else ():
        values = [row.get(key) for key in ("function", "status", "mistake")] if isinstance(row, dict) else [None]
        if all(isinstance(value, str | None) for value in values):
            yield tuple(values) if len(values) == 3 else (None,) * 3
    text = joined(data.get("text/plain") or output.get("evalue"))[:MOST_CODE]
    head = TITLE.match(text + "\n")
    if head and MIME not in data:
        yield *head.groups(), named(head[1], text) if head[2] == "wrong" else None


def named(function: str, text: str) -> str | None:
    """The mistake whose sentence stands in the text of a verdict: the longest one."""
    task = TASKS.get(function)
    said = {name: says(function, name) for name in (task.names if task else set()) | BY_THEMSELVES if name in KNOWN}
    found = [name for name, sentence in said.items() if all(piece in text for piece in sentence.split("…"))]
    return max(found, key=lambda name: len(said[name]), default=None)


def of_class(folder: Path) -> tuple[list[Told], list[str]]:
    """What every submission says of every function of the notebooks that the class was set, and what cannot be read."""
    rows, unread, found = [], [], submissions(folder)
    for who, paths in found.items():
        for path in paths:
            try:
                cells = code_cells(path)
            except ValueError as error:
                unread.append(f"{who}: {error}")
                continue
            rows += [Told(who, name, *said, source_of(name, cells)) for name, said in verdicts(cells).items()]
    last = {(row.who, row.function): row for row in rows}
    set_ones = [function for function in FUNCTIONS if any(row.function == function for row in rows)]
    pairs = ((who, function) for function in set_ones for who in found)
    return [last.get(pair, Told(*pair, "not read")) for pair in pairs], unread


# ---------------------------------------------------------------- code


def source_of(function: str, cells: list) -> str:
    """The last cell that defines the function; "" where there is none, or only one that nobody reads."""
    defines = re.compile(rf"^\s*(def|class)\s+{function}\b|^{function} *=", re.M)
    sources = (joined(cell.get("source")) for cell in reversed(cells))
    return next((text for text in sources if len(text) <= MOST_CODE and defines.search(text)), "")


def example(row: Told) -> str:
    """The function as it was handed in, without what may tell whose it is."""
    return cut(nameless(row.source, row.function), row.who)


def nameless(source: str, function: str) -> str:
    """The statements that make the function, without comments, and with … for texts."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(re.sub(r"^[ \t]*[%!].*$", "", source, flags=re.M)).body
        made = [node for node in body if function in (getattr(node, "name", ""), *_targets(node))]
        return "\n".join(ast.unparse(Nameless().visit(node)) for node in made[-1:])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return re.sub(r"#.*|(['\"]).*?\1", "…", source)


def _targets(node: ast.AST) -> list[str]:
    return [target.id for target in getattr(node, "targets", ()) if isinstance(target, ast.Name)]


class Nameless(ast.NodeTransformer):
    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        if ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return self.generic_visit(node)

    visit_ClassDef = visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant("…") if isinstance(node.value, str | bytes) else node


def cut(code: str, who: str) -> str:
    parts = [part for part in re.split(r"[\W_\d]+", who) if len(part) > 2]
    for part in [who, *parts]:
        code = re.sub(re.escape(part), "…", code, flags=re.I)
    lines = [line if len(line) <= MOST_COLUMNS else line[: MOST_COLUMNS - 1] + "…" for line in code.split("\n")]
    return "\n".join(lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], "…"])


# ---------------------------------------------------------------- the page and the table


def plain(text: str) -> str:
    """The text without what is no text: colours of a terminal, marks that turn its direction, halves of letters."""
    text = re.sub(r"\x1b\[[0-9;?]*[ -/]*[@-~]", "", text)
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in NOT_TEXT else "�" for c in text)


def shown(text: str) -> str:
    return escape(plain(text))


def section(function: str, mistake: str | None) -> str:
    """Notebook and heading of what to teach again."""
    about = [entry["section"] for entry in SECTIONS["about"] if mistake in entry["mistakes"]]
    return ": ".join([*about, SECTIONS["function"][function]][0]).replace("`", "")


def says(function: str, mistake: str) -> str:
    return VOCABULARY.of(mistake, function).says.format(detail="…")


def table(head: list[str], rows: list[list[str]], caption: str) -> str:
    """A table with header cells, of cells that are HTML already."""
    tops = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{c}</td>" for c in row[1:])}</tr>' for row in rows)
    return f"<table><caption>{caption}</caption><thead><tr>{tops}</tr></thead><tbody>{body}</tbody></table>"


def mistakes(function: str, rows: list[Told]) -> str:
    """The mistakes of one function by name, the most frequent first."""
    named = [row for row in rows if row.function == function and row.mistake]
    counts = Counter(row.mistake for row in named)
    lines = []
    for mistake, count in counts.most_common():
        code = next(filter(None, (example(row) for row in named if row.mistake == mistake)), "")
        what = f"<strong>{shown(mistake)}</strong><br>{shown(says(function, mistake))}"
        lines.append([what, str(count), shown(section(function, mistake)), f"<pre>{shown(code)}</pre>"])
    head = ["mistake", "how many", "teach again", "one example"]
    return f"<h2>{function}</h2>{table(head, lines, f'Mistakes in {function}')}" if lines else ""


def alone(rows: list[Told]) -> str:
    """Those whom the checks could not tell what is wrong."""
    lines = [
        [shown(row.who[:MOST_COLUMNS]), row.function, f"<pre>{shown(example(row))}</pre>"]
        for row in rows
        if row.status == "wrong" and not row.mistake
    ]
    head = ["submission", "function", "code"]
    return f"<h2>Alone with a mistake that has no name</h2>{table(head, lines, 'To look at')}" if lines else ""


def page(rows: list[Told], unread: list[str]) -> str:
    counts = Counter((row.function, row.status) for row in rows)
    functions = list(dict.fromkeys(row.function for row in rows))
    lines = [[name, *(str(counts[name, state]) for state in STATES)] for name in functions]
    files = "".join(f"<li>{shown(text[: 2 * MOST_COLUMNS])}</li>" for text in unread)
    parts = [
        f"<p>{len({row.who for row in rows})} submissions. Each function is judged alone. “Not read”: the "
        "notebook holds no verdict on it, since it was not run, is damaged, or lacks the check.</p>",
        table(["function", *STATES], lines, "Submissions by function"),
        *(mistakes(name, rows) for name in functions),
        alone(rows),
        f"<h2>Notebooks that could not be read</h2><ul>{files}</ul>" if unread else "",
    ]
    return FRAME.replace("BODY", "".join(parts))


FRAME = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>What the class mistook</title><style>
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { max-width: 72rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
caption { text-align: left; font-weight: bold; }
th, td { border-bottom: 1px solid #8888; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; }
th { font-weight: normal; }
thead th { font-weight: bold; }
tr > :first-child { max-width: 24rem; overflow-wrap: anywhere; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.85rem; unicode-bidi: isolate; }
</style></head><body><main><h1>What the class mistook</h1>BODY</main></body></html>
"""


def sheet(rows: list[Told]) -> str:
    """One line for each submission and function; a program for tables may not take a text of it for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["submission", "function", "status", "mistake", "teach again"])
    for row in rows:
        again = section(row.function, row.mistake) if row.status == "wrong" else ""
        who = plain(row.who).replace("\n", " ")
        writer.writerow(["'" * who.startswith(tuple("=+-@\t")) + who, *row[1:3], row.mistake or "", again])
    return out.getvalue()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.class_report", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="nbgrader's course folder or autograded/, or a folder of notebooks")
    parser.add_argument("--to", type=Path, help="where class_report.html and class_report.csv go; else into FOLDER")
    chosen = parser.parse_args(arguments)
    rows, unread = of_class(chosen.folder)
    to = chosen.to or chosen.folder
    to.mkdir(parents=True, exist_ok=True)
    for name, text in (("class_report.html", page(rows, unread)), ("class_report.csv", sheet(rows))):
        (to / name).write_bytes(text.encode("utf-8-sig" if name.endswith("csv") else "utf-8", "replace"))
        print(to / name)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ValueError as error:
        sys.exit(str(error))
