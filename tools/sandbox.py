"""Where students' code runs when it is graded: in a sandbox of bubblewrap, where Linux has it.

In it there is no network and nothing to read but Python and `helpers`; what is written goes to a small disk in memory
that ends with it; memory, time and the size of a file have limits. Where there is no sandbox, the folder is empty and
elsewhere, and what a cell writes is limited all the same: `python -m tools.grade` says which of the two it was.
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import matplotlib
from jupyter_client.manager import AsyncKernelManager
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute

from tools.confirm import confirm

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 10**6
LIMITS = {"as": 4000 * MEGABYTE, "cpu": 900, "fsize": 20 * MEGABYTE, "nproc": 2000, "core": 0}
SECONDS = 1800  # for one notebook
OUTPUT = MEGABYTE  # characters of one cell
SYSTEM = ["/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/etc/localtime"]
ALONE = ["--unshare-all", "--die-with-parent", "--new-session", "--proc", "/proc", "--dev", "/dev"]
PICTURE = re.compile(r"explore_\w+\([^\n;]*\)")  # a cell that only shows it: no answer needs it, and it is dear
DISK = ["--size", str(100 * MEGABYTE), "--tmpfs", "/tmp"]


def readable() -> list[str]:
    python = {sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.dirname(os.path.realpath(sys.executable))}
    return [*SYSTEM, *sorted(python), str(ROOT / "helpers"), str(ROOT / "tools")]


def surroundings(folder: str) -> dict[str, str]:
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    places = {"HOME": "/tmp", "PYTHONPATH": str(ROOT), "MPLCONFIGDIR": f"{folder}/matplotlib"}
    return threads | places | {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


def wrapped(folder: str) -> list[str]:
    """The beginning of a command; what comes after it sees of this machine's files only ``folder`` and Python."""
    clean = ["env", "-i", *(f"{name}={value}" for name, value in surroundings(folder).items())]
    seen = [part for path in readable() for part in ("--ro-bind-try", path, path)]
    limits = ["prlimit", *(f"--{name}={value}" for name, value in LIMITS.items())]
    bwrap = ["bwrap", *ALONE, *DISK, *seen, "--bind", folder, folder, "--chdir", "/tmp", "--"]
    return [*clean, "timeout", "-k", "5", str(SECONDS), *bwrap, *limits]


@contextlib.contextmanager
def a_folder():
    """An empty folder with a short path, for sockets, and what matplotlib knows of the fonts."""
    with tempfile.TemporaryDirectory(prefix="graded-", ignore_cleanup_errors=True) as folder:
        fonts = Path(folder, "matplotlib")
        fonts.mkdir()
        for path in Path(matplotlib.get_cachedir()).glob("fontlist*.json"):
            shutil.copy(path, fonts)
        yield folder


@cache
def available() -> bool:
    """Whether a process can be started in the sandbox here, by trying it."""
    try:
        with a_folder() as folder:
            command = [*wrapped(folder), sys.executable, "-c", "import numpy"]
            return subprocess.run(command, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


class InSandbox(AsyncKernelManager):
    """Starts a kernel there. It is spoken to through files in a folder, since it has no network."""

    def start_in(self, folder: str) -> None:
        self.transport, self.connection_file, self.folder = "ipc", f"{folder}/kernel.json", folder
        self.ip = f"{folder}/socket"

    def format_kernel_cmd(self, extra_arguments=None):
        self.kernel_spec.interrupt_mode = "message"  # a signal would end the sandbox
        return [*wrapped(self.folder), *super().format_kernel_cmd(extra_arguments)]


class Guarded(Execute):
    """nbgrader's step that runs the notebook: in the sandbox, in an empty folder, with limited output; then confirm."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"kernel_manager_class": InSandbox if available() else AsyncKernelManager} | kwargs)

    def create_kernel_manager(self):
        manager = super().create_kernel_manager()
        if available():
            manager.start_in(self.folder)
        return manager

    def preprocess(self, nb, resources, *more):
        before, self.written = resources["metadata"].get("path"), {}
        for cell in nb.cells:
            if PICTURE.fullmatch(cell.source.strip()):
                cell.metadata.tags = [self.skip_cells_with_tag]
        with a_folder() as self.folder:
            resources["metadata"]["path"] = self.folder
            try:
                nb, resources = super().preprocess(nb, resources, *more)
                confirm(nb, wrapped(self.folder) if available() else [], self.folder, self.log)
                for output in (each for cell in nb.cells for each in cell.get("outputs", []) if "metadata" in each):
                    output.metadata = {}  # nbconvert writes the width of a picture into its page as it stands
            finally:
                resources["metadata"]["path"] = before
        return nb, resources

    def process_message(self, msg, cell, cell_index):
        """Leave out what a cell writes when it has written enough."""
        size = len(str(msg["content"])) if msg["msg_type"] in {"stream", "display_data", "execute_result"} else 0
        before = self.written.get(cell_index, 0)
        self.written[cell_index] = before + size
        if before + size <= OUTPUT or not size:
            return super().process_message(msg, cell, cell_index)
        if before <= OUTPUT:
            cell.outputs.append(new_output("stream", text="… and more than is kept of one cell's output.\n"))
        return None
