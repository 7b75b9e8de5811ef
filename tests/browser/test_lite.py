"""The course in JupyterLite: the page opens, Python starts in it, and the helpers can be installed.

NumPy, matplotlib, Pillow and contourpy cannot be had here: Pyodide's builds of them are only in its own distribution.
So these tests end where the first of them is needed, and say so.
"""

import base64
import functools
import hashlib
import http.server
import importlib.metadata
import json
import shutil
import subprocess
import sys
import tarfile
import threading
import tomllib
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from playwright.sync_api import TimeoutError

from tools import environment
from tools.edition import edition
from tools.lab import READY, ROOT, RUN_CELL
from tools.notebooks import read
from tools.pages import BUILD

PYODIDE = "314.0.6"
SHA512 = "BKDTJyIqFxC4BExLqeRS3f5xvXZIjOt8C3zGLN/Cc7tFxSwvKVhVkchQQ2AGLOtR4YrVOIFxbV8poyDOOmWwxQ=="
WHEELS = Path(__file__).with_name("pyodide.txt")
NOT_FETCHED = "The JupyterLite tests could not fetch Pyodide by npm and wheels by pip, which they need: {}"
NOT_THERE = ("The following error occurred while loading", "Failed to fetch")  # two lines for each file
COMPILED = ["contourpy", "matplotlib", "numpy", "pillow"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
FIRST = "01_definition"
EDITION = edition()
NOTEBOOKS = {name: data for name, data in EDITION.items() if name.endswith(".ipynb")}

ALL_IDLE = """() => {
  const cells = jupyterapp.shell.currentWidget.content.widgets;
  return cells.every((cell) => cell.promptNode?.textContent !== "[*]:");
}"""
EXECUTE = """async (code) => {
  const said = [];
  const future = jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({code});
  future.onIOPub = ({header, content}) => {
    if (header.msg_type === "stream") said.push(content.text);
    if (header.msg_type === "execute_result") said.push(content.data["text/plain"]);
    if (header.msg_type === "error") said.push(content.evalue);
  };
  await future.done;
  return said.join("").trim();
}"""
SET_SOURCE = """([k, source]) =>
  jupyterapp.shell.currentWidget.content.widgets[k].model.sharedModel.setSource(source)"""
WIDGET = '''\
import anywidget, traitlets
class Counter(anywidget.AnyWidget):
    n = traitlets.Int(2).tag(sync=True)
    _esm = """
    export default {render({model, el}) {
      const show = () => { el.textContent = `n is ${model.get("n")}`; };
      model.on("change:n", show);
      show();
      el.onclick = () => { model.set("n", 7); model.save_changes(); };
    }};"""
counter = Counter()
counter'''


# ---------------------------------------------------------------- Pyodide, as far as it can be had


def run(*command, cwd):
    try:
        subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True, timeout=200)
        return
    except (OSError, subprocess.SubprocessError) as error:
        reason = getattr(error, "stderr", None) or error
    pytest.fail(NOT_FETCHED.format(reason), pytrace=False)


def fetch_core(folder):
    """Pyodide's core from npm: the interpreter, the standard library and the list of packages, but no package."""
    run("npm", "pack", "--silent", f"pyodide@{PYODIDE}", cwd=folder)
    archive = folder / f"pyodide-{PYODIDE}.tgz"
    assert base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() == SHA512
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def fetch_wheels(folder):
    which = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--platform=any", "--python-version=3.14"]
    run(sys.executable, "-m", "pip", "download", "--quiet", *which, "-d", "wheels", "-r", WHEELS, cwd=folder)
    return sorted((folder / "wheels").glob("*.whl"))


def add_to_pyodide(wheels, core):
    """Put into Pyodide what its list names: the same versions, but PyPI's files, whose digests are others."""
    lock = json.loads((core / "pyodide-lock.json").read_text("utf-8"))
    by_file = {package["file_name"]: package for package in lock["packages"].values()}
    for wheel in wheels:
        if wheel.name in by_file:
            by_file[wheel.name]["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
            shutil.move(wheel, core)
    (core / "pyodide-lock.json").write_text(json.dumps(lock), "utf-8")


@pytest.fixture(scope="module")
def fetched(tmp_path_factory):
    """Fetched once, and kept: later runs need no network."""
    kept = BUILD / f"pyodide-{hashlib.sha256(SHA512.encode() + WHEELS.read_bytes()).hexdigest()[:12]}"
    if not kept.exists():
        folder = tmp_path_factory.mktemp("pyodide")
        core = fetch_core(folder)
        add_to_pyodide(fetch_wheels(folder), core)
        shutil.copytree(folder, kept.with_suffix(".part"), dirs_exist_ok=True)
        kept.with_suffix(".part").rename(kept)
    return kept


@pytest.fixture(scope="module")
def packages(fetched):
    """What Pyodide's list says of each package."""
    return json.loads((fetched / "package" / "pyodide-lock.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def site(fetched, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lite")
    arguments = f"--pyodide {fetched / 'package'} --wheels {fetched / 'wheels'} --to {folder}"
    command = ["make", "lite", f"PYTHON={sys.executable}", f"ARGS={arguments}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "lite"


# ---------------------------------------------------------------- the page


class Server(http.server.SimpleHTTPRequestHandler):
    """Any web server that hands out files will do. Here it notes what it was asked for and does not have."""

    missing: list[str] = []  # noqa: RUF012

    def log_message(self, format, *arguments):
        pass

    def send_error(self, code, *arguments):
        self.missing.append(self.path)
        super().send_error(code, *arguments)


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
    page.goto(f"{address}/lab/index.html?path={FIRST}.ipynb")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=120_000)
    yield page
    page.close()


@pytest.fixture(scope="module")
def started(page, watch):
    """The page when Python has started in it and the notebook's first cell, which installs, has been run."""
    wait_for_python(page, watch)
    assert execute(page, "1 + 1") == "2"
    page.evaluate(RUN_CELL, install_cell(page))
    page.wait_for_function(ALL_IDLE, timeout=120_000)
    refused = [error for error in watch.errors if error.startswith(NOT_THERE)]
    assert len(refused) == 2 * len(Server.missing) > 0
    watch.errors = [error for error in watch.errors if error not in refused]
    return page


def wait_for_python(page, watch):
    try:
        page.wait_for_function(READY, timeout=120_000)
    except TimeoutError:
        pytest.fail(f"Python did not start. Errors: {watch.errors}; requests that left: {watch.foreign}", pytrace=False)


def execute(page, code):
    return page.evaluate(EXECUTE, code)


def sources(page):
    return page.evaluate(
        "() => jupyterapp.shell.currentWidget.content.widgets.map((c) => c.model.sharedModel.getSource())"
    )


def install_cell(page):
    return next(k for k, source in enumerate(sources(page)) if source.startswith("%pip install"))


# ---------------------------------------------------------------- what the versions are


def test_this_pyodide_is_the_one_that_the_kernel_asks_for(site):
    ask = "from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION; print(PYODIDE_VERSION)"
    answer = subprocess.run([environment.python("lite"), "-c", ask], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == PYODIDE


def test_pyodide_has_what_the_course_needs_within_its_bounds(packages):
    assert packages["info"]["python"] in Requirement(f"python{PROJECT['requires-python']}").specifier
    needed = {canonicalize_name(each.name): each for each in map(Requirement, PROJECT["dependencies"])}
    there = sorted(needed.keys() & packages["packages"].keys())
    assert there == COMPILED
    assert [name for name in there if packages["packages"][name]["version"] not in needed[name].specifier] == []
    assert needed.keys() - there == {"anywidget", "ipywidgets"}  # which come from PyPI


# ---------------------------------------------------------------- what is built


def test_the_site_has_the_notebooks_the_helpers_and_no_extension_too_many(site):
    listed = json.loads((site / "api" / "contents" / "all.json").read_text("utf-8"))["content"]
    assert len(EDITION) >= 6
    assert {each["path"] for each in listed} == {name.partition("/")[0] for name in EDITION}
    assert PROJECT["name"] in json.loads((site / "pypi" / "all.json").read_text("utf-8"))
    found = {str(path.parent.relative_to(site / "extensions")) for path in site.glob("extensions/**/package.json")}
    assert found == {"anywidget", "@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension"}


def test_the_notebooks_are_the_students_edition_and_one_cell_that_installs(site):
    for name, data in NOTEBOOKS.items():
        cells, ours = read(site / "files" / name).cells, nbformat.reads(data.decode(), as_version=4).cells
        added = [cell for cell in cells if cell.id == "lite-install"]
        assert [cell for cell in cells if cell.id != "lite-install"] == ours
        assert len(added) == 1
        assert cells.index(added[0]) == next(k for k, cell in enumerate(ours) if cell.cell_type == "code")
        versions = " ".join(f"{name}=={importlib.metadata.version(name)}" for name in ("anywidget", "ipywidgets"))
        assert added[0].source == f"%pip install -q {PROJECT['name']} {versions}"


# ---------------------------------------------------------------- in the browser


def test_the_page_lists_the_notebooks(page):
    items = page.locator(".jp-DirListing-item").all_inner_texts()
    assert [item.strip() for item in items if item.strip() != "images"] == sorted(NOTEBOOKS)


def test_python_starts_and_counts(started):
    assert execute(started, "1 + 1") == "2"
    assert execute(started, "import sys; print(sys.platform, *sys.version_info[:2])") == "emscripten 3 14"


def test_the_helpers_are_installed_from_the_site(started):
    assert execute(started, "import helpers; helpers.__file__").endswith("site-packages/helpers/__init__.py'")
    ask = "from importlib.metadata import version; print(version('anywidget'), version('ipywidgets'))"
    assert execute(started, ask) == " ".join(map(importlib.metadata.version, ("anywidget", "ipywidgets")))


def test_what_cannot_be_had_here_is_numpy_and_what_is_drawn_with_it(started, packages):
    """The first cell asked for them by their right names; with Pyodide's own distribution they are there."""
    asked = {path.rpartition("/")[2].partition("?")[0] for path in Server.missing}
    assert {packages["packages"][name]["file_name"] for name in COMPILED} <= asked
    assert asked <= {package["file_name"] for package in packages["packages"].values()}
    assert execute(started, "from helpers import losses").endswith("No module named 'numpy'")


def test_a_widget_speaks_with_python_both_ways(started):
    k = install_cell(started) + 1
    started.evaluate(SET_SOURCE, [k, WIDGET])
    started.evaluate(RUN_CELL, k)
    started.get_by_text("n is 2", exact=True).wait_for(timeout=60_000)
    execute(started, "counter.n = 3")
    started.get_by_text("n is 3", exact=True).click()
    started.get_by_text("n is 7", exact=True).wait_for(timeout=60_000)
    assert execute(started, "counter.n") == "7"
