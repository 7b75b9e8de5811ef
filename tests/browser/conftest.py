"""One JupyterLab and one headless Chromium for all browser tests."""

import contextlib
import functools
import shutil
import subprocess
import sys
import time
from fnmatch import fnmatch
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.notebook import explorables
from browser.view import OBSERVE_SHIFTS
from tools.browser import find_browser, tests_not_run
from tools.lab import ROOT, Notebook, Watch, chromium, jupyterlab
from tools.notebooks import NOTEBOOKS, find_instructor_notebooks, generate, read, to_text

TESTS = Path(__file__).parent.parent
WINDOW = {"width": 1200, "height": 900}
PATIENCE = 20_000  # milliseconds until an expectation fails: a loaded machine answers late
expect.set_options(timeout=PATIENCE)


def lacks_a_program(item):
    return "browser" in item.path.parts and any(fnmatch(item.nodeid, f"*/{pattern}") for pattern in tests_not_run())


def pytest_collection_modifyitems(items):
    items[:] = [item for item in items if not lacks_a_program(item)]
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="package")
def folder(tmp_path_factory):
    """The notebooks that JupyterLab serves: copies of the course's, and the small figures of these tests."""
    folder = tmp_path_factory.mktemp("notebooks")
    for path in NOTEBOOKS.glob("*.ipynb"):
        shutil.copy(path, folder)
    for path in find_instructor_notebooks():  # afresh, whatever somebody has written into the student notebook
        (folder / path.name).write_text(to_text(generate(read(path))), encoding="utf-8")
    return folder


@pytest.fixture(scope="package")
def lab(folder, tmp_path_factory):
    with jupyterlab(folder, tmp_path_factory.mktemp("home"), python_path=[TESTS]) as address:
        yield address


@pytest.fixture(scope="package")
def browser():
    with chromium(find_browser()) as browser:
        yield browser


@pytest.fixture(scope="package")
def watch():
    return Watch()


@pytest.fixture
def third_party():
    """Parts of errors and addresses that a front end is known for, whatever notebook it shows."""
    return []


@pytest.fixture(autouse=True)
def nothing_went_wrong(watch, third_party):
    """No error in the browser's console and no request that leaves this machine, during any test."""
    yield
    said = [*watch.errors, *watch.foreign]
    watch.errors, watch.foreign = [], []
    assert [each for each in said if not any(part in each for part in third_party)] == []


@pytest.fixture(scope="package")
def new_page(browser, watch):
    """Opens pages that are watched."""

    def new_page(**options):
        page = browser.new_page(**{"viewport": WINDOW} | options)
        page.set_default_timeout(PATIENCE)
        page.add_init_script(OBSERVE_SHIFTS)
        watch.follow(page)
        return page

    return new_page


@pytest.fixture(scope="package")
def open_notebook(lab, new_page):
    return lambda name, **options: Notebook(new_page(**options), lab, name)


@pytest.fixture(scope="package")
def run_notebook(open_notebook):
    """For a with statement: the notebook, with all its cells run."""

    @contextlib.contextmanager
    def run_notebook(name, **options):
        notebook = open_notebook(name, **options)
        notebook.run_all()
        yield notebook
        notebook.page.close()

    return run_notebook


def build_pages(folder):
    try:
        subprocess.run([sys.executable, "-m", "tools.pages", "site", "slides", "--to", folder], check=True, cwd=ROOT)
    finally:
        (folder / "ended").touch()


@pytest.fixture(scope="session")
def pages(tmp_path_factory, worker_id):
    """The folder with the site and the slides. Whichever process asks first builds it, the others wait."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "pages"
    try:
        folder.mkdir()
    except FileExistsError:
        while not (folder / "ended").exists():
            time.sleep(0.2)
    else:
        build_pages(folder)
    return folder


@pytest.fixture(scope="session")
def in_python(tmp_path_factory):
    """The explorables of a notebook, made in this process."""

    @functools.cache
    def in_python(name):
        with contextlib.chdir(tmp_path_factory.mktemp("cells")):
            return explorables(NOTEBOOKS / f"{name}.ipynb")

    return in_python
