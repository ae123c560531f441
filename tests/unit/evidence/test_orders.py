"""An order is planned, entered and made apart: entered once, made in a process of its own, one at a time, whole or not at all."""

import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import polars as pl
import pytest
from people import DOMAIN, crowd

from amparo.errors import BadInput
from amparo.evidence.counting.records import write_records
from amparo.evidence.release.bundles.verifying import verify_bundle
from amparo.evidence.release.gate import reach_of
from amparo.evidence.release.ledger import account_of, catch_up, heads_missing
from amparo.evidence.release.making import begin
from amparo.evidence.release.orders import Order
from amparo.evidence.release.releases import Kind
from amparo.evidence.release.turns import in_the_making, reserved

PRICED = {Kind.NOISY: {"epsilon": 2.0}, Kind.RECORDS: {"epsilon": 2.0}, Kind.SUPPRESSED: {"k": 10}}
SMALL = replace(DOMAIN, attributes=DOMAIN.attributes[:2], sex="", person="")


def order(kind: Kind = Kind.NOISY, name: str = "spring") -> Order:
    return Order(kind, SMALL, name, "2026-11-21", 2, **PRICED[kind])


def frame() -> pl.DataFrame:
    text = write_records(crowd(200)).encode()
    return pl.read_csv(text, infer_schema=False).fill_null("").select(SMALL.names)


def wait_for(lock: Path) -> None:
    until = monotonic() + 60
    while in_the_making(lock):
        assert monotonic() < until
        sleep(0.05)


@pytest.mark.parametrize("kind", list(PRICED))
def test_what_was_entered_once_is_made_apart_and_is_whole(kind: Kind, tmp_path: Path):
    asked, ledger, lock, to = order(kind), tmp_path / "ledger", tmp_path / "lock", tmp_path / "bundle"
    assert Order.of(json.loads(json.dumps(asked.to_plain()))) == asked
    assert str(asked.plan(None))
    account = asked.enter(ledger, 200)
    with reserved(lock, "spring") as held:
        maker = begin(asked, account, frame(), to, held)
    os.kill(maker, signal.SIGSTOP)  # else it may be done before anybody looks
    # The lock is the maker's now: another has to wait, and everybody may know for which.
    assert in_the_making(lock) == "spring"
    with pytest.raises(BadInput, match="being made"), reserved(lock, "other"):
        pass
    os.kill(maker, signal.SIGCONT)
    wait_for(lock)
    found = verify_bundle(to)
    assert found.is_accounted and found.kind is kind
    assert found.manifest["ledger"]["head"] == account.head == account_of(ledger, SMALL.population).head
    assert ledger.read_bytes().count(b"\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "ledger", "lock"]


def test_who_kills_the_maker_leaves_no_bundle_and_frees_the_lock(tmp_path: Path):
    asked, lock, to = order(), tmp_path / "lock", tmp_path / "drafts" / "bundle"
    (to.parent / ".other.unfinished").mkdir(parents=True)
    account = asked.enter(tmp_path / "ledger", 200)
    with reserved(lock, "spring") as held:
        maker = begin(asked, account, frame(), to, held)
    os.kill(maker, signal.SIGKILL)
    wait_for(lock)
    assert not any(to.parent.iterdir()) and account_of(tmp_path / "ledger", SMALL.population).spent == account.spent


def test_what_cannot_be_made_is_not_entered(tmp_path: Path):
    ledger = tmp_path / "ledger"
    with pytest.raises(BadInput, match="fewer than 10"):
        order(Kind.SUPPRESSED).enter(ledger, 9)
    columns = tuple(replace(one, name=f"{one.name}{at}") for at in range(40) for one in SMALL.attributes)
    wide = replace(DOMAIN, attributes=columns, sex="")
    for kind, told in PRICED.items():
        if kind is not Kind.NOISY:
            with pytest.raises(BadInput) as wrong:
                Order(kind, wide, "w", "2026-11-21", 2, **told).enter(ledger, 200)
            assert wrong.value.code == "tables-too-large"
    assert not ledger.exists()


def test_who_tells_of_a_region_tells_of_its_countries():
    country = next(one for one in DOMAIN.attributes if one.name == "country")
    above = replace(
        country, name="region", values=("all",), of="country", groups=tuple((one, "all") for one in country.values)
    )
    domain = replace(DOMAIN, attributes=(above,), sex="", person="")
    assert reach_of(domain, ["region"]) == ("country", "region")


def test_a_ledger_that_lacks_a_known_head_is_found_out_and_a_longer_copy_mends_it(tmp_path: Path):
    ledger, copy = tmp_path / "ledger", tmp_path / "copy"
    heads = [order(name=name).enter(ledger, 200).head for name in ("one", "two")]
    copy.write_bytes(ledger.read_bytes())
    heads.append(order(name="three").enter(copy, 200).head)
    assert heads_missing(ledger, heads) == {heads[2]} and not heads_missing(ledger, heads[:2])
    assert heads_missing(tmp_path / "none", heads) == set(heads)
    assert catch_up(ledger, copy) and not heads_missing(ledger, heads)
    order(name="four").enter(ledger, 200)
    order(name="another").enter(copy, 200)
    before = ledger.read_bytes(), copy.read_bytes()
    assert not catch_up(ledger, copy) and (ledger.read_bytes(), copy.read_bytes()) == before
