"""Pages that need no kernel and no network: `python -m tools.pages site`, `… slides`, or both.

Each notebook is executed once, since the stored ones hold only the stills of what a reader can move. The site is
Sphinx's, from the folder site/; the slides are nbconvert's, one file a notebook with everything in it.
"""

import argparse
import base64
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from helpers.page import once
from tools.edition import archive, edition, handed_out
from tools.notebooks import (
    NOTEBOOKS,
    execute,
    is_for_the_lecturer,
    read,
    student_notebooks,
    to_text,
    without_solutions,
    write,
)

ROOT = NOTEBOOKS.parent
SITE = ROOT / "site"
BUILD = ROOT / "build"
MATHJAX_PARTS = [
    "startup.js",
    "core.js",
    "input/tex-base.js",
    "input/tex/extensions/ams.js",
    "output/chtml.js",
    "output/chtml/fonts",
    "a11y/assistive-mml.js",
]
LINK = re.compile(r'href="(\d\d_\w+)\.(?:ipynb|html)(?:#([^"]*))?"')
STATE_LINK = re.compile(r"\[([^]]+)\]\((#explore_\w+:[^)]*)\)")  # MyST would look for a heading of that name
HTML_BLOCK = re.compile(r"(?ms)^<(?:div|table)\b.*?(?=\n\n|\Z)")
# With the file in it: a browser shows a notebook that lies on the disk, and does not keep it.
DOWNLOAD = """\
<p><a download="{}" href="data:application/x-ipynb+json;base64,{}">Download this notebook</a>,
to run it in the folder of <a href="index.html">the course</a>.</p>"""
# On the pages of a repository, its own addresses; the site built elsewhere says nothing of them.
RUN_IT = """\
<p>Or run it as it is, <a href="lite/lab/index.html?path={name}">in your browser</a> (JupyterLite), or
<a href="https://mybinder.org/v2/gh/{repository}/HEAD?labpath=course/{name}">on a server of Binder’s</a>.</p>"""
EMPTY_HEADER = re.compile(r"<th[^>]*>(?:<p></p>)?</th>")
DECK_SCRIPTS = ["dist/reveal.js", "plugin/notes/notes.js"]
# The theme's icons once more, as one and a half megabytes of script; its font has them too.
ICON_SCRIPT = re.compile(r"<(?:script|link)[^>]*fontawesome\.js[^>]*>(?:</script>)?")

STORAGE = '<script src="_static/storage.js"></script>'  # before the theme's first script, which needs it


def package(name: str) -> Path:
    """The folder of an installed package, which need not be importable (sphinx-mathjax-offline has hyphens)."""
    return Path(importlib.util.find_spec(name).origin).parent


def mathjax() -> Path:
    return package("sphinx-mathjax-offline") / "static" / "mathjax"


def reveal() -> Path:
    return package("sphinx_revealjs") / "_static" / "revealjs"


# ---------------------------------------------------------------- notebooks


def execute_into(folder: Path) -> list[Path]:
    """Execute the student notebooks for pages without a kernel; return where they are."""
    paths = student_notebooks()
    folder.mkdir(parents=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        notebooks = pool.map(lambda path: execute(without_solutions(path), folder), paths)
        for path, nb in zip(paths, notebooks, strict=True):
            (folder / path.name).write_text(to_text(nb), encoding="utf-8")
    return [folder / path.name for path in paths]


# ---------------------------------------------------------------- the site


def for_reading(nb: NotebookNode) -> NotebookNode:
    """The notebook without what is meant for the lecturer alone, its HTML with the site's links and mathematics."""
    nb.cells = [cell for cell in nb.cells if not is_for_the_lecturer(cell)]
    fold_results(nb.cells)
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            cell.source = HTML_BLOCK.sub(mark_mathematics, STATE_LINK.sub(r'<a href="\2">\1</a>', cell.source))
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                output.data["text/html"] = LINK.sub(link_on_site, output.data["text/html"])
    return nb


def run_it(name: str, repository: str) -> str:
    """Links to where the notebook runs, of the repository that GitHub says it builds; nothing where it says nothing.

    Raises ValueError for what is no "owner/name".
    """
    if repository and not re.fullmatch(r"[\w.-]+/[\w.-]+", repository, re.ASCII):
        raise ValueError(f"GITHUB_REPOSITORY is {repository!r}, not the form owner/name")
    return RUN_IT.format(name=name, repository=repository) if repository else ""


def fold_results(cells: list[NotebookNode]) -> None:
    """The first result that is printed after a forecast is folded, as myst-nb folds; a picture to be moved is not."""
    asked = False
    for cell in (cell for cell in cells if cell.get("outputs")):
        moves = any("course-part" in output.get("data", {}).get("text/html", "") for output in cell.outputs)
        if asked and not moves:
            cell.metadata.tags = [*cell.metadata.get("tags", []), "hide-output"]
        asked = cell.source.startswith("recall.forecast(") or (asked and moves)


def download(name: str, data: bytes) -> NotebookNode:
    here = DOWNLOAD.format(name, base64.b64encode(data).decode())
    return new_markdown_cell(here + run_it(name, os.environ.get("GITHUB_REPOSITORY", "")), id="download")


def link_on_site(link: re.Match) -> str:
    """To the page of the notebook, and to the id that Sphinx makes of a heading: ASCII letters and digits."""
    name, heading = link[1], link[2] or ""
    letters = unicodedata.normalize("NFKD", heading.lower()).encode("ascii", "ignore").decode()
    anchor = re.sub(r"^[-\d]+|-+$", "", re.sub(r"[^a-z0-9]+", "-", letters))
    return f'href="{name}.html#{anchor}"' if anchor else f'href="{name}.html"'


def mark_mathematics(block: re.Match) -> str:
    """Sphinx leaves HTML as it is; MathJax looks for mathematics only where this class says so."""
    return re.sub(r"\$([^$]+)\$", r'<span class="math">\\(\1\\)</span>', block[0])


def contents(notebooks: dict[str, NotebookNode]) -> str:
    """A numbered list of the notebooks, by file name: the question of each, its subject, and the time it takes."""
    return "".join(map(entry, notebooks, notebooks.values()))


def entry(file: str, nb: NotebookNode) -> str:
    head = "\n".join(cell.source for cell in nb.cells[:3])
    number, subject = re.search(r"\*\*Notebook (\d+) of \d+: (.*)\*\*", head).groups()
    minutes = re.search(r"\*\*Time\*\* about (\d+) minutes", head)[1]
    return f"{number}. [{title_of(nb)}]({file})\\\n   {subject[0].upper()}{subject[1:]}, about {minutes} minutes.\n"


def build_site(notebooks: list[Path], target: Path) -> None:
    from helpers.explore import explore_loss

    sources = target.with_name(target.name + "-sources")
    shutil.rmtree(sources, ignore_errors=True)
    shutil.copytree(SITE, sources, ignore=shutil.ignore_patterns("deck", "__pycache__"))
    lessons = {path.name: for_reading(read(path)) for path in notebooks}
    files = edition()
    for name, nb in lessons.items():
        nb.cells.insert(1, download(name, files[name]))
        (sources / name).write_text(to_text(nb), encoding="utf-8")
    write(sources / "course.zip", archive(handed_out()))
    (sources / "contents.md").write_text(contents(lessons), encoding="utf-8")
    (sources / "first_slider.html").write_text(explore_loss().to_html(), encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", f"{sources}/.doctrees"]
    subprocess.run([*command, "-c", SITE, sources, target], check=True)
    shutil.rmtree(sources)
    shutil.rmtree(target.parent / "jupyter_execute")  # where myst-nb puts the notebooks once more


def finish(app, error) -> None:
    """Sphinx calls this at the end: bring MathJax in, and take out what no page needs."""
    if error is not None:
        return
    static = Path(app.outdir) / "_static"
    for part in MATHJAX_PARTS:
        copy(mathjax() / part, static / "mathjax" / part)
    for path in [*static.rglob("*.map"), static / "scripts" / "fontawesome.js"]:
        path.unlink()
    for folder in (static / "locales", Path(app.outdir) / "_sources"):
        shutil.rmtree(folder, ignore_errors=True)
    for page in Path(app.outdir).glob("*.html"):
        html = ICON_SCRIPT.sub("", page.read_text(encoding="utf-8"))
        html = html.replace("<head>", f"<head>\n{STORAGE}", 1)
        page.write_text(once(EMPTY_HEADER.sub("<td></td>", html)), encoding="utf-8")


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    (shutil.copytree if source.is_dir() else shutil.copy)(source, target)


# ---------------------------------------------------------------- the slides


def title_of(nb: NotebookNode) -> str:
    return next(line.removeprefix("# ") for cell in nb.cells for line in cell.source.splitlines() if line[:2] == "# ")


def inlined(path: Path) -> str:
    """A script as it may stand inside <script>."""
    return path.read_text(encoding="utf-8").replace("</script", r"<\/script")


def deck_parts() -> dict[str, str]:
    """What every deck carries in itself, by the names that the template uses."""
    from pygments.formatters import HtmlFormatter

    styles = [reveal() / "dist" / "reveal.css", SITE / "deck" / "deck.css"]
    code = HtmlFormatter(style="a11y-high-contrast-light").get_style_defs(".highlight")
    return {
        "style": "\n".join([code, *(path.read_text(encoding="utf-8") for path in styles)]),
        "mathjax": inlined(mathjax() / "tex-svg.js"),
        "reveal": "\n".join(inlined(reveal() / name) for name in DECK_SCRIPTS),
        "script": inlined(SITE / "static" / "formulas.js") + inlined(SITE / "deck" / "deck.js"),
    }


def build_slides(notebooks: list[Path], target: Path) -> None:
    from nbconvert.exporters import SlidesExporter

    exporter = SlidesExporter(
        template_name="deck",
        extra_template_basedirs=[str(SITE)],
        exclude_anchor_links=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    target.mkdir(parents=True)
    for path in notebooks:
        nb = read(path)
        nb.metadata.title = title_of(nb)
        html, _ = exporter.from_notebook_node(nb, resources={"deck": deck_parts()})
        html = LINK.sub(r'href="\1.html"', html)  # from deck to deck; a heading is no place in a deck
        (target / f"{path.stem}.html").write_text(once(EMPTY_HEADER.sub("<td></td>", html)), encoding="utf-8")


# ---------------------------------------------------------------- the command

BUILDERS = {"site": build_site, "slides": build_slides}


def clear(target: Path) -> None:
    """Make room for a build. Only what lies in build/ is ours to delete."""
    if target.resolve().is_relative_to(BUILD.resolve()):
        shutil.rmtree(target, ignore_errors=True)
    elif target.exists():
        raise ValueError(f"{target} exists already; delete it, or name another folder with --to")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.pages", description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="+", choices=BUILDERS)
    parser.add_argument("--to", type=Path, default=BUILD, help="the folder to build in; by default build/")
    chosen = parser.parse_args(arguments)
    for name in chosen.what:
        clear(chosen.to / name)
    chosen.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=chosen.to) as folder:  # what fails leaves nothing there
        work = Path(folder)
        notebooks = execute_into(work / "executed")
        for name in chosen.what:
            BUILDERS[name](notebooks, work / name)
            (work / name).rename(chosen.to / name)
            print(f"{os.path.relpath(chosen.to / name)} is built")


if __name__ == "__main__":
    try:
        main()
    except ValueError as error:
        sys.exit(str(error))
