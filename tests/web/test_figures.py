"""The analysts' page: small numbers hidden, nothing taken out from before a withdrawal, and nobody else comes."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from django.test import Client
from django.utils import translation
from made_reports import at_work, report

from amparo.evidence.counting.domain import read_domain
from amparo.evidence.counting.people import People, Source, one_table
from amparo.evidence.counting.records import read_records
from amparo.vault.receipts import Receipt
from amparo.web.casework.access import access_by_receipt
from amparo.web.casework.actions.by_receipt import change_consents
from amparo.web.casework.actions.counting import bring_up_to_date
from amparo.web.casework.counting.counted import domain
from amparo.web.casework.models import Case, Kind, State
from amparo.web.casework.telling import Purpose
from amparo.web.evidence.access import access_counted
from amparo.web.evidence.actions.taking_out import take_out
from amparo.web.evidence.cycle import STAGES, stages
from amparo.web.evidence.overview import Answer, overview
from amparo.web.evidence.words import ATTRIBUTES, value_name
from amparo.web.people.models import Signal
from amparo.web.people.permissions import NotAllowed
from amparo.web.people.signals import signals_for
from amparo.web.safekeeping.models import AuditLine

At = Callable[[str], Client]
AGREED = frozenset({Purpose.HELP, Purpose.COUNTED})
ADDRESS = "/en/work/figures/"
OVERVIEW = f"{ADDRESS}overview/"


def told(number: int, **facts: object) -> list[Receipt]:
    """So many reports of people who agreed to be counted, brought up to date by nobody yet."""
    receipts = [Receipt.new() for _ in range(number)]
    for receipt in receipts:
        report(purposes=AGREED, facts={"sex": "female", **facts}, receipt=receipt)
    return receipts


def update(work: At) -> None:
    while bring_up_to_date(at_work(work("ana")), "north", seconds=60):
        pass


@pytest.fixture
def twelve(work: At) -> list[Receipt]:
    """Twelve women whose papers were taken, and three men."""
    receipts = told(12, **{"documents-taken": True})
    told(3, sex="male")
    update(work)
    return receipts


def test_the_page_shows_how_many_and_hides_who_are_few(work: At, twelve: list[Receipt]):
    page = work("anton").get(ADDRESS, {"by": "sex"}).content.decode()
    assert "15 people agreed to be counted" in page and "Internal: not for publication." in page
    assert "Woman or girl" in page and "data:image" not in page
    # Three men are hidden, and the women with them: else the men would be the difference.
    assert ">3<" not in page and ">12<" not in page


def test_a_row_of_ten_or_more_is_shown_where_nothing_follows_from_it(work: At):
    told(12, **{"documents-taken": True})
    update(work)
    page = work("anton").get(ADDRESS, {"by": "abuse"}).content.decode()
    assert ">12<" in page and "One person may stand in several rows" in page
    assert "Of 12 people counted, 12 stand under “" in page and 'src="data:image/svg+xml;base64,' in page


def test_where_fewer_than_ten_are_counted_no_number_is_told(work: At):
    told(4)
    update(work)
    page = work("anton").get(ADDRESS).content.decode()
    assert "Fewer than ten people are counted." in page and "agreed to be counted" not in page


def test_a_withdrawal_not_taken_in_yet_is_told_and_stops_the_taking_out(work: At, twelve: list[Receipt]):
    anton = work("anton")
    change_consents(twelve[0], *access_by_receipt(twelve[0]), [Purpose.HELP])
    assert "taken back their consent" in anton.get(ADDRESS).content.decode()
    sent = {"attributes": ["sex"], "reason": "The report of the year."}
    refused = anton.post(f"{ADDRESS}take-out/", sent)
    assert refused.status_code == 400 and "Ask a colleague to open the inbox first" in refused.content.decode()
    update(work)
    assert anton.post(f"{ADDRESS}take-out/", sent).status_code == 200
    assert len(access_counted(at_work(anton)).people) == 14


def test_a_file_on_an_employer_is_no_case_that_was_not_looked_at(work: At, twelve: list[Receipt]):
    file = {"kind": Kind.PARTY, "state": State.OPEN, "week_received": date(2026, 11, 16), "writes": 3}
    Case.objects.create(office_id="north", **file)
    assert access_counted(at_work(work("anton"))).behind == 0


def test_what_is_taken_out_is_ready_for_a_release_and_names_nobody(work: At, twelve: list[Receipt], tmp_path):
    sent = {"attributes": ["sex", "abuse", "state-region"], "reason": "The report of the year."}
    answer = work("anton").post(f"{ADDRESS}take-out/", sent)
    assert answer["Content-Disposition"] == 'attachment; filename="counted.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    records = read_records(tmp_path / "table.csv", read_domain(tmp_path / "domain.yaml"))
    assert len(records) == 15
    assert pl.read_csv(tmp_path / "table.csv").columns == ["sex", "state-region", "abuse"]
    assert "Rosa" not in (tmp_path / "table.csv").read_text() + (tmp_path / "sources.json").read_text()


def test_taking_out_is_asked_why_recorded_and_shown_to_custodians(work: At, twelve: list[Receipt]):
    anton = work("anton")
    assert anton.post(f"{ADDRESS}take-out/", {"attributes": ["sex"]}).status_code == 400
    assert not Signal.objects.exists()
    anton.post(f"{ADDRESS}take-out/", {"attributes": ["sex"], "reason": "The report of the year."})
    (signal,) = signals_for(at_work(work("carmen")))
    assert signal.signal.kind == Signal.Kind.TAKEN_OUT and signal.reason == "The report of the year."
    assert any("counting.take-out" in line.line for line in AuditLine.objects.all())
    assert "was taken out" in work("carmen").get("/en/work/signals/").content.decode()


def test_not_too_much_is_taken_out_of_each(work: At, twelve: list[Receipt]):
    sent = {"attributes": list(ATTRIBUTES)[:7], "reason": "All of it."}
    assert work("anton").post(f"{ADDRESS}take-out/", sent).status_code == 400


def test_too_few_are_not_taken_out(work: At):
    told(3)
    update(work)
    sent = {"attributes": ["sex"], "reason": "All of it."}
    assert "Fewer than ten" in work("anton").post(f"{ADDRESS}take-out/", sent).content.decode()


@pytest.mark.parametrize("name", ["ana", "basir", "chidi", "dana", "iris", "sofia", "carmen", "adam"])
def test_nobody_but_analysts_comes(name: str, work: At, twelve: list[Receipt]):
    for address in (ADDRESS, OVERVIEW, f"{ADDRESS}take-out/"):
        assert work(name).get(address).status_code == 404
        assert work(name).post(address, {"attributes": ["sex"], "reason": "x"}).status_code == 404
    with pytest.raises(NotAllowed):
        take_out(at_work(work(name)), ["sex"], "x")
    assert ADDRESS not in work(name).get("/en/work/my-keys/").content.decode()


def test_an_analyst_begins_with_the_figures(work: At):
    assert work("anton").get("/en/work/begin/")["Location"] == ADDRESS
    assert work("dana").get("/en/work/begin/")["Location"] == "/en/work/people/"


def test_somebody_not_signed_in_is_asked_to(work: At):
    assert work("nobody").get(ADDRESS).status_code == 302


def test_every_value_has_a_name_in_every_language():
    for language in ("en", "es", "fr", "ar"):
        with translation.override(language):
            for one in domain().attributes:
                assert ATTRIBUTES[one.name]
                assert all(value_name(one.name, value) for value in ("", *one.values))


def people(*several: tuple[int, dict[str, str]]) -> People:
    """So many people of each kind."""
    rows = [facts for number, facts in several for _ in range(number)]
    names = [one.name for one in domain().attributes if not one.of]
    frame = pl.DataFrame(
        {name: [row.get(name, "") for row in rows] for name in names}, schema=dict.fromkeys(names, pl.String)
    )
    return one_table([Source("north", frame, "cases")], domain())


def shown(found: People) -> dict[str, Answer]:
    with translation.override("en"):
        return {one.id: one for one in overview(found)}


def numbers(answer: Answer) -> dict[str, list[int | None]]:
    return {" ".join(row.names): row.numbers for row in answer.rows}


def test_what_adds_up_on_the_page_is_hidden_together():
    """Each table alone may be shown whole but for what is small; beside its sum, that would be the difference."""
    found = shown(
        people(
            (20, {"state": "QAT", "nationality": "NPL", "rights": "pay", "papers": "none"}),
            (4, {"state": "QAT", "nationality": "KEN", "rights": "pay", "papers": "pending"}),
            (30, {"state": "ESP", "nationality": "KEN", "rights": "courts", "papers": "none"}),
            (3, {"state": "FRA", "rights": "courts"}),
        )
    )
    # Of the 24 towards Qatar, 20 would tell of the 4; what is shown of Spain follows from nothing else.
    assert numbers(found["where"]) == {"Spain": [30]} and numbers(found["corridors"]) == {"Africa Spain": [30]}
    assert numbers(found["rights"])["Pay"][0] == 24 and numbers(found["papers"]) == {}
    assert found["where"].left_out == found["corridors"].left_out - 1 == 2


def test_of_what_became_of_claims_the_share_is_that_of_what_is_known():
    full, none = {"remedy": "full", "remedy-time": "31-90"}, {"remedy": "none"}
    found = shown(people((30, full), (12, {**full, "remedy": "partial"}), (18, none), (40, {})))
    said = "Of 60 people of whom it is recorded, 42 received all or a part of their remedy (70%). Not recorded: 40."
    assert found["remedy"].said == said
    assert numbers(found["time"]) == {"received in full 31 to 90 days": [30], "received in part 31 to 90 days": [12]}


def test_how_long_it_took_does_not_tell_how_many_received_a_part():
    full, part = {"remedy": "full", "remedy-time": "31-90"}, {"remedy": "partial", "remedy-time": "31-90"}
    found = shown(people((30, full), (4, part), (20, {"remedy": "none"}), (40, {})))
    assert numbers(found["remedy"]) == {"Not recorded": [40], "received in full": [30]}
    assert numbers(found["time"]) == {"received in full 31 to 90 days": [30]}


def test_a_year_in_which_nobody_came_stands_among_the_others():
    found = shown(people((12, {"year": "2023"}), (11, {"year": "2025"}), (10, {})))
    assert numbers(found["years"]) == {"2023": [12], "2024": [0], "2025": [11], "Not recorded": [10]}


def test_everything_that_is_counted_as_done_to_people_has_one_stage():
    met = [one for abuse in stages().values() for one in abuse]
    assert sorted(met) == sorted(next(one.values for one in domain().attributes if one.name == "abuse"))
    assert list(stages()) == list(STAGES)


def test_the_overview_answers_in_words_pictures_and_tables(work: At):
    told(12, **{"documents-taken": True, "state": "QAT", "nationality": ["NPL"], "stay": "none"})
    update(work)
    page = work("anton").get(OVERVIEW).content.decode()
    assert (
        "Papers taken away" in page and "Qatar" in page and "Asia" in page and "Internal: not for publication." in page
    )
    assert page.count("<h2") == 9 and page.count('src="data:image/svg+xml;base64,') == 7
    arabic = work("anton").get(OVERVIEW.replace("/en/", "/ar/")).content.decode()
    assert "قطر" in arabic and "الأرقام في لمحة" in arabic


def test_nothing_is_answered_where_fewer_than_ten_are_counted(work: At):
    told(9)
    update(work)
    page = work("anton").get(OVERVIEW).content.decode()
    assert "There is nothing to show yet." in page and "data:image" not in page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_unknown_attribute_is_refused_kindly(language: str, work: At, twelve: list[Receipt]):
    assert work("anton").get(f"/{language}/work/figures/", {"by": "faith"}).status_code == 200
