"""The Chromium or Chrome of the browser tests: found on this machine, or fetched by `python -m tools.browser`."""

import os
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

NOT_RUN = "The browser tests were NOT RUN: no Chromium or Chrome was found, and none could be fetched."
COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
]


def _playwright_chromium() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _runs(path: str) -> bool:
    """Ubuntu's package may be a stub that only says where to get the browser, so being there is not enough."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@cache
def find_browser() -> str | None:
    """Path of a Chromium or Chrome that runs, or None. Playwright's own download is looked at last."""
    installed = [shutil.which(command) for command in COMMANDS] + PLACES
    found = next((path for path in installed if path and Path(path).exists() and _runs(path)), None)
    if found:
        return found
    own = _playwright_chromium()
    return own if Path(own).exists() and _runs(own) else None


def tests_not_run() -> dict[str, str]:
    """The files of browser tests for which a program is missing, and the words that say so."""
    return {} if find_browser() else {"test_*.py": NOT_RUN}


def _ways_to_fetch() -> list[list[list[str]]]:
    playwright = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        return [[["apt-get", "update", "-qq"], ["apt-get", "install", "-qq", "-y", "chromium"]], playwright]
    return [playwright]


def _run(command: list[str]) -> bool:
    """In silence; a command that fails is named."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, check=True, capture_output=True, env=quiet, timeout=600)
        return True
    except (OSError, subprocess.SubprocessError):
        print(f"This failed: {shlex.join(command)}", file=sys.stderr)
        return False


def obtain_browser() -> str | None:
    """As find_browser(), fetching one where there is none: Debian's or Ubuntu's package as root, else Playwright's."""
    for commands in _ways_to_fetch():
        if find_browser():
            break
        all(_run(command) for command in commands)  # up to the first that fails
        find_browser.cache_clear()
    return find_browser()


def main() -> int:
    """Say which browser there is; for CI, none is a failure."""
    if not find_browser():
        print("Fetching a Chromium for the browser tests (once, about a minute) ...", file=sys.stderr)
    path = obtain_browser()
    print(path or NOT_RUN)
    return 1 if path is None and os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
