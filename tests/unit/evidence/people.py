"""Invented people, a small domain, and noise that a test can repeat."""

from pathlib import Path

import numpy as np

from amparo.evidence.counting.domain import Attribute, Domain
from amparo.evidence.counting.records import Records

DOMAIN = Domain(
    "invented",
    (
        Attribute("sex", ("woman", "man")),
        Attribute("country", ("NA", "NO", "PHL", "USA")),
        Attribute("means", ("threats", "debt", "papers kept"), several=True),
    ),
    people=2_000,
    cap=6.0,
    sex="sex",
)
YAML = """\
population: invented
people: 2000
cap_epsilon: 6
attributes:
  - name: sex
    values: [woman, man]
  - name: country
    values: ["NA", "NO", PHL, USA]
  - name: means
    several: true
    values: [threats, debt, papers kept]
"""


def crowd(number, seed=1):
    """So many people; country goes with sex, and means with country."""
    rng = np.random.default_rng(seed)
    sex = rng.choice(3, number, p=[0.1, 0.6, 0.3])
    country = np.where(rng.random(number) < 0.7, sex + 1, rng.integers(0, 5, number))
    means = (rng.random((number, 3)) < np.where(country == 3, 0.6, 0.1)[:, None]).astype(int)
    return Records(DOMAIN, np.column_stack([sex, country, means]).astype(np.int32))


def rounded_normal(seed=1):
    """Noise like the real one, but repeatable and quick. For the shape of results only: privacy is tested on the real one."""
    rng = np.random.default_rng(seed)
    return lambda counts, sigma: counts + np.rint(rng.normal(0, sigma, len(counts))).astype(np.int64)


def files(folder: Path, table: str, domain: str = YAML):
    """A table and its domain on disk."""
    (folder / "people.csv").write_text(table, encoding="utf-8")
    (folder / "domain.yaml").write_text(domain, encoding="utf-8")
    return folder / "people.csv", folder / "domain.yaml"
