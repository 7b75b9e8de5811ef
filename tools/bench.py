"""Measure what the course promises about speed and print a table; a broken bound ends with status 1.

    python -m tools.bench

Run it on a machine that is doing nothing else.
"""

import sys

from tools import bench_baking, bench_explorable, bench_losses, bench_perceptron

BENCHMARKS = (bench_losses, bench_perceptron, bench_baking, bench_explorable)


def main():
    print(f"{'what':66} {'time':>12} {'against':>12} {'ratio':>6} {'bound':>6}")
    kept = True
    for benchmark in BENCHMARKS:
        for what, seconds, baseline, bound in benchmark.rows():
            ratio = seconds / baseline
            kept = kept and ratio <= bound
            verdict = "" if ratio <= bound else "  over the bound"
            times = f"{seconds * 1e6:9,.0f} µs {baseline * 1e6:9,.0f} µs"
            print(f"{what:66} {times} {ratio:6.2f} {bound:6.2f}{verdict}", flush=True)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
