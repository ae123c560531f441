"""From the figures to a published bundle: two people, one price, and nothing that gives privacy back."""

import json
import re
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import published_bundles
import pytest
from django.conf import settings
from django.http import Http404
from django.test import Client
from django.utils import timezone
from made_reports import at_work, report

import amparo.web
from amparo.errors import BadInput
from amparo.evidence.counting.records import records_of
from amparo.evidence.release.bundles.placing import place
from amparo.evidence.release.bundles.verifying import verify_bundle
from amparo.evidence.release.bundles.writing import bundle_files
from amparo.evidence.release.turns import reserved
from amparo.vault.keys import KeyKind, Role, role_name
from amparo.vault.receipts import Receipt
from amparo.vault.staffing import rotate_role
from amparo.web.casework.access import access_by_receipt
from amparo.web.casework.actions.by_receipt import change_consents
from amparo.web.casework.actions.counting import bring_up_to_date
from amparo.web.casework.telling import Purpose
from amparo.web.evidence import orders
from amparo.web.evidence.access import access_release
from amparo.web.evidence.actions import publishing, releasing
from amparo.web.evidence.drafts import Standing, lock, standing_of
from amparo.web.evidence.models import Allowance, Release, Remark, Signature
from amparo.web.languages import said
from amparo.web.operating.backups import copy_ledger
from amparo.web.operating.checking import check_everything
from amparo.web.operating.daily import do_daily
from amparo.web.people.keys import name_of, put_generation
from amparo.web.people.models import Member, Post, Signal
from amparo.web.people.permissions import NotAllowed
from amparo.web.people.signals import signals_for
from amparo.web.safekeeping.models import AuditLine, PublicKeyRow
from amparo.web.safekeeping.store import store

WEB = Path(amparo.web.__file__).parent
At = Callable[[str], Client]
ADDRESS = "/en/work/releases/"
ASKED = {
    "title": "People helped in 2026", "office": "north", "kind": Release.Kind.NOISY, "attributes": ["sex", "papers"],
    "length": "2", "epsilon": "4.0",
}  # fmt: skip


@pytest.fixture(autouse=True)
def releases_folder(home: Path):
    """Each test begins with no ledger: the database of each forgets its releases, and a ledger never does."""
    yield
    shutil.rmtree(home / "releases", ignore_errors=True)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Releases are made in this process, which has loaded what it takes already; the first test has one of its own."""

    def make(order, account, people, to, held):
        place(
            bundle_files(order.make(records_of(people.select(order.domain.names), order.domain, "people"), account)), to
        )

    monkeypatch.setattr("amparo.evidence.release.begin", make, raising=False)


@pytest.fixture
def counted(work: At) -> list[Receipt]:
    """Sixteen people who agreed to be counted."""
    receipts = [Receipt.new() for _ in range(16)]
    for at, receipt in enumerate(receipts):
        facts = {"sex": "female" if at % 4 else "male", "stay": "none"}
        report(purposes=frozenset({Purpose.HELP, Purpose.COUNTED}), facts=facts, receipt=receipt)
    while bring_up_to_date(at_work(work("ana")), "north", seconds=60):
        pass
    Allowance.objects.create(
        cap=10, people=0, declared_by=Member.objects.get(sign_in_name="anton"), declared_on=timezone.localdate()
    )
    return receipts


def planned(anton: Client, **more: object) -> Release:
    answer = anton.post(f"{ADDRESS}new/", {**ASKED, **more})
    assert answer.status_code == 302, answer.content.decode()
    return Release.objects.get(id=answer["Location"].rstrip("/").rpartition("/")[2])


def address(release: Release, deed: str = "") -> str:
    return f"{ADDRESS}{release.id}/" + (f"{deed}/" if deed else "")


def made(anton: Client, **more: object) -> Release:
    """A release that is there to be read."""
    release = planned(anton, **more)
    answer = anton.post(address(release, "make"), {"reason": "The report of the year."})
    assert answer.status_code == 302, answer.content.decode()
    until = time.monotonic() + 60
    release.refresh_from_db()
    while standing_of(release) is Standing.MAKING:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert standing_of(release) is Standing.READY
    return release


def sign(client: Client, release: Release, **more: str):
    page = client.get(address(release)).content.decode()
    read = page.split('name="read" value="')[1].split('"')[0] if 'name="read"' in page else "0" * 64
    return client.post(address(release, "sign"), {"read": read, "is_read": "on", **more})


def lines(home: Path) -> list[dict[str, object]]:
    ledger = home / "releases" / "ledger.jsonl"
    return [json.loads(line.split(b"\t")[0]) for line in ledger.read_bytes().splitlines()] if ledger.exists() else []


def test_from_the_plan_to_a_bundle_that_two_people_published(work: At, counted, home: Path):
    anton, sofia = work("anton"), work("sofia")
    release = planned(anton)
    plan = anton.get(address(release)).content.decode()
    assert "55 times as likely (epsilon 4)" in plan and "% is left now" in plan and "has to be paid for anew" in plan
    assert "likely off by" in plan and not lines(home)
    release = made(anton, title="People helped: السنة 2026")
    assert release.slug == "people-helped-2026"
    page = anton.get(address(release)).content.decode()
    assert page.count("This cannot be said from these data") == 2 and "The largest counts" in page
    assert "Ask one of these, who may sign here: <bdi>Sofia</bdi>." in page
    table = anton.get(f"{address(release)}files/tables.csv")
    assert table.content.startswith(b"combination,count") and "attachment" in table["Content-Disposition"]
    # She who made it signs once, however often she signs in.
    assert sign(anton, release, words="The small counts trouble me.").status_code == 302
    again = work("anton")
    assert sign(again, release).status_code == 400
    assert again.post(address(release, "publish")).status_code == 400 and not (home / "releases/published").exists()
    assert "The small counts trouble me." in sofia.get(address(release)).content.decode()
    assert sign(sofia, release).status_code == 302
    assert sofia.post(address(release, "publish")).status_code == 302
    found = verify_bundle(home / "releases/published/people-helped-2026")
    assert len(found.signed_by) == 2 and found.manifest["name"] == "People helped: السنة 2026"
    assert "It stands whole" in anton.get(address(release)).content.decode()
    assert not any((home / "releases/drafts").iterdir())
    # Sent again, it is the same release still.
    assert sofia.post(address(release, "publish")).status_code == 400
    acts = {line.line.split(" ")[4] for line in AuditLine.objects.all()}
    assert {"release.plan", "release.make", "release.sign", "release.publish"} <= acts
    (signal,) = signals_for(at_work(work("carmen")))
    assert signal.signal.kind == Signal.Kind.RELEASED and signal.reason == "The report of the year."
    assert "A release was made" in work("carmen").get("/en/work/signals/").content.decode()


def test_the_limit_is_declared_once_in_words_and_stays(work: At, cast, home: Path):
    anton = work("anton")
    assert anton.get(f"{ADDRESS}new/")["Location"] == f"{ADDRESS}limit/"
    assert anton.post(f"{ADDRESS}limit/", {"cap": "10.0", "people": "0"}).status_code == 400
    assert anton.post(f"{ADDRESS}limit/", {"cap": "10.0", "people": "0", "is_meant": "on"}).status_code == 302
    assert anton.post(f"{ADDRESS}limit/", {"cap": "20.0", "people": "0", "is_meant": "on"}).status_code == 302
    assert Allowance.objects.get().cap == 10 and "may cost epsilon 10" in anton.get(ADDRESS).content.decode()
    with pytest.raises(NotAllowed):
        releasing.declare(at_work(work("sofia")), 10, 0)


def test_a_limit_that_somebody_raised_in_the_database_is_not_believed(work: At, counted, here, home: Path):
    made(work("anton"))
    Allowance.objects.update(cap=20)
    release = planned(work("anton"), title="Another")
    answer = work("anton").post(address(release, "make"), {"reason": "x"})
    assert answer.status_code == 400 and "A limit never changes" in answer.content.decode()
    assert len(lines(home)) == 1


def test_a_form_sent_twice_spends_once_and_what_is_dear_is_refused(work: At, counted, here, home: Path):
    anton = work("anton")
    release = made(anton)
    assert anton.post(address(release, "make"), {"reason": "again"}).status_code == 302
    assert len(lines(home)) == 1 and Signal.objects.count() == 1
    assert anton.post(f"{ADDRESS}new/", ASKED).status_code == 400  # the title is taken
    Allowance.objects.update(cap=10)
    for number in range(3):
        asked = planned(anton, title=f"Number {number}")
        releasing.make_release(at_work(anton), asked, "x")
        while standing_of(Release.objects.get(id=asked.id)) is Standing.MAKING:
            time.sleep(0.05)
    dear = planned(anton, title="Too dear")
    page = anton.get(address(dear)).content.decode()
    assert "This cannot be paid." in page and "Make it" not in page
    assert "less is left" in anton.post(address(dear, "make"), {"reason": "x"}).content.decode()
    assert len(lines(home)) == 4


def test_only_one_is_made_at_a_time_and_nothing_is_spent_meanwhile(work: At, counted, here, home: Path):
    anton = work("anton")
    first, second = planned(anton), planned(anton, title="Second")
    with reserved(lock(), first.id):
        Release.objects.filter(id=first.id).update(state="entered", entered_at=timezone.now())
        page = anton.get(address(first) + "?wait=1")
        assert "being made" in page.content.decode() and page["Refresh"]
        assert "Refresh" not in anton.get(address(first))
        answer = anton.post(address(second, "make"), {"reason": "x"})
        assert answer.status_code == 400 and "nothing was spent" in answer.content.decode()
    assert not lines(home) and Release.objects.get(id=second.id).state == "planned"


def test_what_was_killed_between_ledger_and_bundle_is_spent_and_says_so(
    work: At, counted, here, home: Path, monkeypatch
):
    monkeypatch.setattr("amparo.evidence.release.begin", lambda *told: None, raising=False)
    anton = work("anton")
    release = planned(anton)
    anton.post(address(release, "make"), {"reason": "x"})
    assert len(lines(home)) == 1
    page = anton.get(address(release)).content.decode()
    assert "What it cost is spent and does not come back" in page
    assert anton.post(address(release, "make"), {"reason": "x"}).status_code == 302
    for deed in ("sign", "publish"):
        assert anton.post(address(release, deed), {"read": "0", "is_read": "on"}).status_code == 400
    assert len(lines(home)) == 1
    assert anton.post(address(release, "withdraw")).status_code == 302
    assert (
        "% of it is left" in anton.get(ADDRESS).content.decode() and "100 %" not in anton.get(ADDRESS).content.decode()
    )


def test_nothing_is_made_from_before_a_withdrawal_nor_of_few(work: At, counted, here, home: Path):
    anton = work("anton")
    release = planned(anton)
    change_consents(counted[0], *access_by_receipt(counted[0]), [Purpose.HELP])
    answer = anton.post(address(release, "make"), {"reason": "x"})
    assert answer.status_code == 400 and "Ask a colleague to open the inbox first" in answer.content.decode()
    for receipt in counted[1:8]:
        change_consents(receipt, *access_by_receipt(receipt), [Purpose.HELP])
    while bring_up_to_date(at_work(work("ana")), "north", seconds=60):
        pass
    assert "Fewer than ten" in anton.post(address(release, "make"), {"reason": "x"}).content.decode()
    assert not lines(home) and not Signal.objects.exists()


def test_who_takes_consent_back_is_not_published_from_a_draft(work: At, counted, here, home: Path):
    anton, sofia = work("anton"), work("sofia")
    release = made(anton)
    sign(anton, release), sign(sofia, release)
    # Another write leaves the draft as it is, once it was looked at.
    for at, agreed in ((1, [Purpose.HELP, Purpose.COUNTED, Purpose.PARTNER]), (0, [Purpose.HELP])):
        change_consents(counted[at], *access_by_receipt(counted[at]), agreed)
        for client in (anton, sofia):
            answer = client.post(address(release, "publish"))
            assert answer.status_code == 400 and "open the inbox first" in answer.content.decode()
        while bring_up_to_date(at_work(work("ana")), "north", seconds=60):
            pass
        if at:
            Signature.objects.all().delete()
            (home / "releases/drafts" / release.id / "signatures.json").unlink()
            assert sign(anton, release).status_code == sign(sofia, release).status_code == 302
    for client in (anton, sofia):
        for answer in (sign(client, release), client.post(address(release, "publish"))):
            assert answer.status_code == 400 and "counted no longer" in answer.content.decode()
    assert not (home / "releases/published").exists() and len(lines(home)) == 1
    # The keys of who may sign tell it, or nothing is published.
    release.included.all().delete()
    assert "keys do not tell" in sofia.post(address(release, "publish")).content.decode()
    assert anton.post(address(release, "withdraw")).status_code == 302


def test_a_bundle_changed_after_a_signature_is_neither_signed_nor_published(work: At, counted, here, home: Path):
    anton, sofia = work("anton"), work("sofia")
    release = made(anton)
    folder = home / "releases/drafts" / release.id
    sign(anton, release)
    read = sofia.get(address(release)).content.decode().split('name="read" value="')[1].split('"')[0]
    manifest = (folder / "manifest.json").read_bytes()
    (folder / "manifest.json").write_bytes(manifest.replace(b"People helped", b"People harmed"))
    answer = sofia.post(address(release, "sign"), {"read": read, "is_read": "on"})
    assert answer.status_code == 400 and "changed since you read it" in answer.content.decode()
    assert "not as they were made" in sign(sofia, release).content.decode()
    (folder / "manifest.json").write_bytes(manifest)
    assert sign(sofia, release).status_code == 302
    (folder / "tables.csv").write_bytes((folder / "tables.csv").read_bytes() + b"sex:male,99\n")
    assert "not as they were made" in sofia.post(address(release, "publish")).content.decode()
    assert Release.objects.get().state == "entered" and not (home / "releases/published").exists()


def test_the_signature_of_who_left_or_has_another_post_counts_no_longer(work: At, counted, here, cast, home: Path):
    anton, sofia = work("anton"), work("sofia")
    release = made(anton)
    sign(anton, release)
    sign(sofia, release)
    Post.objects.filter(member=cast["anton"]).delete()
    page = sofia.get(address(release)).content.decode()
    assert "Anton may not sign here any longer" in page and "Nobody else here may sign" in page
    assert sofia.post(address(release, "publish")).status_code == 400 and not (home / "releases/published").exists()
    # Somebody who only has a post, and no key to it, counts for nothing.
    Post.objects.create(member=cast["dana"], office_id="north", role=Role.ANALYST.value)
    assert "Dana" not in sofia.get(address(release)).content.decode()
    assert work("dana").get(address(release)).status_code == 404


def test_a_published_bundle_verifies_after_who_signed_it_left(work: At, counted, here, cast, home: Path):
    anton, sofia = work("anton"), work("sofia")
    release = made(anton)
    sign(anton, release), sign(sofia, release), anton.post(address(release, "publish"))
    Member.objects.filter(id=cast["anton"].id).update(left_on=timezone.localdate())
    keys = {key.raw.hex() for key in store().public_keys(KeyKind.SIGNING)}
    assert set(verify_bundle(home / "releases/published" / release.slug).signed_by) == keys and len(keys) == 2
    assert "Anton" in sofia.get(address(release)).content.decode()
    # A key that somebody wrote into the database is nobody's.
    PublicKeyRow.objects.filter(name__startswith="signing/").update(tag=b"forged")
    assert not store().public_keys(KeyKind.SIGNING)


def test_a_release_of_ours_bears_keys_of_members_and_nobody_elses(work: At, counted, here, home: Path):
    anton, sofia, shelf = work("anton"), work("sofia"), home / "releases/published"
    release = made(anton)
    sign(anton, release), sign(sofia, release), anton.post(address(release, "publish"))
    shown = f"/en/evidence/{release.slug}/"
    assert Client().get(shown).status_code == 200
    (shelf / release.slug / "signatures.json").unlink()
    for key in published_bundles.KEYS:
        published_bundles.sign_manifest(shelf / release.slug, key.encode().hex())
    published_bundles.register(shelf)  # those of others are known, and do not speak for us
    assert Client().get(shown).status_code == 404
    assert "keys are not those of two members" in "".join(found.sentence for found in check_everything())


def test_a_bundle_of_others_stops_no_release(work: At, counted, here, home: Path, tmp_path: Path):
    shelf = home / "releases/published"
    published_bundles.publish_suppressed(shelf, tmp_path)
    assert published_bundles.DOMAIN.population == orders.POPULATION
    published_bundles.register(shelf)
    made(work("anton"))
    assert "older copy" not in work("anton").get(ADDRESS).content.decode()
    assert Client().get("/en/evidence/suppressed/").status_code == 200


def test_an_organisation_of_one_is_told_that_nobody_publishes_alone(work: At, counted, here, cast):
    Post.objects.filter(member=cast["sofia"]).delete()
    release = made(work("anton"))
    sign(work("anton"), release)
    page = work("anton").get(address(release)).content.decode()
    assert "Nobody else here may sign, and nobody publishes alone." in page and "Publish it</button>" not in page


def test_a_ledger_put_back_from_long_ago_is_refused_and_says_so(work: At, counted, here, home: Path, tmp_path: Path):
    anton, ledger = work("anton"), home / "releases/ledger.jsonl"
    made(anton)
    old = ledger.read_bytes()
    made(anton, title="Later")
    newest, beside = ledger.read_bytes(), tmp_path / "ledger.jsonl"
    ledger.write_bytes(old)
    third = planned_by_hand(anton)
    for answer in (anton.get(ADDRESS), anton.post(address(third, "make"), {"reason": "x"})):
        assert "It is an older copy" in answer.content.decode() or "it is an older copy" in answer.content.decode()
    assert ledger.read_bytes() == old
    assert "bad-ledger" in {finding.code for finding in check_everything()}
    # The newest one lies beside the backups, and what is missing is taken from there; nothing is ever taken away.
    beside.write_bytes(newest)
    for _ in range(2):
        copy_ledger(settings.HOME, beside)
        assert ledger.read_bytes() == beside.read_bytes() == newest
    assert anton.post(address(third, "make"), {"reason": "x"}).status_code == 302


def planned_by_hand(anton: Client) -> Release:
    told = {**ASKED, "attributes": "sex", "title": "By hand", "slug": "by-hand", "office_id": "north", "epsilon": 4.0}
    told.pop("office")
    who = Member.objects.get(sign_in_name="anton")
    return Release.objects.create(**{**told, "length": 1}, asked_by=who, asked_on=timezone.localdate())


def test_no_title_leads_out_of_the_folder(work: At, counted):
    for title in ("../../secrets", "..", "a/b\\c", "حقوق", "حقوق ٢", "CON " * 19, "Con " * 19):
        slug = planned(work("anton"), title=title).slug
        assert (
            slug == slug.strip("-")
            and 0 < len(slug) <= 60
            and set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        )


def test_exact_counts_are_shown_once_and_never_beside_noise(work: At, counted, here, home: Path):
    anton = work("anton")
    made(anton, kind=Release.Kind.SUPPRESSED, attributes=["papers", "nationality-region"], length="1")
    for more in ({"attributes": ["nationality"]}, {"kind": Release.Kind.SUPPRESSED, "attributes": ["papers"]}):
        asked = planned(anton, title=f"Again {len(more)}", length="1", **more)
        page = anton.get(address(asked)).content.decode()
        assert "This would be refused" in page and "Make it" not in page
        assert anton.post(address(asked, "make"), {"reason": "x"}).status_code == 400
    assert len(lines(home)) == 1
    wide = {"kind": Release.Kind.SUPPRESSED, "attributes": ["abuse"]}
    assert "too much at once" in anton.post(f"{ADDRESS}new/", {**ASKED, **wide, "title": "Wide"}).content.decode()


def test_nobody_else_comes_and_a_supervisor_does_not_make(work: At, counted, cast):
    release = planned(work("anton"))
    assert work("sofia").post(address(release, "make"), {"reason": "x"}).status_code == 404
    for name in ("ana", "basir", "chidi", "dana", "iris", "carmen", "adam"):
        client = work(name)
        for deed in ("", "make", "sign", "publish", "withdraw"):
            assert client.post(address(release, deed), {"reason": "x"}).status_code == 404
        assert client.get(f"{address(release)}files/tables.csv").status_code == 404
        by = at_work(client)
        for act in (
            lambda by: releasing.make_release(by, release, "x"),
            lambda by: publishing.sign_release(by, release, "x"),
            lambda by: publishing.publish_release(by, release),
            lambda by: publishing.withdraw_release(by, release),
        ):
            with pytest.raises(NotAllowed):
                act(by)
        with pytest.raises(Http404):
            access_release(by, release.id)


def test_analyst_of_another_office_sees_only_the_account(work: At, counted, cast):
    release = planned(work("anton"))
    cast["anton"].posts.all().delete()
    key = role_name("south", Role.ANALYST)
    put_generation(store(), rotate_role(key, [store().public_key(name_of(cast["anton"]))], recovery=None))
    Post.objects.create(member=cast["anton"], office_id="south", role=Role.ANALYST.value)
    south = work("anton")
    assert south.get(ADDRESS).status_code == 200 and release.title not in south.get(ADDRESS).content.decode()
    assert south.get(address(release)).status_code == 404
    for deed in ("make", "sign", "publish", "withdraw"):
        assert south.post(address(release, deed), {"reason": "x", "read": "0", "is_read": "on"}).status_code == 404


def test_where_the_extra_is_missing_the_page_says_what_to_install(work: At, counted, here, monkeypatch):
    anton = work("anton")
    release = planned(anton)
    monkeypatch.setattr(orders, "find_spec", lambda name: None)
    for page in (anton.get(ADDRESS), anton.get(f"{ADDRESS}new/"), anton.get(address(release))):
        assert page.status_code == 200 and "make evidence" in page.content.decode()
    assert "not installed" in anton.post(f"{ADDRESS}new/", {**ASKED, "title": "B"}).content.decode()
    assert anton.post(address(release, "make"), {"reason": "x"}).status_code == 400


def test_what_lies_for_three_months_ends_and_what_was_withdrawn_stays_spent(work: At, counted, here, home: Path):
    anton = work("anton")
    release, _ = made(anton), planned(anton, title="Only planned")
    today = timezone.localdate()
    do_daily(today + timedelta(days=90))
    assert Release.objects.count() == 2
    do_daily(today + timedelta(days=91))
    (ended,) = Release.objects.all()
    assert ended.id == release.id and ended.state == "withdrawn" and ended.head
    assert not any((home / "releases/drafts").iterdir()) and len(lines(home)) == 1
    assert anton.get(address(ended)).status_code == 200


def test_what_readers_find_is_published_whatever_its_row_says(work: At, counted, here, home: Path, monkeypatch):
    anton, sofia, really = work("anton"), work("sofia"), publishing.gate.publish
    release = made(anton)
    sign(anton, release), sign(sofia, release)

    def stopped(*told, **more):
        really(*told, **more)
        raise OSError

    monkeypatch.setattr(publishing.gate, "publish", stopped)
    with pytest.raises(OSError):
        publishing.publish_release(at_work(anton), release)
    stands = home / "releases/published" / release.slug / "manifest.json"
    assert Release.objects.get().state == "entered" and stands.exists()
    answer = anton.post(address(release, "withdraw"))
    assert answer.status_code == 400 and "published already" in answer.content.decode() and stands.exists()
    # Neither what the day ends, nor a row from before it was made, takes it back or has it paid for twice.
    Release.objects.update(state="planned", head="", entered_at=None)
    assert anton.post(address(release, "make"), {"reason": "x"}).status_code == 302 and len(lines(home)) == 1
    do_daily(timezone.localdate() + timedelta(days=91))
    (found,) = Release.objects.all()
    assert found.state == "published" and found.head and stands.exists()
    assert anton.get(address(release)).status_code == 200
    Release.objects.update(state="entered")
    assert anton.post(address(release, "publish")).status_code == 302 and Release.objects.get().state == "published"


@pytest.mark.parametrize(
    ("of_release", "of_allowance"),
    [
        ({"epsilon": 9.0}, {}), ({"epsilon": 0.0, "k": 3, "kind": Release.Kind.SUPPRESSED}, {}), ({"length": 4}, {}),
        ({"attributes": "sex name"}, {}), ({"attributes": ""}, {}), ({}, {"cap": 500}), ({}, {"people": 7}),
    ],
)  # fmt: skip
def test_what_no_form_offers_is_not_made(work: At, counted, here, home: Path, of_release, of_allowance):
    release = planned(work("anton"))
    Release.objects.update(**of_release)
    Allowance.objects.update(**of_allowance)
    with pytest.raises(BadInput, match="not offered here"):
        releasing.make_release(at_work(work("anton")), release, "x")
    assert not lines(home)


def test_a_draft_that_no_row_knows_is_cleared_away(work: At, counted, here, home: Path):
    anton, drafts = work("anton"), home / "releases/drafts"
    kept, release = made(anton), made(anton, title="Again")
    # A database from before it was made is put back: made again it is paid for again, and there.
    Release.objects.filter(id=release.id).update(state="planned", head="", entered_at=None)
    (drafts / f".{release.id}.unfinished").mkdir()
    assert anton.post(address(release, "make"), {"reason": "x"}).status_code == 302
    assert standing_of(Release.objects.get(id=release.id)) is Standing.READY and len(lines(home)) == 3
    Release.objects.filter(id=release.id).delete()
    (drafts / f".{release.id}.signatures.json").write_text("[]")
    do_daily(timezone.localdate())
    assert [path.name for path in drafts.iterdir()] == [kept.id]


def test_a_thief_reads_no_remark(work: At, counted, here):
    from test_stolen_database import _found, _stolen

    release = made(work("anton"))
    sign(work("anton"), release, words="Zanzibarquince would be known by it.")
    assert Remark.objects.count() == 2 and Signature.objects.count() == 1
    assert _found(["Zanzibarquince"], _stolen()) == []


def test_the_tutorial_names_what_stands_on_the_pages():
    sentences = said(WEB)
    named = re.findall(r"(?<!\*)\*([A-Z][^*]+)\*", (WEB.parents[1] / "docs/tutorial/publish.md").read_text("utf-8"))
    assert len(named) > 8
    assert [name for name in named if not any(one.startswith(name) for one in sentences)] == []
