"""Claims, filings, what was received, and who is asked afterwards; alone and for many people together."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone, translation
from made_reports import at_work, dossier, opened, report

from amparo.norms.answers.phrases import day_name
from amparo.remedy.bases import Basis, BasisKind
from amparo.remedy.claims import Interest
from amparo.remedy.filings import days_to_ask, days_to_ask_again
from amparo.remedy.ledger import Step
from amparo.vault.receipts import Receipt
from amparo.vault.rings import KeyRing
from amparo.web.casework.access import access_by_receipt, access_line
from amparo.web.casework.actions import gathering, planning, remedying
from amparo.web.casework.actions.by_receipt import ask_for_deletion
from amparo.web.casework.actions.erasing import erase
from amparo.web.casework.chronicles import parties_of
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.giving_out.paper import Chosen, paper_of
from amparo.web.casework.groups import gathered_in, members_of
from amparo.web.casework.models import Case, Opening
from amparo.web.casework.plans import Plan
from amparo.web.casework.remedies import remedies_of
from amparo.web.safekeeping.store import cabinet

At = Callable[[str], Client]
INBOX = "/en/work/"


@pytest.fixture
def ana(work: At) -> Client:
    return work("ana")


@pytest.fixture
def case(ana: Client) -> Case:
    """An opened case with an employer in it."""
    made = report()
    opened(ana, made)
    ana.post(path(made, "people"), {"role": "employer", "name": "Zanzibar Farms"})
    return made


def path(case: Case, where: str) -> str:
    return f"/en/work/case/{case.id}/{where}/"


def employer(client: Client, case: Case) -> str:
    return parties_of(dossier(client, case))[0].id


def add(client: Client, case: Case, act: str, **told: object) -> int:
    """Sends one form of the page."""
    whose = {"people": list(members_of(dossier(client, case))) or [case.id], "party": employer(client, case)}
    given = {**(whose if act in ("line", "sum", "measure") else {}), **told}
    return client.post(
        path(case, "money"), {"act": act, **{f"{act}-{key}": value for key, value in given.items()}}
    ).status_code


def line(client: Client, case: Case, **told: object) -> int:
    wages = {"kind": "wages", "currency": "eur", "rate": "22", "per": "day", "units": "60", "paid": "0"}
    return add(client, case, "line", **{**wages, "basis_kind": "account", "basis": "what he told", **told})


def file(client: Client, case: Case, **told: object) -> int:
    day = timezone.localdate() - timedelta(days=3)
    given = {"route": "inspection", "to": "The inspectorate", "on": day.isoformat(), "claims": "on", **told}
    return add(client, case, "filing", **given)


def received(client: Client, case: Case, amount: str, **told: object) -> int:
    return add(client, case, "sum", step="received", amount=amount, currency="EUR", on="2026-11", **told)


def balance(client: Client, case: Case) -> tuple[str, str, str]:
    [one] = remedies_of(dossier(client, case)).reckoning.balances
    return str(one.claimed), str(one.received), str(one.unpaid)


def test_a_line_shows_how_it_is_reckoned(case: Case, ana: Client):
    assert line(ana, case) == 302
    page = ana.get(path(case, "money")).content.decode()
    assert "1,320.00" in page and "Zanzibar Farms" in page and "what he told" in page


def test_more_days_than_their_time_has_are_kept_when_somebody_says_that_it_is_right(case: Case, ana: Client):
    days = {"first_day": "2013-02-01", "last_day": "2013-04-17"}
    assert line(ana, case, units="77", **days) == 400
    assert line(ana, case, units="76", **days) == line(ana, case, units="77", confirmed="on", **days) == 302
    assert line(ana, case, per="month", units="4", **days) == 400
    assert line(ana, case, per="month", units="3", **days) == 302


def test_a_line_of_which_something_is_not_known_stays_open_and_is_not_counted_as_nothing(case: Case, ana: Client):
    line(ana, case)
    assert line(ana, case, kind="overtime", per="hour", units="", paid="", factor="1.5", factor_basis="the law") == 302
    page = ana.get(path(case, "money")).content.decode()
    assert "At least" in page or "at least" in page
    # The form says so before anybody leaves the field empty, and who hears the page hears it with the field.
    told = re.search(r'<input[^>]*name="line-paid"[^>]*aria-describedby="([^"]+)"', page)
    assert told and re.search(
        rf'id="{told[1]}"[^>]*>0 means that nothing was paid\. Empty means that nobody knows', page
    )


@pytest.mark.parametrize(
    "told",
    [
        {"rate": "-3"},
        {"currency": "XYZ"},
        {"first_day": "2026-03-10", "last_day": "2026-03-01"},
        {"first_day": "0001-01-01", "last_day": "9999-12-31", "per": "month", "units": ""},
        {"paid": "5000"},
        {"people": ["somebody else"]},
        {"basis": ""},
        {"kind": "fee"},
        {"first_day": "2013-02-01", "last_day": "2013-04-17", "units": "400"},
    ],
)
def test_a_line_that_cannot_be_is_refused_and_kept_in_the_form(told: dict[str, object], case: Case, ana: Client):
    assert line(ana, case, about="a remark to keep", **told) == 400
    assert not remedies_of(dossier(ana, case)).lines


def test_what_a_kind_of_line_does_not_use_is_said_and_not_called_unreadable(case: Case, ana: Client):
    whose = {"people": [case.id], "party": employer(ana, case), "kind": "end-of-service", "amount": "900"}
    page = ana.post(path(case, "money"), _sent_line(whose)).content.decode()
    assert "does not use all these figures" in page and "cannot be read" not in page


def test_what_is_filed_is_claimed_once_however_often_it_is_filed(case: Case, ana: Client):
    line(ana, case)
    assert file(ana, case) == 302 and file(ana, case, route="court") == 302
    assert balance(ana, case) == ("1320.00 EUR", "0.00 EUR", "1320.00 EUR")
    assert "may reach immigration police" in ana.get(path(case, "money")).content.decode()


def test_part_of_the_money_received_leaves_the_rest_named_as_unpaid(case: Case, ana: Client):
    line(ana, case)
    file(ana, case)
    assert received(ana, case, "500") == 302
    assert balance(ana, case) == ("1320.00 EUR", "500.00 EUR", "820.00 EUR")
    assert "received in part" in opened(ana, case)


def test_more_than_was_due_is_asked_about_and_never_lost(case: Case, ana: Client):
    line(ana, case)
    file(ana, case)
    assert received(ana, case, "2000") == 400
    assert balance(ana, case)[1] == "0.00 EUR"
    assert received(ana, case, "2000", confirmed="on") == 302
    assert balance(ana, case)[1] == "2000.00 EUR"


def test_two_who_write_the_same_sum_at_once_do_not_receive_it_twice_unasked(
    case: Case, ana: Client, monkeypatch: pytest.MonkeyPatch
):
    """Whoever comes second waits for the case before what was received is read."""
    order: list[str] = []
    for name in ("check_not_closed", "access_dossier"):
        real = getattr(remedying, name)
        monkeypatch.setattr(remedying, name, lambda *told, name=name, real=real: (order.append(name), real(*told))[1])
    line(ana, case)
    file(ana, case)
    order.clear()
    assert received(ana, case, "1320") == 302
    assert order == ["check_not_closed", "access_dossier"]


def test_the_same_form_sent_again_by_going_back_is_written_once(case: Case, ana: Client):
    once = {"made": "ab" * 16}
    assert line(ana, case, **once) == 302 and line(ana, case, **once) == 302
    assert len(remedies_of(dossier(ana, case)).lines) == 1
    assert file(ana, case, **once) == 302 and file(ana, case, **once) == 302
    assert received(ana, case, "500", **once) == 302 and received(ana, case, "500", **once) == 302
    assert balance(ana, case) == ("1320.00 EUR", "500.00 EUR", "820.00 EUR")
    assert len(remedies_of(dossier(ana, case)).filings) == 1


def test_money_is_nobodys_until_somebody_says_whose(case: Case, ana: Client):
    people = [report(f"Worker {n}") for n in range(3)]
    ana.post(path(case, "together"), {"numbers": " ".join(one.number for one in people)})
    page = ana.get(path(case, "money")).content.decode()
    assert not re.findall(r'name="\w+-(?:people|everybody)"[^>]* checked', page)
    first = [people[0].id]
    for whose in ({"people": []}, {"people": first, "everybody": "on"}):
        assert line(ana, case, **whose) == 400 and received(ana, case, "5", **whose) == 400
    assert line(ana, case, people=[], everybody="on") == 302
    file(ana, case)
    assert received(ana, case, "500", people=first) == 302
    assert balance(ana, case) == ("3960.00 EUR", "500.00 EUR", "3460.00 EUR")


def test_a_sum_entered_in_error_is_struck_with_a_reason_stays_to_be_seen_and_does_not_count(case: Case, ana: Client):
    line(ana, case)
    file(ana, case)
    once = {"made": "ab" * 16}
    assert received(ana, case, "500", **once) == 302
    [wrong] = [one.id for one in remedies_of(dossier(ana, case)).ledger.sums if one.step is Step.RECEIVED]
    assert add(ana, case, "strike-sum", sums=[wrong], why=" ") == 400
    assert add(ana, case, "strike-sum", sums=[wrong], why="It was another person's.") == 302
    assert balance(ana, case) == ("1320.00 EUR", "0.00 EUR", "1320.00 EUR")
    page = ana.get(path(case, "money")).content.decode()
    assert re.search(r"<s><bdi>[^<]*500\.00", page) and "<td>November 2026</td>" in page  # only the month was told
    assert f"struck by Ana on {day_name(timezone.localdate(), 'en')}: It was another" in page
    assert received(ana, case, "500", **once) == 302
    assert balance(ana, case)[1] == "0.00 EUR"


def test_two_currencies_are_never_added(case: Case, ana: Client):
    line(ana, case)
    line(ana, case, currency="BDT", kind="fee", rate="", per="", units="", amount="300000")
    file(ana, case)
    assert [str(one.claimed) for one in remedies_of(dossier(ana, case)).reckoning.balances] == [
        "300000.00 BDT",
        "1320.00 EUR",
    ]


def test_an_heir_receives_what_was_owed_to_somebody_who_died(case: Case, ana: Client):
    line(ana, case)
    file(ana, case)
    ana.post(path(case, "people"), {"role": "family", "name": "Hasan, her brother"})
    owes, heir = (party.id for party in parties_of(dossier(ana, case)))
    assert received(ana, case, "500", payee=owes) == 400
    assert received(ana, case, "500", payee=heir) == 302
    assert balance(ana, case)[1:] == ("500.00 EUR", "820.00 EUR")
    assert "Hasan, her brother, heir of The person of this case" in ana.get(path(case, "money")).content.decode()


def test_money_of_another_currency_pays_by_a_stated_rate_and_is_named_without_one(case: Case, ana: Client):
    line(ana, case)
    file(ana, case)
    dollars = {"amount": "100", "currency": "usd"}
    assert add(ana, case, "sum", step="received", on="2026-11", **dollars, confirmed="on") == 302
    page = ana.get(path(case, "money")).content.decode()
    assert re.search(r"100\.00\s*USD received in another currency, not counted", page)
    assert "received in another currency, not counted" in ana.get(path(case, "close")).content.decode()
    rate = {"wanted": "eur", "rate": "0.92", "rate_on": "2026-11-02"}
    assert add(ana, case, "sum", step="received", on="2026-11", **dollars, **rate) == 400
    assert (
        add(ana, case, "sum", step="received", on="2026-11", **dollars, **rate, rate_source="The central bank") == 302
    )
    assert [str(one.received) for one in remedies_of(dossier(ana, case)).reckoning.balances] == [
        "92.00 EUR",
        "100.00 USD",
    ]
    page = ana.get(path(case, "money")).content.decode()
    assert "The central bank" in page and re.search(r"100\.00\s*USD = 92\.00\s*EUR", page)


def test_a_claim_that_nobody_could_add_up_is_refused_and_its_page_stays(case: Case, ana: Client):
    people = [report(f"Worker {n}") for n in range(200)]
    ana.post(path(case, "together"), {"numbers": " ".join(one.number for one in people)})
    told = {"rate": "90000000000", "units": "11000", "due_on": "1990-01-01"}
    assert next(n for n in range(9) if line(ana, case, **told) == 400) == 5
    assert add(ana, case, "interest", percent="90", basis="the law") == 400
    page = ana.get(path(case, "money"))
    assert page.status_code == 200 and "Zanzibar" in page.content.decode()


def test_interest_has_a_source(case: Case, ana: Client):
    line(ana, case, due_on="2025-11-22")
    assert add(ana, case, "interest", percent="6", basis="") == 400
    assert add(ana, case, "interest", percent="6", basis="Civil Code") == 302
    interest = remedies_of(dossier(ana, case)).interest
    assert interest is not None and interest.yearly_percent == Decimal("6")
    assert "Civil Code" in ana.get(path(case, "money")).content.decode()


def test_a_rate_that_cannot_be_is_refused_in_words_and_the_one_before_stays(case: Case, ana: Client):
    add(ana, case, "interest", percent="6", basis="Civil Code")
    told = {"act": "interest", "interest-percent": "1001", "interest-basis": "the contract"}
    page = ana.post(path(case, "money"), told)
    assert page.status_code == 400 and "a rate a year in per cent" in page.content.decode()
    assert remedies_of(dossier(ana, case)).interest == Interest(Decimal(6), Basis(BasisKind.LAW, "Civil Code"))


def test_a_line_taken_out_is_named_and_confirmed_and_stays_in_the_case(case: Case, ana: Client):
    line(ana, case)
    [kept] = remedies_of(dossier(ana, case)).lines
    page = ana.get(path(case, "money")).content.decode().replace("\xa0", " ")
    [label] = re.findall(rf'value="{kept.id}".*?</label>', page, re.DOTALL)
    assert "1,320.00 EUR" in label and "Zanzibar Farms" in label
    assert add(ana, case, "strike", line=kept.id) == 400
    assert remedies_of(dossier(ana, case)).lines == (kept,)
    assert add(ana, case, "strike", line=kept.id, sure="on") == 302
    assert not remedies_of(dossier(ana, case)).lines
    assert len(list(dossier(ana, case).of(EntryKind.CLAIM))) == 2


def test_after_a_filing_somebody_has_to_ask_until_the_person_has_answered(case: Case, ana: Client):
    file(ana, case, claims="")
    assert "Ask the person" in ana.get(path(case, "money")).content.decode()
    assert "has to ask the person" in opened(ana, case)
    [filing] = remedies_of(dossier(ana, case)).filings
    today = timezone.localdate().isoformat()
    told = {"filing": filing.id, "asked_on": today}
    assert add(ana, case, "check-in", **told, happened=["nothing", "threat"]) == 400
    assert add(ana, case, "check-in", **told, happened=["not-reached"]) == 302
    assert "Ask the person" in ana.get(path(case, "money")).content.decode()
    assert add(ana, case, "check-in", **told, happened=["threat", "shift-cut"], told="He was sent home.") == 302
    page = ana.get(path(case, "money")).content.decode()
    assert "Ask the person" not in page and "Threats and Fewer hours" in page and "He was sent home." in page
    assert "تهديدات وساعات" in ana.get(path(case, "money").replace("/en/", "/ar/")).content.decode()


def test_the_day_on_which_somebody_asks_is_a_day_of_the_case_like_any_other(case: Case, ana: Client):
    def due() -> date | None:
        return Case.objects.get(id=case.id).due_on

    today = timezone.localdate()
    first, *_, last = days_to_ask()
    file(ana, case, claims="", on=(today - timedelta(days=last)).isoformat())
    [filing] = remedies_of(dossier(ana, case)).filings
    assert due() == filing.on + timedelta(days=first)
    planning.add_task(at_work(ana), case, "Write to the inspectorate.", today)
    assert due() == filing.on + timedelta(days=first)
    assert add(ana, case, "check-in", filing=filing.id, asked_on=today.isoformat(), happened=["nothing"]) == 302
    assert due() == today
    assert "Somebody has to ask" not in opened(ana, case)


def test_a_punishment_stands_at_the_head_of_the_case_until_the_person_tells_of_none(case: Case, ana: Client):
    file(ana, case, claims="")
    [filing] = remedies_of(dossier(ana, case)).filings
    told = {"filing": filing.id, "asked_on": (filing.on + timedelta(days=1)).isoformat()}
    assert add(ana, case, "check-in", **told, happened=["threat"], told="They know where she sleeps.") == 302
    page = opened(ana, case)
    assert 0 < page.index("After a filing the person told") < page.index("Rights engaged") and "Threats" in page
    assert "where she sleeps" not in page
    assert page.index("Punished after a filing") < page.index("After a filing the person told")
    assert "Punished after a filing" in ana.post(INBOX, {"only": ["punished"]}).content.decode()
    # Asked again within a week, and not only after a month.
    again = filing.on + timedelta(days=1 + days_to_ask_again())
    assert {one.on for one in remedies_of(dossier(ana, case)).due} >= {again}
    assert "our own choice and no law" in page
    later = {**told, "asked_on": (filing.on + timedelta(days=2)).isoformat()}
    assert add(ana, case, "check-in", **later, happened=["not-reached"]) == 302
    assert "After a filing the person told" in opened(ana, case)
    assert add(ana, case, "check-in", **later, happened=["nothing"]) == 302
    assert "After a filing the person told" not in opened(ana, case)
    assert "Punished after a filing" not in ana.get(INBOX).content.decode()


def test_what_is_not_known_makes_every_total_at_least_and_people_are_counted_once(case: Case, ana: Client):
    ana.post(path(case, "people"), {"role": "recruiter", "name": "Agency"})
    for one in parties_of(dossier(ana, case)):
        line(ana, case, party=one.id)
    line(ana, case, paid="")
    file(ana, case)
    assert received(ana, case, "320") == 302
    page = ana.get(path(case, "money")).content.decode().replace("\xa0", " ")
    assert page.count("at least 2,640.00 EUR") == 1 and "at least 2,320.00 EUR" in page
    assert "1 is still owed something" in page
    assert "at least 2,320.00 EUR unpaid" in ana.get(path(case, "close")).content.decode().replace("\xa0", " ")
    # What came of one claim stands beside it, and is taken off none.
    first, second = page.split("Received so far, and not taken off above")
    assert "320.00 EUR" in second[:100] and "1,320.00 EUR" in first
    with translation.override("en"):
        paper = "\n".join(paper_of(at_work(ana), case, dossier(ana, case), Chosen(), "en").texts()).replace("\xa0", " ")
    assert "at least 2,320.00 EUR" in paper and "Received so far, and not taken off above" in paper


def test_money_in_a_currency_in_which_nothing_is_due_is_said_to_be_that(case: Case, ana: Client):
    line(ana, case)
    file(ana, case)
    sent = {"step": "received", "amount": "200", "on": "2026-11", "people": [case.id], "party": employer(ana, case)}

    def answered(currency: str, amount: str) -> str:
        told = {f"sum-{name}": value for name, value in {**sent, "currency": currency, "amount": amount}.items()}
        return ana.post(path(case, "money"), {"act": "sum", **told}).content.decode()

    assert "Nothing was claimed or ordered in this currency" in answered("USD", "200")
    assert "more than was claimed or ordered" in answered("EUR", "2000")


def test_asking_after_a_filing_goes_on_after_the_end_and_nothing_else_is_written(case: Case, ana: Client):
    file(ana, case, claims="")
    planning.add_task(at_work(ana), case, "Call.", timezone.localdate())
    kept = remedies_of(dossier(ana, case))
    [filing], (first, *_) = kept.filings, kept.due
    told: dict[str, object] = {"why": "no-way-forward-now", "remedy": "not-sought"}
    told["left_open"] = [task.id for task in Plan.of(dossier(ana, case).entries).open_tasks]
    page = ana.get(path(case, "close")).content.decode()
    assert "is still to ask the person" in page and "The inspectorate" in page
    assert ana.post(path(case, "close"), told).status_code == 400
    assert ana.post(path(case, "close"), {**told, "asking": "ends"}).status_code == 400
    assert ana.post(path(case, "close"), {**told, "asking": "goes-on"}).status_code == 302
    assert Case.objects.get(id=case.id).due_on == first.on
    for inbox in (ana.get(INBOX), ana.get(INBOX + "?view=overdue")):
        assert case.number in inbox.content.decode()
    page = ana.get(path(case, "money")).content.decode()
    assert "Reopen it" in page and "sum-amount" not in page and "check-in-asked_on" in page
    assert received(ana, case, "5") == 400
    asked = {"filing": filing.id, "asked_on": timezone.localdate().isoformat()}
    assert add(ana, case, "check-in", **asked, happened=["dismissal"]) == 302
    assert Case.objects.get(id=case.id).due_on == min(one.on for one in remedies_of(dossier(ana, case)).due)
    assert "Punished after a filing" in opened(ana, case)


def test_what_the_ledger_knows_to_be_unpaid_is_not_closed_as_received_unasked_and_stays_on_the_list(
    case: Case, ana: Client
):
    line(ana, case)
    file(ana, case)
    received(ana, case, "320")
    told = {"why": "remedy-received", "remedy": "full", "asking": "ends", "asked_no_more": "She left."}
    answer = ana.post(path(case, "close"), told)
    assert answer.status_code == 400 and "1,000.00" in answer.content.decode().replace("&nbsp;", " ")
    assert ana.post(path(case, "close"), {**told, "settled": "on"}).status_code == 302
    shown = access_line(at_work(ana), case)
    assert shown is not None and shown.is_unpaid


def test_asking_that_was_ended_is_not_due_any_more_and_is_again_when_work_goes_on(case: Case, ana: Client):
    file(ana, case, claims="")
    told = {"why": "withdrew", "remedy": "not-sought", "asking": "ends", "asked_no_more": "She wants no calls."}
    assert ana.post(path(case, "close"), told).status_code == 302
    assert "She wants no calls." in opened(ana, case)
    page = ana.get(path(case, "money")).content.decode()
    assert "Ask the person" not in page and "She wants no calls." in page and "<textarea" not in page
    found = Case.objects.get(id=case.id)
    assert found.due_on is None and case.number not in ana.get(INBOX).content.decode()
    ana.post(path(case, "reopen"), {"why": "She called."})
    assert Case.objects.get(id=case.id).due_on == remedies_of(dossier(ana, case)).due[0].on


def test_what_is_not_money_is_followed_as_well(case: Case, ana: Client):
    assert add(ana, case, "measure", kind="papers", asked="yes") == 302
    assert "Papers given back" in ana.get(path(case, "money")).content.decode()
    assert add(ana, case, "measure", kind="papers", asked="yes", received="yes", received_on="2026-11-02") == 302
    [one] = remedies_of(dossier(ana, case)).ledger.measures
    assert one.received.word == "yes"
    assert add(ana, case, "measure", kind="apology", received="no", received_on="2026-11-02") == 400


def test_what_one_party_gave_back_is_not_what_another_owes(case: Case, ana: Client):
    ana.post(path(case, "people"), {"role": "recruiter", "name": "Agency"})
    employed, recruited = (party.id for party in parties_of(dossier(ana, case)))
    add(ana, case, "measure", kind="papers", asked="yes", party=employed)
    add(ana, case, "measure", kind="papers", received="yes", received_on="2026-11-02", party=recruited)
    told = {one.party: one.received.word for one in remedies_of(dossier(ana, case)).ledger.measures}
    assert told == {employed: "unknown", recruited: "yes"}


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("money", {"act": "nothing"}),
        ("money", {"act": "sum", "sum-about": "Zarzamora", "sum-amount": "much"}),
        ("people", {"role": "nobody", "note": "Zarzamora"}),
        ("event", {"act": "nothing", "words": "Zarzamora"}),
        ("together", {"numbers": "Zarzamora"}),
        ("facts", {"show": "", "fact-state_1": "GRC"}),
        ("words", {"since": "Zarzamora"}),
        ("close", {"why": "nothing", "words": "Zarzamora"}),
        ("plan/need", {"need-kind": "nothing", "need-words": "Zarzamora"}),
    ],
)
def test_a_form_sent_from_another_session_shows_nothing_of_the_case(
    where: str, told: dict[str, str], case: Case, ana: Client, work: At
):
    member = report("Rosa Ñandú")
    ana.post(path(case, "together"), {"numbers": member.number})
    ana.post(path(case, "plan/task"), {"task-words": "Call the foreman"})
    page = work("ana").post(path(case, where), told, follow=True).content.decode()
    for hidden in ("Zanzibar", "foreman", "Ñandú", "passport", member.id, member.number):
        assert hidden not in page
    assert "Zarzamora" not in told.values() or "Zarzamora" in page


def test_a_claim_comes_on_paper(case: Case, ana: Client):
    line(ana, case)
    answer = ana.get(path(case, "money/claim/1"))
    assert answer.content[:5] == b"%PDF-" and "Zanzibar" not in answer.headers["Content-Disposition"]
    assert ana.get(path(case, "money/claim/2")).status_code == 404


def test_the_time_limits_run_from_the_last_decision(case: Case, ana: Client):
    ana.post(path(case, "event"), {"act": "final-decision", "when": "2026-10-01"})
    page = ana.get(path(case, "money")).content.decode()
    assert "European Court of Human Rights" in page and "1 February 2027" in page and "ECHR art. 35.1" in page
    assert "counted from 1 October 2026" in page and "1 April 2027" in page and "rule 91(f)" in page


def test_a_later_decision_hides_no_time_limit_that_runs_from_an_earlier_one(case: Case, ana: Client):
    ana.post(path(case, "event"), {"act": "final-decision", "when": "2026-10-01"})
    ana.post(path(case, "event"), {"act": "final-decision", "when": "2026-11-01"})
    page = ana.get(path(case, "money")).content.decode()
    assert page.index("1 March 2027") < page.index("1 February 2027")


def test_many_people_have_one_list_and_each_sees_nothing_of_the_others(case: Case, ana: Client):
    receipt = Receipt.new()
    people = [report(f"Worker {n}", receipt=receipt if n == 0 else None) for n in range(5)]
    numbers = ", ".join(one.number.lower() for one in people)
    assert ana.post(path(case, "together"), {"numbers": numbers}).status_code == 302
    assert len(members_of(dossier(ana, case))) == 5
    page = ana.get(path(case, "together")).content.decode()
    assert "Worker 3" in page
    line(ana, case)
    file(ana, case)
    assert balance(ana, case)[0] == "6600.00 EUR"
    shown = ana.get(path(case, "money")).content.decode()
    shown = shown[shown.index("are still owed something") :]
    # In the order in which they stand together, and not in that of their ids.
    assert list(dict.fromkeys(re.findall(r"Worker \d", shown))) == [
        f"Worker {[one.id for one in people].index(id)}" for id in members_of(dossier(ana, case))
    ]
    first = {"people": [people[0].id]}
    assert received(ana, case, "1320", **first) == 302
    unpaid = remedies_of(dossier(ana, case)).reckoning.unpaid
    assert {one.person for one in unpaid} == {one.id for one in people[1:]}
    assert gathered_in(dossier(ana, people[0])) == {case.id: case.number}
    # The person with the receipt sees neither the collective case nor the others.
    seen = Dossier.open(cabinet(), KeyRing.of(receipt.pair), people[0].id, on=timezone.localdate())
    assert not list(seen.of(EntryKind.GROUP, EntryKind.CLAIM, EntryKind.REMEDY))
    assert ana.post(path(case, "together"), {"leave": people[4].id}).status_code == 302
    assert len(members_of(dossier(ana, case))) == 4 and not gathered_in(dossier(ana, people[4]))


def test_who_had_their_report_erased_can_be_taken_out_and_is_named_nowhere(case: Case, ana: Client):
    receipt = Receipt.new()
    member = report("Zulema Ocampo", receipt=receipt)
    ana.post(path(case, "together"), {"numbers": member.number})
    line(ana, case)
    file(ana, case)
    opened(ana, member)
    ask_for_deletion(receipt, *access_by_receipt(receipt))
    erase(at_work(ana), member)
    for where in ("together", "money"):
        assert "Ocampo" not in ana.get(path(case, where)).content.decode()
    assert "Ocampo" not in str([entry.data for entry in dossier(ana, case).entries])
    assert ana.post(path(case, "together"), {"leave": member.id}).status_code == 302
    assert not members_of(dossier(ana, case))


def test_two_who_gather_each_others_cases_never_wait_for_each_other(ana: Client, monkeypatch: pytest.MonkeyPatch):
    cases = sorted((report() for _ in range(3)), key=lambda one: one.id)
    opened(ana, cases[1])
    order: list[str] = []
    monkeypatch.setattr(gathering, "check_not_closed", lambda case: order.append(case.id))
    gathering.gather(at_work(ana), cases[1], [cases[2], cases[0]])
    assert order == [case.id for case in cases]


def test_numbers_that_are_not_there_or_lie_elsewhere_are_named(case: Case, ana: Client, work: At):
    south = report(office="south")
    answer = ana.post(path(case, "together"), {"numbers": f"{south.number} {case.number} BBB-BBB"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert south.number in page and "BBB-BBB" in page
    assert not members_of(dossier(ana, case))


@pytest.mark.parametrize("name", ["basir", "chidi", "dana", "adam", "sofia", "iris"])
@pytest.mark.parametrize("where", ["money", "together", "money/claim/1"])
def test_only_caseworkers_of_the_office_come_to_money(name: str, where: str, case: Case, work: At):
    assert work(name).get(path(case, where)).status_code == 404


def test_a_line_sent_after_the_case_closed_is_kept_and_can_be_sent_again(case: Case, ana: Client):
    openings = list(Opening.objects.values())
    Opening.objects.all().delete()
    assert line(ana, case, about="a remark to keep") == 400
    assert not remedies_of(dossier(ana, case)).lines
    whose = {"people": [case.id], "party": employer(ana, case)}
    kept = _hidden(ana.post(path(case, "money"), _sent_line(whose)).content.decode())
    opened(ana, case)
    assert openings and ana.post(path(case, "money"), kept).status_code == 302
    assert len(remedies_of(dossier(ana, case)).lines) == 1


def _sent_line(whose: dict[str, object]) -> dict[str, object]:
    told = {"kind": "wages", "currency": "EUR", "rate": "22", "per": "day", "units": "60", "paid": "0", **whose}
    told |= {"basis_kind": "account", "basis": "what he told"}
    return {"act": "line", **{f"line-{name}": value for name, value in told.items()}}


def _hidden(page: str) -> dict[str, list[str]]:
    """Every field of the closed page with what stands in it."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page[page.index("<main") :]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and name[1] != "csrfmiddlewaretoken":
            found.setdefault(name[1], []).append(value[1])
    return found
