"""Answer for a student, in a process of its own: what do the functions return? Reads steps, writes outcomes (JSON).

A step is ``["run", source]`` or ``["ask", name]``. Whoever runs this believes nothing but the numbers.
"""

import contextlib
import dataclasses
import json
import signal
import sys
from functools import partial

import numpy as np

from helpers.checks import TASKS
from helpers.checks.judge import answers, stand_in

SECONDS = 5


def plain(value):
    """An outcome's value as JSON: an array with its shape, a tuple as a list, None."""
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return {"shape": value.shape, "numbers": value.ravel().tolist()} if isinstance(value, np.ndarray) else None


def outcomes(name, space, stand_ins):
    task = TASKS[name]
    questions = [*task.probes, *(edge.args for edge in task.edges)]
    found = answers(task, space[name], stand_ins, questions)
    return [dataclasses.asdict(outcome) | {"value": plain(outcome.value)} for outcome in found]


def asked(name, space):
    """What came with the course's own versions of the functions that this one calls, and with the student's."""
    others = {other: stand_in(TASKS[other], space.get(other)) for other in TASKS[name].relies_on}
    return [outcomes(name, space, stand_ins) for stand_ins in ([others, {}] if others else [{}])]


def stop(*_):
    raise TimeoutError


def run(source, space):
    """Execute, for SECONDS of the processor where such a clock is. It is stopped before what was made is given back."""
    try:
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGPROF, stop)
            signal.setitimer(signal.ITIMER_PROF, SECONDS, 1)
        exec(compile(source, "<cell>", "exec"), space)
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, 0)


def main():
    steps, told, space = json.load(sys.stdin), {}, {"__name__": "__main__", "np": np}
    write = partial(print, file=sys.stdout, flush=True)
    with contextlib.redirect_stdout(sys.stderr):
        for kind, text in steps:
            with contextlib.suppress(BaseException):
                if kind == "ask":
                    told[text] = asked(text, space)
                else:
                    run(text, space)
    write(json.dumps(told))


if __name__ == "__main__":
    main()
