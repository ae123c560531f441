"""What leaves the office: paper that names nobody unless it was asked for, and everything for the person, without others and staff."""

import io
import json
import re
from collections.abc import Callable
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import translation
from made_reports import at_work, dossier, opened, report
from test_money_and_remedy import add, file, line, path, received

from amparo.exchange.attachments.attachment import Attachment
from amparo.papers.paper import Paper
from amparo.vault.receipts import Receipt
from amparo.web.casework.giving_out.paper import WHOLE, Chosen, paper_of
from amparo.web.casework.models import Case, Opening
from amparo.web.languages import LANGUAGES
from amparo.web.people.models import Member
from amparo.web.safekeeping.models import AuditLine

At = Callable[[str], Client]
WORDS = "They kept my passport zanzibarquince."
PHOTO = Attachment(media_type="image/jpeg", content=b"not really a picture", display_name="contract with Rosa.jpg")


@pytest.fixture
def ana(work: At) -> Client:
    return work("ana")


@pytest.fixture
def receipt() -> Receipt:
    return Receipt.new()


@pytest.fixture
def case(ana: Client, receipt: Receipt) -> Case:
    """An opened case with an employer, a witness, an event, a claim, a filing, a note and a file."""
    made = report(words=WORDS, receipt=receipt, facts={"state": "ESP", "wages-unpaid": True}, files=(PHOTO,))
    opened(ana, made)
    ana.post(path(made, "people"), {"role": "employer", "name": "Zanzibar Farms"})
    ana.post(path(made, "people"), {"role": "witness", "name": "Karim Mulberry"})
    ana.post(path(made, "event"), {"act": "wages-withheld", "when": "2026-03", "state": "ESP", "words": "in the shed"})
    ana.post(path(made, "note"), {"note-words": "Ask the consul."})
    ana.post(path(made, "next"), {"next-words": "We write to the inspectorate."})
    line(ana, made)
    file(ana, made)
    received(ana, made, "500")
    return made


def printed(client: Client, case: Case, chosen: Chosen, language: str = "en") -> Paper:
    with translation.override(language):
        return paper_of(at_work(client), case, dossier(client, case), chosen, language)


def bundle(answer) -> dict[str, bytes]:
    assert answer.status_code == 200, answer.content[:200]
    with ZipFile(io.BytesIO(answer.content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def acts() -> list[str]:
    return [line.split(" ")[4] for line in AuditLine.objects.order_by("number").values_list("line", flat=True)]


def test_the_paper_is_a_pdf_under_a_name_that_tells_nothing(case: Case, ana: Client):
    answer = ana.post(path(case, "print"), {"language": "es"})
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="paper.pdf"'


def test_the_paper_names_nobody_and_quotes_nothing_by_itself(case: Case, ana: Client):
    bare = "\n".join(printed(ana, case, Chosen()).texts())
    for word in ("Rosa", "Karim", "zanzibarquince", "in the shed", "consul", "Ana"):
        assert word not in bare
    for word in ("Zanzibar Farms", "Unpaid wages", "We write to the inspectorate.", "500.00", "The inspectorate"):
        assert word in bare


def test_what_is_ticked_is_on_it(case: Case, ana: Client):
    whole = "\n".join(printed(ana, case, WHOLE).texts())
    for word in ("Rosa", "Karim", "zanzibarquince", "in the shed", "consul"):
        assert word in whole
    assert "Karim" in "\n".join(printed(ana, case, Chosen(names=True)).texts())
    assert "zanzibarquince" not in "\n".join(printed(ana, case, Chosen(names=True, notes=True)).texts())


def test_each_box_of_the_form_is_what_it_says(case: Case, ana: Client, monkeypatch: pytest.MonkeyPatch):
    seen = []
    from amparo.web.casework.views import giving_out

    monkeypatch.setattr(giving_out, "paper_of", lambda *told: seen.append(told[3:]) or paper_of(*told))
    for told in ({}, {"names": "on"}, {"account": "on"}, {"notes": "on"}):
        ana.post(path(case, "print"), {"language": "fr", **told})
    assert seen == [
        (Chosen(), "fr"),
        (Chosen(names=True), "fr"),
        (Chosen(account=True), "fr"),
        (Chosen(notes=True), "fr"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_is_in_the_language_that_was_chosen(language: str, case: Case, ana: Client):
    answer = ana.post(path(case, "print"), {"language": language})
    assert f"/Lang({language}" in re.sub(r"[\s]", "", answer.content.decode("latin-1"))


@pytest.mark.parametrize(("where", "told"), [("print", {"language": "en"}), ("everything", {"sure": "yes"})])
def test_a_case_that_is_not_open_gives_nothing_out(where: str, told: dict[str, str], case: Case, ana: Client):
    Opening.objects.all().delete()
    answer = ana.post(path(case, where), told)
    assert not answer.content.startswith((b"%PDF", b"PK"))
    assert answer.status_code in (302, 400)


@pytest.mark.parametrize("name", ["basir", "chidi", "dana", "iris", "sofia", "anton", "carmen", "adam"])
@pytest.mark.parametrize(("where", "told"), [("print", {"language": "en"}), ("everything", {"sure": "yes"})])
def test_nobody_but_a_caseworker_of_the_office_gets_anything(
    where: str, told: dict[str, str], name: str, case: Case, work: At
):
    for answer in (work(name).get(path(case, where)), work(name).post(path(case, where), told)):
        assert answer.status_code == 404


def test_each_leaves_a_line_in_the_record(case: Case, ana: Client):
    before = acts()
    ana.get(path(case, "print"))
    ana.get(path(case, "everything"))
    assert acts() == before
    ana.post(path(case, "print"), {"language": "en"})
    ana.post(path(case, "everything"), {"sure": "yes"})
    assert acts()[len(before) :] == ["case.print", "case.everything", *["section.read"] * 3]


def test_everything_holds_the_words_the_paper_and_the_files_as_they_came(case: Case, ana: Client):
    answer = ana.post(path(case, "everything"), {"sure": "yes"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="papers.zip"'
    found = bundle(answer)
    assert set(found) == {"case.json", "paper.pdf", f"files/1-{PHOTO.stored_name}"}
    assert found[f"files/1-{PHOTO.stored_name}"] == PHOTO.content and found["paper.pdf"].startswith(b"%PDF")
    told = json.loads(found["case.json"])
    entries = told["Everything that was told and written"]
    kinds = {one["what"] for one in entries}
    assert {"What was told", "Note of the office", "Remedy", "Filing", "Something that happened", "Name"} <= kinds
    assert {one["by"] for one in entries} == {"The person", "A caseworker"}
    text = found["case.json"].decode()
    for word in (WORDS, "Rosa Ñandú", "Ask the consul.", "Through my cousin", "1320.00 EUR"):
        assert word in text


def test_everything_names_no_colleague_and_holds_no_key(
    case: Case, ana: Client, cast: dict[str, Member], receipt: Receipt
):
    text = bundle(ana.post(path(case, "everything"), {"sure": "yes"}))["case.json"].decode()
    for member in cast.values():
        assert member.id not in text and member.id[:12] not in text
    assert receipt.pair.public.raw.hex() not in text


def test_nothing_of_another_member_of_a_collective_case_is_in_it(case: Case, ana: Client):
    other, farm = report("Noor Okapi", words="He hit me."), report("", words="Many people work there.")
    for one in (other, farm):
        opened(ana, one)
    ana.post(path(farm, "people"), {"role": "employer", "name": "Quince Fields"})
    ana.post(path(farm, "together"), {"numbers": f"{case.number} {other.number}"})
    line(ana, farm, kind="fee", rate="", per="", units="", amount="77", people=[case.id])
    line(ana, farm, kind="fee", rate="", per="", units="", amount="88", people=[other.id])
    add(ana, farm, "measure", kind="papers", asked="yes", people=[other.id, case.id])
    file(ana, farm)
    # Their ids are as long as those of entries can be.
    assert received(ana, farm, "33", people=[case.id]) == received(ana, farm, "41", people=[other.id]) == 302
    page = ana.get(path(other, "money")).content.decode().replace("\xa0", " ")
    assert farm.number in page and "Claimed 88.00 EUR, received 41.00 EUR, unpaid 47.00 EUR." in page
    assert "Nothing has been claimed" not in page and "77.00" not in page and case.number not in page
    found = bundle(ana.post(path(case, "everything"), {"sure": "yes"}))
    everything = found["case.json"].decode()
    for word in (other.id, other.number, "Noor", "88.00", "41.00", farm.id):
        assert word not in everything
    paper = "\n".join(printed(ana, case, WHOLE).texts())
    assert "77.00" in paper and "33.00" in paper and "Quince Fields" in paper
    for word in (other.number, "Noor", "88.00", "41.00"):
        assert word not in paper


def test_what_a_collective_case_holds_of_the_person_is_named_as_missing_until_it_is_opened(case: Case, ana: Client):
    farm = report("", words="Many people work there.")
    opened(ana, farm)
    ana.post(path(farm, "together"), {"numbers": case.number})
    assert f"The collective case {farm.number} is not open" not in ana.get(path(case, "everything")).content.decode()
    Opening.objects.filter(case=farm).delete()
    assert f"The collective case {farm.number} is not open" in ana.get(path(case, "everything")).content.decode()
    assert "Open it to see it." in ana.get(path(case, "money")).content.decode()


def test_a_collective_case_concerns_many_and_is_given_to_nobody(case: Case, ana: Client):
    farm = report("", words="Many people work there.")
    opened(ana, farm)
    ana.post(path(farm, "together"), {"numbers": case.number})
    answer = ana.post(path(farm, "everything"), {"sure": "yes"})
    assert answer.status_code == 400 and b"gathers several people" in answer.content


def test_whoever_holds_the_receipt_takes_what_it_opens(case: Case, ana: Client, receipt: Receipt):
    ana.post(path(case, "answer"), {"message-words": "Come on Tuesday."})
    someone = Client()
    page = someone.post("/en/receipt/", {"typed": receipt.words}).content.decode()
    held = re.search(r'everything/"><input type="hidden" name="held" value="([^"]+)"', page)
    assert held
    found = bundle(someone.post("/en/receipt/everything/", {"held": held[1]}))
    assert set(found) == {"case.json", "what-was-written.txt", f"files/1-{PHOTO.stored_name}"}
    for content in (found["case.json"].decode(), found["what-was-written.txt"].decode()):
        assert WORDS in content and "Come on Tuesday." in content
        for word in ("consul", "Karim", "Zanzibar Farms", "Ana"):
            assert word not in content
    assert "Everything that was told" in found["case.json"].decode()


def test_without_a_receipt_there_is_nothing_to_take():
    answer = Client().post("/en/receipt/everything/", {"held": "nonsense"})
    assert answer.status_code == 400 and not answer.content.startswith(b"PK")
