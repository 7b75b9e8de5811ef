"""What a class costs on a hub: `.venv/bin/python -m tools.bench_hub --students 20`, where `make hub` has run once.

Memory is PSS, of which processes that share a page have a share each; time is the processor's, of server and kernels,
so that other work on the machine hardly changes it.
"""

import argparse
import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tools import hub, notebooks
from tools.lab import free_port

TICKS = os.sysconf("SC_CLK_TCK")
INTERACT = """
import matplotlib.pyplot as plt, numpy as np
from ipywidgets import interact, FloatSlider
s = FloatSlider(min=0.01, max=0.99, step=0.01, value=0.5)
t = np.linspace(0.001, 1, 500)
def draw(y_hat):
    fig, ax = plt.subplots(); ax.plot(t, -np.log(t)); ax.plot(y_hat, -np.log(y_hat), "o"); plt.show()
w = interact(draw, y_hat=s)
"""
DRAG = "for v in np.linspace(0.05, 0.95, {pictures}): s.value = v"
PICTURES = 20
WAIT = "import time; time.sleep({seconds})"


def processes(home: Path) -> Iterator[Path]:
    """The student's server and kernels: all whose HOME is this."""
    for each in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"HOME={home}".encode() in (each / "environ").read_bytes().split(b"\0"):
                yield each


def is_kernel(process: Path) -> bool:
    return b"ipykernel_launcher" in (process / "cmdline").read_bytes()


def megabytes(process: Path) -> float:
    lines = (process / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def cpu(process: Path) -> float:
    fields = (process / "stat").read_text().rpartition(") ")[2].split()
    return sum(map(int, fields[11:13])) / TICKS


def state(home: Path) -> dict[str, float]:
    """PSS in MB and processor seconds so far, of the server and of its kernels."""
    found = list(processes(home))
    parts = {"server": [each for each in found if not is_kernel(each)], "kernel": list(filter(is_kernel, found))}
    how = {"MB": megabytes, "s": cpu}
    return {f"{name}, {unit}": sum(map(each, parts[name])) for name in parts for unit, each in how.items()}


def say(what: str, values: dict[str, float], students: int = 1) -> None:
    print(f"{what}: " + "; ".join(f"{name} {value / students:.2f}" for name, value in values.items()), flush=True)


def run_all(person: hub.Person, name: str) -> str:
    """The kernel in which every cell of the notebook was run."""
    kernel = person.kernel("cross-entropy-course/course")
    for cell in notebooks.read(notebooks.NOTEBOOKS / name).cells:
        if cell.cell_type == "code":
            person.run(cell.source, kernel)
    return kernel


def spent(homes: list[Path], work: Callable[[], Any]) -> dict[str, float]:
    """Processor seconds of all while that is done."""
    before = [state(home) for home in homes]
    work()
    after = [state(home) for home in homes]
    return {
        name: sum(b[name] - a[name] for a, b in zip(before, after, strict=True)) for name in after[0] if name[-1] == "s"
    }


def measure(running: hub.Running, names: list[str], seconds: int) -> None:
    homes = [running.state / "home" / name for name in names]
    with ThreadPoolExecutor(4) as pool:
        people = list(pool.map(running.hub.start, names))
    say("a server, started", state(homes[0]))
    people[0].pull(running.settings["HUB_EDITION"], "cross-entropy-course")
    for path in notebooks.student_notebooks():
        kernel = run_all(people[0], path.name)
        say(f"{path.stem}, every cell run", state(homes[0]))
        people[0].ask("DELETE", f"api/kernels/{kernel}")
    kernels = [person.kernel() for person in people]
    together = ThreadPoolExecutor(len(people))

    def each(code: str) -> None:
        list(together.map(lambda person, kernel: person.run(code, kernel), people, kernels))

    first = "from helpers import explore\nexplore.explore_loss()"
    say(f"{len(people)} first pictures, each", spent(homes, lambda: each(first)), len(people))
    say(f"{len(people)} slide what is baked, {seconds} s", spent(homes, lambda: each(WAIT.format(seconds=seconds))))
    each(INTERACT)
    drag = spent(homes, lambda: each(DRAG.format(pictures=PICTURES)))
    say(f"{len(people)} slide interact, a picture of one", drag, len(people) * PICTURES)
    say(f"all {len(people)}", {name: sum(state(home)[name] for home in homes) for name in state(homes[0])})


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.bench_hub", description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=30, help="that they slide what is baked")
    chosen = parser.parse_args(arguments)
    names = [f"student{number}" for number in range(1, chosen.students + 1)]
    with tempfile.TemporaryDirectory() as folder, hub.Running(Path(folder), free_port(), names) as running:
        measure(running, names, chosen.seconds)


if __name__ == "__main__":
    main()
