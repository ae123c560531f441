"""Sets our fit beside that of a graphical model (mbi), on the same noisy counts of the same people: is anything left on the table?

    python -m benchmarks.fit --rival RIVAL/bin/python --shared SHARED [--runs 3]

RIVAL is a venv with `benchmarks/requirements-release.txt`. A graphical model of all pairs holds every cell of all columns crossed, so
this is possible for narrow tables only: cut two of `benchmarks.release`. Errors are over combinations that ten people or more have.
"""

import argparse
import math
import statistics
import subprocess
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np

from amparo.evidence.counting.domain import read_domain
from amparo.evidence.counting.drafting import draft_domain
from amparo.evidence.counting.records import Records, read_frame, read_records
from amparo.evidence.release.accounting import rho_for
from amparo.evidence.release.measuring import Measured, measure
from amparo.evidence.release.noise import discrete_gaussian
from amparo.evidence.release.support import weigh
from amparo.evidence.release.synthesis import imagine
from amparo.evidence.release.tables import keys_of, named_cells, true_counts
from benchmarks.release import EPSILON, JUDGE, ROWS

SEED, COLUMNS = "2", "32"  # cut two
# Runs with the rival's Python: fits a graphical model to the noisy counts and writes what it says about every table.
MODEL = """
import sys
import jax
jax.config.update("jax_enable_x64", True)
jax.config.update("jax_enable_compilation_cache", False)
import numpy as np
from mbi import Domain, LinearMeasurement, WeightedQuery, estimation
given = np.load(sys.argv[1])
domain = Domain(tuple(map(str, range(len(given["sizes"])))), given["sizes"])
key_of = lambda name: tuple(name.split("_")[1:])
asked = [
    LinearMeasurement(given[name] * given["m" + name[1:]], key_of(name), float(given["s" + name[1:]]), WeightedQuery(given["m" + name[1:]]))
    for name in given.files if name.startswith("c_")
]
model = estimation.MirrorDescent().estimate(domain, asked, known_total=float(given["people"]), iters=1000)
np.savez(sys.argv[2], **{name: np.asarray(model.project(key_of(name)).datavector()) for name in given.files if name.startswith("c_")})
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Our fit beside a graphical model.")
    parser.add_argument("--rival", required=True, help="Python of a venv with benchmarks/requirements-release.txt")
    parser.add_argument("--shared", default="../shared", help="the folder of shared data")
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        people = read_people(asked, Path(folder))
        runs = [compare(asked, people, Path(folder)) for _ in range(asked.runs)]
    print(f"{'mean error, and seconds':28}{'ours':>10}{'mbi':>10}")
    for what in runs[0]:
        print(
            f"{what:28}{statistics.median(run[what][0] for run in runs):10.1f}{statistics.median(run[what][1] for run in runs):10.1f}"
        )


def read_people(asked: argparse.Namespace, folder: Path) -> Records:
    table, domain = folder / "people.csv", folder / "domain.yaml"
    subprocess.run(
        [asked.rival, "-c", JUDGE, asked.shared, "cut", "cut two", SEED, COLUMNS, table, str(ROWS)], check=True
    )
    domain.write_text(draft_domain(read_frame(table), "simulated"), encoding="utf-8")
    return read_records(table, read_domain(domain))


def compare(asked: argparse.Namespace, people: Records, folder: Path) -> dict[str, tuple[float, float]]:
    """Errors of our fit and of the rival's, and the seconds each took, on one set of noisy counts."""
    sizes = tuple(column.size for column in people.domain.columns)
    rho = rho_for(EPSILON, 1 / (ROWS * math.log(ROWS)))
    measured = measure(people.codes, sizes, rho, 3, discrete_gaussian)
    begun = perf_counter()
    records = imagine(measured, np.random.default_rng())
    between = perf_counter()
    theirs = rival(asked, measured, folder)
    seconds = between - begun, perf_counter() - between
    found = {}
    for length in (1, 2, 3):
        errors: tuple[list[np.ndarray], list[np.ndarray]] = [], []
        for key in keys_of(len(sizes), length):
            true = true_counts(people.codes, key, sizes)
            told = named_cells(key, sizes) & (true >= 10)
            for of, counts in zip(errors, (true_counts(records, key, sizes), theirs[key]), strict=True):
                of.append(np.abs(counts - true)[told])
        found[f"combinations of {length}"] = tuple(float(np.concatenate(of).mean()) for of in errors)
    return found | {"seconds": seconds}


def rival(asked: argparse.Namespace, measured: Measured, folder: Path) -> dict[tuple[int, ...], np.ndarray]:
    given = {"sizes": np.array(measured.sizes), "people": np.array(weigh(measured).people)}
    for key, table in measured.tables.items():
        name = "_".join(map(str, key))
        given |= {
            f"c_{name}": table.counts,
            f"m_{name}": table.measured.astype(float),
            f"s_{name}": np.array(table.sigma),
        }
    np.savez(folder / "given.npz", **given)
    subprocess.run([asked.rival, "-c", MODEL, folder / "given.npz", folder / "found.npz"], check=True)
    found = np.load(folder / "found.npz")
    return {tuple(map(int, name.split("_")[1:])): found[name] for name in found.files}


if __name__ == "__main__":
    main()
