"""JupyterLab as `make lab` starts it, other front ends, and a headless browser in them, for tests and the benchmark."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlparse

import matplotlib
import nbformat
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 90
SERVER = [
    *("--no-browser", "--allow-root", "--ip=127.0.0.1", "--port={port}", "--ServerApp.port_retries=0"),
    *("--ServerApp.root_dir={folder}", "--IdentityProvider.token="),
]
JUPYTERLAB = ["jupyterlab", *SERVER, "--LabApp.expose_app_in_browser=True"]
NOTEBOOK_7 = ["notebook", *SERVER, "--JupyterNotebookApp.expose_app_in_browser=True"]
VOILA = [
    *("voila", "--no-browser", "--Voila.ip=127.0.0.1", "--port={port}", "--Voila.port_retries=0", "{folder}"),
    # written for JupyterLab: they look for parts of it that Voilà has not, and say so in the console
    "--VoilaConfiguration.extension_denylist=@jupyter/nbgrader",
    "--VoilaConfiguration.extension_denylist=@jupyter-notebook/lab-extension",
]
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# ---------------------------------------------------------------- the server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _environment(home: Path, python_path: Sequence[Path]) -> dict[str, str]:
    """A home of its own, so that nothing of the user's is read or written; matplotlib's list of fonts is shared."""
    foreign = ("JUPYTER", "JPY_", "IPYTHON", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return kept | {
        "HOME": str(home),
        "JUPYTER_CONFIG_PATH": str(ROOT / "tools" / "jupyter"),
        "MPLCONFIGDIR": matplotlib.get_cachedir(),
        "PYTHONPATH": os.pathsep.join(map(str, [ROOT, *python_path])),
    }


def wait_until_it_answers(address: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.2)
    raise RuntimeError(f"{log.stem} did not start:\n{log.read_text('utf-8')}")


def end(server: subprocess.Popen) -> None:
    server.terminate()
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        raise


@contextlib.contextmanager
def serve(command: Sequence[str], folder: Path, home: Path, python_path: Sequence[Path] = ()):
    """Serve the notebooks of `folder`; yield the address. Settings, workspaces and history go to `home`.

    command: JUPYTERLAB, NOTEBOOK_7 or VOILA, a module and its arguments.
    """
    environment = _environment(home, python_path)
    port, log = free_port(), home / f"{command[0]}.log"
    address = f"http://127.0.0.1:{port}"
    arguments = [sys.executable, "-m", *(part.format(port=port, folder=folder) for part in command)]
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(arguments, env=environment, stdout=output, stderr=subprocess.STDOUT, cwd=folder)
    try:
        wait_until_it_answers(address, server, log)
        yield address
    finally:
        end(server)


jupyterlab = partial(serve, JUPYTERLAB)


# ---------------------------------------------------------------- the browser


@contextlib.contextmanager
def chromium(path: str):
    """A headless browser that asks the network for nothing by itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """Everything that a page must not do: errors in its console, and requests that leave this machine."""

    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    requests: int = 0

    def follow(self, page: Page) -> None:
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._note(request.url))
        page.on("websocket", lambda socket: self._note(socket.url))

    def _note(self, url: str) -> None:
        self.requests += 1
        parts = urlparse(url)
        if parts.scheme not in {"data", "blob", "file"} and parts.hostname != "127.0.0.1":
            self.foreign.append(url)


# ---------------------------------------------------------------- a notebook in it

READY = """() => {
  const panel = window.jupyterapp?.shell.currentWidget;
  return panel?.sessionContext?.session?.kernel?.status === "idle" && panel.content.widgets.length > 0;
}"""
RUN_ALL = "() => jupyterapp.commands.execute('notebook:run-all-cells')"
RUN_CELL = """async (k) => {
  const {content, sessionContext} = jupyterapp.shell.currentWidget;
  content.activeCellIndex = k;
  await jupyterapp.commands.execute("notebook:run-cell");
}"""
TO_CELL = """async (k) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = k;
  await notebook.scrollToItem(k, "start");
}"""
# Cells far from the window are laid out, but neither styled nor painted.
DRAW_ALL_CELLS = """() => {
  const {content} = jupyterapp.shell.currentWidget;
  content.notebookConfig = {...content.notebookConfig, windowingMode: "none"};
}"""
SAVE = "() => jupyterapp.commands.execute('docmanager:save')"
END_KERNEL = "() => jupyterapp.shell.currentWidget.sessionContext.shutdown()"
CHANGE_THEME = "(theme) => jupyterapp.commands.execute('apputils:change-theme', {theme})"
OUTPUTS = """() => jupyterapp.shell.currentWidget.content.widgets.map(
  (cell) => cell.model.type === "code" ? cell.model.outputs.toJSON() : [])"""
SOURCES = "() => jupyterapp.shell.currentWidget.content.widgets.map((cell) => cell.model.sharedModel.getSource())"
IDS = "() => jupyterapp.shell.currentWidget.content.widgets.map((cell) => cell.model.id)"
ASK = """async (code) => {
  const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const future = kernel.requestExecute({code: "import json as _json", silent: true, store_history: false,
                                        user_expressions: {answer: `_json.dumps(${code})`}});
  const {content} = await future.done;
  const answer = content.user_expressions?.answer ?? content;
  return answer.status === "ok" ? answer.data["text/plain"] : "error: " + JSON.stringify(answer);
}"""


class Notebook:
    """One notebook, open in JupyterLab or Notebook 7 on a page of its own, with a kernel that is ready."""

    def __init__(self, page: Page, address: str, name: str, path: str = "lab/tree"):
        self.page = page
        page.goto(f"{address}/{path}/{name}?reset")
        page.wait_for_function(READY, timeout=60_000)

    def run_all(self) -> None:
        self.page.evaluate(RUN_ALL)

    def run_cell(self, k: int) -> None:
        self.page.evaluate(RUN_CELL, k)

    def to_cell(self, k: int) -> None:
        """Make the cell active and bring it to the top of the window."""
        self.page.evaluate(TO_CELL, k)

    def save(self) -> None:
        self.page.evaluate(SAVE)

    def end_kernel(self) -> None:
        """As when the server is stopped: nothing answers any more."""
        self.page.evaluate(END_KERNEL)

    def draw_all_cells(self) -> None:
        """From now on, the cells outside of the window too."""
        self.page.evaluate(DRAW_ALL_CELLS)

    def change_theme(self, name: str) -> None:
        """To "JupyterLab Light" or "JupyterLab Dark"; the other notebooks have it then as well."""
        self.page.evaluate(CHANGE_THEME, name)
        self.page.locator(f'body[data-jp-theme-name="{name}"]').wait_for(state="attached")

    def cell(self, k: int):
        return self.page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{k}"]')

    @property
    def outputs(self) -> list[list[dict]]:
        """The outputs of each cell, in the form of a notebook file."""
        return self.page.evaluate(OUTPUTS)

    @property
    def sources(self) -> list[str]:
        return self.page.evaluate(SOURCES)

    @property
    def ids(self) -> list[str]:
        return self.page.evaluate(IDS)

    @property
    def active_cell(self) -> int:
        return self.page.evaluate("() => jupyterapp.shell.currentWidget.content.activeCellIndex")

    def ask(self, expression: str):
        """The value of a Python expression in this notebook's kernel."""
        answer = self.page.evaluate(ASK, expression)
        if answer.startswith("error: "):
            raise RuntimeError(f"{expression}: {answer}")
        return json.loads(eval(answer))  # the kernel answers with the repr of JSON


def write_notebook(path: Path, cells: list[str]) -> Path:
    """A notebook of code cells."""
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    nb.metadata.kernelspec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    nbformat.write(nb, path)
    return path
