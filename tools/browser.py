"""The browsers of the tests: found on this machine, or fetched by `python -m tools.browser`.

Most tests drive a Chromium or Chrome; Debian's Firefox and WebKit are driven besides, where they are.
"""

import os
import shlex
import shutil
import subprocess
import sys
from functools import cache
from itertools import filterfalse
from pathlib import Path

NOT_RUN = "The browser tests were NOT RUN: no Chromium or Chrome was found, and none could be fetched."
NO_ENGINE = "Site and slides were NOT driven in {}: it is not on this machine, or something that drives it."
COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
ENGINES = {  # each with Debian's packages, and the programs in them
    "Firefox": {"packages": ["firefox-esr"], "programs": ["firefox-esr"]},
    "WebKit": {"packages": ["webkit2gtk-driver", "xvfb"], "programs": ["WebKitWebDriver", "Xvfb"]},
}
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


def has_engine(name: str) -> bool:
    """Whether every program is there that driving this engine takes."""
    return all(map(shutil.which, ENGINES[name]["programs"]))


def tests_not_run() -> dict[str, str]:
    """Patterns of the ids of browser tests for which a program is missing, and the words that say so."""
    no_browser = {} if find_browser() else {"test_*.py*": NOT_RUN}
    no_engine = {f"test_engines.py*{name}*": NO_ENGINE.format(name) for name in ENGINES if not has_engine(name)}
    return no_browser | no_engine


def _may_install() -> bool:
    return bool(shutil.which("apt-get")) and os.geteuid() == 0


def _installation(*packages: str) -> list[list[str]]:
    return [["apt-get", "update", "-qq"], ["apt-get", "install", "-qq", "-y", *packages]]


def _ways_to_fetch() -> list[list[list[str]]]:
    playwright = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    return [_installation("chromium"), playwright] if _may_install() else [playwright]


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


def obtain_engines() -> list[str]:
    """Fetch the engines that are missing, as root on Debian; what to say of those that are missing still."""
    for name in filterfalse(has_engine, ENGINES):
        if _may_install():
            all(_run(command) for command in _installation(*ENGINES[name]["packages"]))
    return [NO_ENGINE.format(name) for name in filterfalse(has_engine, ENGINES)]


def obtain_sandbox() -> None:
    """What grading runs students' code in (tools/sandbox.py), as root on Debian."""
    if not shutil.which("bwrap") and _may_install():
        all(_run(command) for command in _installation("bubblewrap"))


def main() -> int:
    """Say which browser there is, and what is missing; for CI, that is a failure."""
    if not find_browser():
        print("Fetching a Chromium for the browser tests (once, about a minute) ...", file=sys.stderr)
    path = obtain_browser()
    missing = obtain_engines()
    obtain_sandbox()
    print(path or NOT_RUN, *missing, sep="\n")
    return 1 if (path is None or missing) and os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
