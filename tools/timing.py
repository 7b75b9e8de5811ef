"""Time several functions fairly: in turns, so that a busy moment of the machine hits all of them."""

import statistics
import time


def interleaved(functions, repeats):
    """Median seconds of each named function, over rounds in which every function runs once."""
    seconds = {name: [] for name in functions}
    for _ in range(repeats):
        for name, function in functions.items():
            start = time.perf_counter()
            function()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in seconds.items()}
