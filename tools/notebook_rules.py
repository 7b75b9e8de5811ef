"""What every notebook keeps to: each rule takes a path and yields a sentence for each breach."""

import io
import re
import statistics
import tokenize
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from nbformat import NotebookNode

from tools.notebooks import is_for_the_lecturer, read

BYTES = 300_000
MEDIAN_LINES, MOST_LINES = 3, 15
FEWEST_MARKDOWN_PER_CODE, MOST_MARKDOWN_PER_CODE = 1.0, 1.8
COMMENT_SHARE = 0.05
IMPORT_LINES = 5
RECALL_QUESTIONS = 3
REFERENCES = 2
SLIDE_TYPES = {"slide", "subslide", "fragment", "skip", "notes"}

FORBIDDEN = {
    "%matplotlib": r"%\s*matplotlib",
    "!pip or another command": r"(?m)^\s*[!%]",
    "import *": r"import\s*\*",
    "sys.path": r"sys\.path",
    "a warning filter": r"filterwarnings|simplefilter|catch_warnings|seterr",
    "a trailing ;": r"(?m);\s*$",
    "plotting boilerplate": r"\bplt\.|matplotlib|\bax\.set|\bfigsize\b",
    "a way round nbval": r"NBVAL_",
}
NBGRADER_COMMENT = re.compile(r"# YOUR CODE HERE|(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)")
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")

Breaches = Iterator[str]


def cells(path: Path, kind: str) -> list[NotebookNode]:
    return [cell for cell in read(path).cells if cell.cell_type == kind]


def code(path: Path) -> list[str]:
    return [cell.source for cell in cells(path, "code")]


def prose(path: Path) -> list[str]:
    return [cell.source for cell in cells(path, "markdown")]


def lines(source: str) -> list[str]:
    return [line for line in source.splitlines() if line.strip()]


def outputs(path: Path) -> list[NotebookNode]:
    return [output for cell in cells(path, "code") for output in cell.outputs]


# ---------------------------------------------------------------- every notebook


def is_executed_in_order(path: Path) -> Breaches:
    counts = [cell.execution_count for cell in cells(path, "code")]
    if not counts or counts != list(range(1, len(counts) + 1)):
        yield f"cells are to be executed 1..n in order, not {counts}"


def runs_quietly(path: Path) -> Breaches:
    for output in outputs(path):
        if output.output_type == "error" or output.get("name") == "stderr":
            yield f"error or stderr in an output: {output.get('text') or output.get('evalue')}"


def is_small(path: Path) -> Breaches:
    size = path.stat().st_size
    if size > BYTES:
        yield f"{size} bytes, more than {BYTES}"


def has_no_forbidden_code(path: Path) -> Breaches:
    for name, pattern in FORBIDDEN.items():
        for source in code(path):
            if re.search(pattern, source):
                yield f"{name} in: {source}"


def has_no_way_round_nbval(path: Path) -> Breaches:
    for cell in cells(path, "code"):
        tags = [tag for tag in cell.metadata.get("tags", []) if "nbval" in tag or tag == "raises-exception"]
        if tags:
            yield f"tags {tags} on: {cell.source}"


def has_slides(path: Path) -> Breaches:
    marked = [cell.metadata.slideshow for cell in read(path).cells if "slideshow" in cell.metadata]
    slide_types = [mark.get("slide_type") for mark in marked]
    if "slide" not in slide_types:
        yield "no cell begins a slide"
    for slide_type in set(slide_types) - SLIDE_TYPES:
        yield f"slide_type is to be one of {sorted(SLIDE_TYPES)} or left out, not {slide_type!r}"


class _Images(HTMLParser):
    def __init__(self):
        super().__init__()
        self.without_text = []

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "img" and not (named.get("alt") or "").strip():
            self.without_text.append("<img> without alt")
        if tag == "svg" and not {"aria-label", "aria-labelledby", "aria-hidden"} & named.keys():
            self.without_text.append("<svg> without aria-label")


def images_without_text(html: str) -> list[str]:
    parser = _Images()
    parser.feed(html)
    return parser.without_text


def has_text_for_every_picture(path: Path) -> Breaches:
    for data in [output.data for output in outputs(path) if "data" in output]:
        text = data.get("text/plain", "")
        if any(kind.startswith("image/") for kind in data) and (not text.strip() or text.startswith("<")):
            yield f"a picture whose text is {text!r}"
        yield from images_without_text(data.get("text/html", ""))
    for source in prose(path):
        yield from images_without_text(source)
        yield from (f"a picture without text: {url}" for bang, text, url in LINK.findall(source) if bang and not text)


def has_working_links(path: Path) -> Breaches:
    for _, _, url in LINK.findall("\n".join(prose(path))):
        local = url.partition("#")[0]
        if local and "://" not in url and not url.startswith("mailto:") and not (path.parent / local).exists():
            yield f"a link to a file that is not there: {url}"


# ---------------------------------------------------------------- what a student reads


def has_short_code(path: Path) -> Breaches:
    lengths = [len(lines(source)) for source in code(path)]
    if statistics.median(lengths) > MEDIAN_LINES:
        yield f"the median code cell has {statistics.median(lengths)} lines, more than {MEDIAN_LINES}"
    yield from (f"a code cell of {n} lines, more than {MOST_LINES}" for n in lengths if n > MOST_LINES)


def has_enough_prose(path: Path) -> Breaches:
    to_read = [cell for cell in cells(path, "markdown") if not is_for_the_lecturer(cell)]
    ratio = len(to_read) / len(code(path))
    if not FEWEST_MARKDOWN_PER_CODE <= ratio <= MOST_MARKDOWN_PER_CODE:
        yield f"{ratio:.2f} Markdown cells for each code cell, not {FEWEST_MARKDOWN_PER_CODE}-{MOST_MARKDOWN_PER_CODE}"


def comments(source: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [t.string for t in tokens if t.type == tokenize.COMMENT and not NBGRADER_COMMENT.search(t.string)]


def has_few_comments(path: Path) -> Breaches:
    share = sum(len(comments(source)) for source in code(path)) / sum(len(lines(source)) for source in code(path))
    if share > COMMENT_SHARE:
        yield f"comments on {share:.1%} of the code lines, more than {COMMENT_SHARE:.0%}"


def has_few_imports(path: Path) -> Breaches:
    imports = [line for line in lines(code(path)[0]) if re.match(r"\s*(import|from)\s", line)]
    if not 1 <= len(imports) <= IMPORT_LINES:
        yield f"the first code cell is to have 1 to {IMPORT_LINES} import lines, not {len(imports)}"


def has_anatomy(path: Path) -> Breaches:
    title, text, end = prose(path)[0], "\n".join(prose(path)), prose(path)[-1]
    if not title.startswith("# ") or "?" not in title:
        yield "the first cell is to be a title and a question"
    for name, pattern in {
        "goals": r"(?i)\bgoals?\b|you will be able|by the end",
        "the minutes it takes": r"(?i)\d+\s+minutes",
        "what it needs": r"(?i)\bneeds?\b",
        "what you can now do": r"(?i)you can now|now you can|what you can do now",
        "a heading References": r"(?im)^#+ .*references",
    }.items():
        if not re.search(pattern, text):
            yield f"it lacks {name} ({pattern})"
    if not any(not bang and re.search(r"\.(ipynb|md)(#|$)", url) for bang, _, url in LINK.findall(end)):
        yield "the last Markdown cell is to link onwards, to another notebook"


def folded(path: Path) -> str:
    """What may fold an answer: Markdown, and the HTML that the cells of helpers.recall store."""
    asked = [cell for cell in cells(path, "code") if re.search(r"\brecall\.\w+\(", cell.source)]
    stored = [output.get("data", {}).get("text/html", "") for cell in asked for output in cell.outputs]
    return "\n".join(prose(path) + stored)


def has_recall_questions(path: Path) -> Breaches:
    text = folded(path)
    if text.count("<details") != text.count("</details>"):
        yield "a <details> is not closed"
    if text.count("<details") < RECALL_QUESTIONS:
        yield f"{text.count('<details')} folded answers, fewer than {RECALL_QUESTIONS}"


def has_references(path: Path) -> Breaches:
    after = re.split(r"(?im)^#+ .*references.*$", "\n".join(prose(path)))[-1]
    found = len(re.findall(r"(?m)^\s*(?:[-*]|\d+\.)\s", re.split(r"(?m)^#", after)[0]))
    if found < REFERENCES:
        yield f"{found} references, fewer than {REFERENCES}"


ALL = [
    is_executed_in_order,
    runs_quietly,
    is_small,
    has_no_forbidden_code,
    has_no_way_round_nbval,
    has_slides,
    has_text_for_every_picture,
]
LESSONS = [
    has_working_links,
    has_short_code,
    has_enough_prose,
    has_few_comments,
    has_few_imports,
    has_anatomy,
    has_recall_questions,
    has_references,
]
