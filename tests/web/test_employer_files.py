"""Files on employers: the same only because a person said so, kept as the cases are, seen by the office alone, forgotten with a case."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from made_reports import at_work, dossier, opened, report
from test_money_and_remedy import employer, file, line, path, received
from test_stolen_database import _found as found_in
from test_stolen_database import _stolen as stolen

from amparo.vault.receipts import Receipt
from amparo.web.casework import actions
from amparo.web.casework.access import access_files
from amparo.web.casework.actions.receiving import write_as_reporter
from amparo.web.casework.employer_files import cases_in, files_of, party_file
from amparo.web.casework.entries import REPORTER, Entry, EntryKind
from amparo.web.casework.models import Case, Kind
from amparo.web.safekeeping.models import AuditLine

At = Callable[[str], Client]
NAME = "Zanzibar Farms"
WORK = "/en/work/"


@pytest.fixture
def ana(work: At) -> Client:
    return work("ana")


def told_of(client: Client, name: str = NAME, *, office: str = "north", receipt: Receipt | None = None) -> Case:
    """An opened case with an employer in it, who is said to have kept back wages."""
    made = report(facts={"state": "ESP"}, office=office, receipt=receipt)
    opened(client, made)
    client.post(path(made, "people"), {"role": "employer", "name": name})
    told = {"act": "wages-withheld", "when": "2026-03", "state": "ESP", "actor": employer(client, made)}
    assert client.post(path(made, "event"), told).status_code == 302
    return made


def joining(client: Client, case: Case) -> str:
    return path(case, f"people/{employer(client, case)}/file")


def begun(client: Client, case: Case, name: str = NAME) -> Case:
    """The file that was begun from a party of the case."""
    assert client.post(joining(client, case), {"new": "yes", "name": name}).status_code == 302
    return Case.objects.get(id=files_of(dossier(client, case))[employer(client, case)])


def join(client: Client, case: Case, to: Case) -> int:
    return client.post(joining(client, case), {"file": to.id}).status_code


def page(client: Client, of: Case) -> str:
    answer = client.get(f"{WORK}employers/{of.id}/")
    assert answer.status_code == 200
    return answer.content.decode()


def listed(client: Client, text: str = "") -> str:
    return client.post(f"{WORK}employers/", {"text": text}).content.decode()


@pytest.fixture
def case(ana: Client) -> Case:
    return told_of(ana)


@pytest.fixture
def kept(ana: Client, case: Case) -> Case:
    return begun(ana, case)


def test_parties_of_one_name_are_two_until_somebody_joins_them(case: Case, kept: Case, ana: Client):
    other = told_of(ana)
    assert files_of(dossier(ana, other)) == {}
    assert other.number not in page(ana, kept)
    assert "It is the same as" in ana.get(joining(ana, other)).content.decode()
    assert join(ana, other, kept) == 302
    for one in (case, other):
        assert one.number in page(ana, kept)


def test_they_can_be_parted_again(case: Case, kept: Case, ana: Client):
    other = told_of(ana)
    join(ana, other, kept)
    assert ana.post(joining(ana, other), {"leave": "yes"}).status_code == 302
    assert other.number not in page(ana, kept) and case.number in page(ana, kept)
    line(ana, other)
    file(ana, other)
    assert other.number not in page(ana, kept) and "1,320.00" not in page(ana, kept)


def test_a_party_joined_to_another_file_leaves_the_first(case: Case, kept: Case, ana: Client):
    new = begun(ana, case, "Another name")
    assert case.number in page(ana, new) and case.number not in page(ana, kept)


def test_the_file_follows_remedy_and_events(case: Case, kept: Case, ana: Client):
    assert "nothing claimed yet" in page(ana, kept) and "1,320.00" not in page(ana, kept)
    line(ana, case)
    assert "By the tables of the claims:" in page(ana, kept)
    file(ana, case)
    received(ana, case, "500")
    there = page(ana, kept)
    for figure in ("1,320.00", "500.00", "820.00", "received in part"):
        assert figure in there
    ana.post(path(case, "event"), {"act": "papers-taken", "when": "2026-04", "actor": employer(ana, case)})
    acts = dict(party_file(dossier(ana, kept), {case.id: case}).acts)
    assert acts == {"wages-withheld": 1, "papers-taken": 1}


def test_two_cases_are_added_for_each_currency_by_itself(case: Case, kept: Case, ana: Client):
    other = told_of(ana)
    join(ana, other, kept)
    for one in (case, other):
        line(ana, one)
        line(ana, one, currency="BDT", kind="fee", rate="", per="", units="", amount="300")
        file(ana, one)
    balances = party_file(dossier(ana, kept), {case.id: 1, other.id: 1}).balances
    assert [str(one.claimed) for one in balances] == ["600.00 BDT", "2640.00 EUR"]
    assert "2,640.00" in page(ana, kept) and "never added" in page(ana, kept)


def test_what_others_in_the_case_owe_is_not_in_it(case: Case, kept: Case, ana: Client):
    ana.post(path(case, "people"), {"role": "recruiter", "name": "Agency"})
    from amparo.web.casework.chronicles import parties_of

    agency = next(one.id for one in parties_of(dossier(ana, case)) if one.name == "Agency")
    line(ana, case, party=agency)
    file(ana, case)
    assert "1,320.00" not in page(ana, kept)


def test_a_party_that_is_struck_out_counts_no_more(case: Case, kept: Case, ana: Client):
    ana.post(path(case, f"people/{employer(ana, case)}"), {"role": "employer", "name": NAME, "withdraw": "yes"})
    assert case.number not in page(ana, kept)


def test_a_double_is_not_counted_beside_the_case_that_goes_on(case: Case, kept: Case, ana: Client):
    other = told_of(ana)
    join(ana, other, kept)
    ana.post(path(other, "join"), {"double-number": case.number, "sure": "yes"})
    assert other.number not in page(ana, kept) and case.number in page(ana, kept)


def test_only_employers_and_recruiters_have_files(case: Case, ana: Client):
    ana.post(path(case, "people"), {"role": "witness", "name": "Karim"})
    from amparo.web.casework.chronicles import parties_of

    witness = next(one.id for one in parties_of(dossier(ana, case)) if one.name == "Karim")
    assert ana.post(path(case, f"people/{witness}/file"), {"new": "yes", "name": "x"}).status_code == 404


def test_a_file_has_a_name(case: Case, ana: Client):
    assert ana.post(joining(ana, case), {"new": "yes", "name": " "}).status_code == 400
    assert not Case.objects.filter(kind=Kind.PARTY).exists()


def test_files_are_found_by_part_of_the_name_and_nowhere_else(case: Case, kept: Case, ana: Client):
    begun(ana, told_of(ana), "Ñandú Agriculture")
    assert NAME in listed(ana) and "Ñandú" in listed(ana)
    assert "Ñandú" in listed(ana, "nandu") and NAME not in listed(ana, "nandu")
    inbox = ana.get(WORK).content.decode()
    searched = ana.post(WORK, {"text": "zanzibar", "states": ["received", "open", "closed"]}).content.decode()
    for shown in (inbox, searched):
        assert kept.number not in shown and NAME not in shown.replace('value="zanzibar"', "")


def test_files_are_not_counted_as_work(case: Case, kept: Case, ana: Client, work: At):
    assert "<p>1 report ·" in ana.get(WORK).content.decode()
    assert kept.number not in work("sofia").get(WORK).content.decode()


@pytest.mark.parametrize("name", ["basir", "chidi", "dana", "iris", "sofia", "anton", "carmen", "adam"])
def test_nobody_but_caseworkers_of_the_office_sees_a_file(name: str, case: Case, kept: Case, work: At, ana: Client):
    client = work(name)
    for address in (f"{WORK}employers/{kept.id}/", path(kept, "money"), f"{WORK}case/{kept.id}/", joining(ana, case)):
        assert client.get(address).status_code == 404
    answer = client.post(f"{WORK}employers/", {"text": ""})
    assert answer.status_code in (200, 404)
    assert NAME not in answer.content.decode() and kept.number not in answer.content.decode()


def test_a_file_is_no_case_that_one_could_work_on(kept: Case, ana: Client):
    for where in ("", "people/", "money/", "print/", "everything/", "event/"):
        assert ana.get(f"{WORK}case/{kept.id}/{where}").status_code == 404
    assert ana.post(f"{WORK}case/{kept.id}/open/").status_code == 404


def test_a_file_of_another_office_is_not_joined(case: Case, work: At, ana: Client):
    basir = work("basir")
    theirs = begun(basir, told_of(basir, office="south"))
    assert join(ana, case, theirs) == 404
    assert files_of(dossier(ana, case)) == {}
    assert NAME not in listed(ana)


def test_a_case_cannot_be_joined_to_a_case(case: Case, ana: Client):
    assert join(ana, case, told_of(ana)) == 404


def test_an_erased_case_leaves_nothing_in_the_file(case: Case, kept: Case, ana: Client):
    receipt = Receipt.new()
    gone = told_of(ana, receipt=receipt)
    join(ana, gone, kept)
    line(ana, gone)
    file(ana, gone)
    assert gone.id in cases_in(dossier(ana, kept))
    wish = Entry(EntryKind.DELETION_ASKED, timezone.now(), REPORTER)
    write_as_reporter(receipt, gone, wish, line={"wants_deletion": True})
    assert b"erased" in ana.post(path(gone, "erase"), {"sure": "yes"}).content
    assert cases_in(dossier(ana, kept)) == {case.id}
    assert gone.id not in str([entry.data for entry in dossier(ana, kept).entries])
    assert "1,320.00" not in page(ana, kept) and case.number in page(ana, kept)
    assert line(ana, case) == 302 and "1,320.00" in page(ana, kept)


def test_what_is_done_with_a_file_is_recorded_and_names_nothing(case: Case, kept: Case, ana: Client):
    page(ana, kept)
    ana.post(joining(ana, case), {"leave": "yes"})
    lines = list(AuditLine.objects.order_by("number").values_list("line", flat=True))
    done = [one.split(" ")[4] for one in lines if "file-on" in one]
    assert done == ["file-on.begin", "file-on.join", "file-on.read", "file-on.part"]
    assert not any(kept.id in one for one in lines)


def test_a_thief_learns_no_name_and_not_who_is_joined(case: Case, kept: Case, ana: Client):
    line(ana, case)
    assert found_in([NAME, "wages-withheld", "1320.00"], stolen()) == []
    columns = Case.objects.filter(id=kept.id).values().get()
    assert columns["kind"] == "party" and columns["due_on"] is None
    assert access_files(at_work(ana)).get().id == kept.id


# What the summary in a file is made of.
SUMMED_UP = {"FACTS", "STATED", "EVENT", "PARTY", "CLAIM", "REMEDY"}
WRITES = {"do", "append", "keep_planned", "keep_all_planned"}


def forgotten(source: str) -> list[str]:
    """The functions that write what files sum up, by themselves or by what they call beside them, and sum nothing up."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    calls = {
        one.name: {
            node.func.id for node in ast.walk(one) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        for one in functions
    }
    kinds = {one.name: {node.attr for node in ast.walk(one) if isinstance(node, ast.Attribute)} for one in functions}
    makes = {name for name in calls if kinds[name] & SUMMED_UP and calls[name] & {"entry_of", "Entry"}}
    while more := {name for name in calls if calls[name] & makes} - makes:
        makes |= more
    # A case that begins is in no file yet.
    keeps = {"do_and_sum_up", "sum_up", "begin"}
    return sorted(name for name in makes if calls[name] & WRITES and not calls[name] & keeps)


def test_every_action_that_writes_what_files_sum_up_keeps_the_files():
    found = {path.stem: forgotten(path.read_text("utf-8")) for path in Path(actions.__file__).parent.glob("*.py")}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    remedies = (Path(actions.__file__).parent / "remedying.py").read_text("utf-8")
    assert forgotten(remedies.replace("do_and_sum_up(", "do(")) == [
        "set_interest", "strike_line", "strike_sums", "write_line", "write_measures", "write_sums"
    ]  # fmt: skip
    assert forgotten(remedies.replace("        sum_up(signed_in, case)\n", "")) == ["write_filing"]
