"""Measures safe release beside pac-synth, on the same tables for the same epsilon and delta, and prints the figures beside their bars.

    python -m benchmarks.release --rival RIVAL/bin/python --shared SHARED [--runs 5] [--tables like10,...]

RIVAL is a venv with `benchmarks/requirements-release.txt`; SHARED the folder with `bench/release_metrics.py`, `bench/run_pacsynth.py` and
`data/ctdc_like.py`, which are used as they are. The two other cuts were chosen by a rule stated before they were measured: the next seed
with every third column from the first, and the seed after it with every third column from the third.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from amparo.evidence.release.accounting import rho_for, sigma_of

LIKE10 = (
    "yearOfRegistration,gender,ageBroad,citizenship,CountryOfExploitation,isForcedLabour,isSexualExploit,meansThreats,"
    "typeOfLabourDomesticWork,recruiterRelationFamily"
)
ROWS, EPSILON = 50_000, 4.0
BARS = {"mae 1": 20, "mae 2": 20, "mae 3": 14, "missing pairs %": 9, "invented triples %": 10}
# Runs with the rival's Python, which has pandas: cuts tables, judges releases, and counts small groups shown as none.
JUDGE = """
import json, sys
from pathlib import Path
shared, what, *rest = sys.argv[1:]
sys.path[:0] = [shared + "/bench", shared + "/data"]
if what == "cut":
    import csv
    from ctdc_like import COLUMNS, SEED, generate
    name, seed, columns, file, rows = rest
    table = generate(int(rows), SEED + int(seed))
    names = columns.split(",") if columns[0].isalpha() else COLUMNS[int(columns[1:])::int(columns[0])]
    with open(file, "w", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\\n")
        writer.writerow(names)
        writer.writerows(zip(*(table[one] for one in names)))
else:
    from release_metrics import compare, compare_aggregate, read
    real, made = read(rest[0]), read(rest[1])
    if what == "tables":
        found = compare_aggregate(real, zip(made["combination"], made["count"]))
    else:
        found = compare(real, made, tvd=False)
        kinds = [one for one in real.columns if one.startswith("typeOfLabour")]
        small = none = 0
        for kind in kinds if "gender" in real.columns else []:
            true = real[(real[kind] != "") & (real["gender"] != "")].groupby("gender").size()
            shown = made[made[kind] != ""].groupby("gender").size()
            for sex, count in true.items():
                if 10 <= count <= 30:
                    small, none = small + 1, none + int(shown.get(sex, 0) == 0)
        found["small"] = [small, none]
    print(json.dumps(found))
"""


def main() -> None:
    asked = arguments()
    tables = {
        "like10": (0, LIKE10),
        "like29": (0, "10"),
        "cut one": (1, "30"),
        "cut two": (2, "32"),
    }
    print(f"{ROWS:,} rows, epsilon {EPSILON:g}, delta 1/(n ln n); median of {asked.runs} runs\n")
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.tables.split(","):
            seed, columns = tables[name]
            table = Path(folder, f"{name.replace(' ', '-')}.csv")
            subprocess.run(
                [asked.rival, "-c", JUDGE, asked.shared, "cut", name, str(seed), columns, table, str(ROWS)], check=True
            )
            theirs = [] if name == "like29" else [rival(asked, table) for _ in range(asked.rival_runs)]
            tell(name, [ours(asked, table) for _ in range(asked.runs)], theirs, plain_noise(table))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Safe release beside pac-synth.")
    parser.add_argument("--rival", required=True, help="Python of a venv with benchmarks/requirements-release.txt")
    parser.add_argument("--shared", default="../shared", help="the folder of shared data")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rival-runs", type=int, default=1)
    parser.add_argument("--tables", default="like10,like29,cut one,cut two")
    return parser.parse_args()


def ours(asked: argparse.Namespace, table: Path) -> dict[str, float]:
    """One release by the command line, with its domain; the time is that of the whole command."""
    amparo = str(Path(sys.executable).parent / "amparo")
    domain = table.with_suffix(".yaml")
    domain.write_bytes(subprocess.run([amparo, "release", "domain", table], check=True, capture_output=True).stdout)
    with tempfile.TemporaryDirectory() as folder:
        out, begun = Path(folder, "out"), perf_counter()
        words = [amparo, "release", "synthesize", table, "--domain", domain, "--epsilon", str(EPSILON), "--out", out]
        subprocess.run([*words, "--delta", str(1 / (ROWS * math.log(ROWS)))], check=True, stdout=subprocess.DEVNULL)
        seconds = perf_counter() - begun
        found = figures(judge(asked, "records", table, out / "synthetic.csv"), seconds)
        published = judge(asked, "tables", table, out / "tables.csv")["k"]
        return found | {f"tables mae {length}": published[str(length)]["mae"] for length in (1, 2, 3)}


def rival(asked: argparse.Namespace, table: Path) -> dict[str, float]:
    prefix = table.with_suffix(".pac")
    script = Path(asked.shared, "bench", "run_pacsynth.py")
    ran = subprocess.run([asked.rival, script, table, str(EPSILON), prefix], check=True, capture_output=True)
    return figures(judge(asked, "records", table, f"{prefix}.syn.csv"), json.loads(ran.stdout)["total_s"])


def judge(asked: argparse.Namespace, what: str, *files: object) -> dict[str, dict[str, dict[str, float]]]:
    words = [asked.rival, "-c", JUDGE, asked.shared, what, *map(str, files)]
    found: dict[str, dict[str, dict[str, float]]] = json.loads(
        subprocess.run(words, check=True, capture_output=True).stdout
    )
    return found


def figures(found: dict, seconds: float) -> dict[str, float]:
    lengths = found["k"]
    return {f"mae {length}": lengths[length]["mae"] for length in ("1", "2", "3")} | {
        "missing pairs %": lengths["2"]["missing_pct"],
        "invented triples %": lengths["3"]["spur_pct"],
        "small groups": found["small"][0],
        "small groups shown as none": found["small"][1],
        "seconds": seconds,
    }


def plain_noise(table: Path) -> dict[str, float]:
    """The mean absolute error if the same budget were split evenly over all tables up to three columns, each with its own noise."""
    with table.open(encoding="utf-8") as file:
        columns = len(next(file).split(","))
    tables = sum(math.comb(columns, length) for length in (1, 2, 3))
    sigma = sigma_of(rho_for(EPSILON, 1 / (ROWS * math.log(ROWS))) / tables)
    return {f"tables mae {length}": sigma * math.sqrt(2 / math.pi) for length in (1, 2, 3)}


def tell(name: str, found: list[dict[str, float]], theirs: list[dict[str, float]], plain: dict[str, float]) -> None:
    print(f"{name:28}{'Amparo':>10}{'worst':>10}{'pac-synth':>11}{'plain':>8}{'bar':>6}")
    for what in found[0]:
        values = [one[what] for one in found]
        middle, worst = statistics.median(values), max(values)
        rival_value = (
            f"{statistics.median(one[what] for one in theirs):11.1f}" if theirs and what in theirs[0] else f"{'-':>11}"
        )
        noise = f"{plain[what]:8.1f}" if what in plain else f"{'':8}"
        bar = f"{BARS[what]:6}" if name == "like10" and what in BARS else ""
        print(f"{what:28}{middle:10.1f}{worst:10.1f}{rival_value}{noise}{bar}")
    print(flush=True)


if __name__ == "__main__":
    main()
