"""The course in a browser, Python and all: `python -m tools.lite [--pyodide FOLDER] [--wheels FOLDER]`.

JupyterLite runs Python in the page (Pyodide), so any web server that hands out files can host the folder. The build
asks nothing of the network. The reader's browser does: for Pyodide and its packages, and for those of PyPI. A folder
with an unpacked Pyodide distribution, and one with the wheels that are not in it, take their place.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tools.edition import edition
from tools.notebooks import to_text
from tools.pages import BUILD, ROOT, clear

LABEXTENSIONS = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
EXTENSIONS = ["anywidget", "@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension"]
KERNEL = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
# The widgets' Python has to be of the version that the widgets' JavaScript in this folder is of.
WIDGETS = ["anywidget", "ipywidgets"]
DATE = 1580601600  # of every file in an archive and in a listing, so that two builds are alike
PYODIDE = "0.27.7"  # the one in which every notebook was run
PYODIDE_KERNEL = {"pyodideUrl": f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/pyodide.js"}
CONFIG = {
    "appName": "Cross-entropy loss",
    "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": PYODIDE_KERNEL},
}
SETTINGS = {
    "jupyter-lite.json": {"jupyter-lite-schema-version": 0, "jupyter-config-data": CONFIG},
    "overrides.json": {"@jupyterlab/filebrowser-extension:browser": {"showLastModifiedColumn": False}},
}


# ---------------------------------------------------------------- what is handed out


def install_cell() -> NotebookNode:
    packages = " ".join(f"{name}=={version(name)}" for name in WIDGETS)
    return new_code_cell(f"%pip install -q cross-entropy-course {packages}", id="lite-install")


def for_the_browser(nb: NotebookNode) -> NotebookNode:
    """The notebook with a cell before the first code cell that fetches what it imports. In place."""
    first = next(k for k, cell in enumerate(nb.cells) if cell.cell_type == "code")
    nb.cells.insert(first, install_cell())
    nb.metadata.kernelspec = KERNEL
    return nb


def write_contents(folder: Path) -> None:
    """The student's edition, each notebook with the cell that installs."""
    for name, data in edition().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".ipynb"):
            data = to_text(for_the_browser(nbformat.reads(data.decode(), as_version=4))).encode()
        (folder / name).write_bytes(data)


# ---------------------------------------------------------------- the build


def run(*command: str | Path, cwd: Path) -> None:
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(DATE), "JUPYTER_NO_CONFIG": "1"}
    done = subprocess.run([sys.executable, "-m", *command], cwd=cwd, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def write_sources(sources: Path, pyodide: Path | None, wheels: Sequence[Path]) -> None:
    """The folder that JupyterLite builds from: it looks for files/, pypi/ and static/pyodide/ by these names."""
    write_contents(sources / "files")
    for name, settings in SETTINGS.items():
        (sources / name).write_text(json.dumps(settings), encoding="utf-8")
    run("hatchling", "build", "-t", "wheel", "-d", sources / "pypi", cwd=ROOT)
    for wheel in wheels:
        shutil.copy(wheel, sources / "pypi")
    if pyodide is not None:
        (sources / "static").mkdir()
        (sources / "static" / "pyodide").symlink_to(pyodide.resolve(), target_is_directory=True)


def build(target: Path, pyodide: Path | None = None, wheels: Sequence[Path] = ()) -> None:
    extensions = [f"--LiteBuildConfig.federated_extensions={LABEXTENSIONS / name}" for name in EXTENSIONS]
    clear(target)
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "sources"
        write_sources(sources, pyodide, wheels)
        options = ["--apps=lab", "--no-sourcemaps", "--no-unused-shared-packages", "--ignore-sys-prefix", *extensions]
        run("jupyterlite_core", "build", *options, f"--output-dir={target.resolve()}", cwd=sources)
    shutil.copy(target / "lab" / "favicon.ico", target)  # where a browser looks for it before it has read a page


# ---------------------------------------------------------------- the command


def pyodide_folder(text: str) -> Path:
    path = Path(text)
    missing = [name for name in ("pyodide.js", "pyodide-lock.json") if not (path / name).is_file()]
    if missing:
        raise argparse.ArgumentTypeError(f"{text} has no {' and no '.join(missing)}; an unpacked Pyodide has both")
    return path


def wheels_in(text: str) -> list[Path]:
    found = sorted(Path(text).glob("*.whl"))
    if not found:
        raise argparse.ArgumentTypeError(f"there is no wheel in {text}")
    return found


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.lite", description=__doc__.splitlines()[0])
    parser.add_argument("--pyodide", type=pyodide_folder, help="an unpacked Pyodide to put in; without it, the CDN's")
    parser.add_argument("--wheels", type=wheels_in, default=[], help="a folder of wheels to put in; else PyPI's")
    parser.add_argument("--to", type=Path, default=BUILD, help="the folder to build in; by default build/")
    chosen = parser.parse_args(arguments)
    build(chosen.to / "lite", chosen.pyodide, chosen.wheels)
    print(f"{os.path.relpath(chosen.to / 'lite')} is built")


if __name__ == "__main__":
    try:
        main()
    except ValueError as error:
        sys.exit(str(error))
