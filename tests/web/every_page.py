"""The way through every page, in one language: each step stands on a page and says which one, so that whoever walks can look at it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pyotp
from browsing import House
from chronicle_pages import chronicle_pages
from filling_in import press, refused, send, unfold
from giving_out_pages import giving_out_pages
from office_pages import office_pages
from playwright.sync_api import Page

WORDS = "My passport is in the safe of the owner, and I have had no wages since March."
NEWCOMER = {"en": "noor", "ar": "nadia"}
LONG_PASSPHRASE = "another passphrase for tests"


def public_pages(page: Page, site: str, language: str) -> Iterator[str]:
    """What somebody who needs help comes to."""
    here = f"{site}/{language}"
    page.goto(f"{here}/")
    yield "front"
    page.goto(f"{here}/nowhere/")
    yield "what is not there"
    page.goto(f"{here}/key/")
    yield "the signing key"
    page.goto(f"{here}/articles/iccpr/13/")
    yield "an article"
    yield from _states(page, here)
    yield from _rights(page, here)
    yield from _telling(page, here)
    yield from _receipt(page, here)


def _states(page: Page, here: str) -> Iterator[str]:
    """What is published about States, of every kind, and about many people."""
    for path in (
        *("states/", "states/?name=zzz", "sources/"),
        *(f"states/{state}/" for state in ("FRA", "ABW", "SUN", "EUE")),
        *(f"states/MEX/{below}" for below in ("claims/", "claims/none/pay/", "people/", "peers/", "what-if/")),
        *("states/QAT/what-if/?instrument=icrmw&day=2027-01-01", "states/QAT/what-if/?instrument=icrmw&day="),
        *("instruments/icrmw/", "instruments/crc/?page=2", "instruments/udhr/"),
        *("provisions/icrmw/16.7/", "provisions/iccpr/13/"),
        *("dead-and-missing/", "evidence/", "evidence/suppressed/", "evidence/suppressed/1/"),
        *("evidence/records/", "evidence/records/0/by/1/"),
    ):
        page.goto(f"{here}/{path}")
        yield path


def _rights(page: Page, here: str) -> Iterator[str]:
    page.goto(f"{here}/rights/")
    yield "where and when"
    send(page, year="99999")
    yield "where and when, refused"
    send(page, state="ESP", year="")
    seen: set[str] = set()
    while page.locator('[name="do"][value="answer"]').count():
        kind = kind_of_question(page)
        if kind not in seen:
            yield f"a question: {kind}"
            send(page, '[value="answer"]')
            yield f"a question, refused: {kind}"
            seen.add(kind)
        answer_question(page)
        if len(seen) > 3:
            press(page, '[value="stop"]')
    yield "the answer"
    press(page, 'main button[value="courts"]')
    yield "a theme"
    unfold(page)
    press(page, page.locator('main p:has(.quiet) > [name="open"]').first)
    yield "a question that is dangerous"
    assert page.locator("main .notice").count()
    press(page, '[value="stop"]')
    press(page, 'main button[value="courts"]')
    unfold(page)
    press(page, page.locator("main .norms button").first)
    yield "an article, on the way"
    press(page, "main button.primary")
    unfold(page)
    press(page, page.locator('form[action$="/tell/"] button').first)
    yield "tell us, with answers brought along"


def kind_of_question(page: Page) -> str:
    """How the question on the page is answered: radio, checkbox, select or input."""
    field = page.locator('main [name="said"]').first
    return str(field.evaluate("field => field.type === 'text' ? 'input' : field.type.split('-')[0]"))


def answer_question(page: Page) -> None:
    """Answers with what comes first, and goes on."""
    kind = kind_of_question(page)
    field = page.locator('main [name="said"]').first
    if kind in ("radio", "checkbox"):
        field.check()
    elif kind == "select":
        field.select_option(index=5)
    else:
        field.fill("30")
    press(page, '[value="answer"]')


def _telling(page: Page, here: str) -> Iterator[str]:
    page.goto(f"{here}/tell/")
    yield "tell us"
    unfold(page)
    held = page.locator('[name="held"]').first.input_value()
    send(page, how="The shop downstairs")
    yield "tell us, refused"
    page.set_input_files('[name="file_1"]', {"name": "a.exe", "mimeType": "", "buffer": b"MZ\x90\x00\x03\x00"})
    send(page, words=WORDS)
    yield "tell us, with a file that is refused"
    page.set_input_files('[name="file_1"]', {"name": "wages.txt", "mimeType": "", "buffer": b"March: nothing"})
    send(page, words=WORDS, name="Malai", is_danger=True)
    yield "the receipt"
    press(page, 'form[action$="/receipt/"] button')
    page.goto(f"{here}/tell/")
    page.locator('[name="held"]').first.evaluate("(field, held) => field.value = held", held)
    send(page, words=f"{WORDS} And more.")
    yield "the same form with other words"


def _receipt(page: Page, here: str) -> Iterator[str]:
    words = page.locator("main .receipt").first.inner_text()
    page.goto(f"{here}/receipt/")
    yield "give your receipt"
    send(page, typed=words.replace(words.split()[3], "fosok"))
    yield "give your receipt, refused"
    send(page, typed=words)
    yield "under the receipt"
    send(page, message="")
    yield "under the receipt, refused"
    send(page, message="They have locked the door.")
    yield "under the receipt, written to"
    press(page, 'form[action$="/receipt/danger/"] button')
    yield "under the receipt, the danger passed"
    press(page, 'form[action$="/receipt/proof/"] button')
    yield "the proof of filing"
    press(page, "main button.primary")
    press(page, 'form[action$="/receipt/erase/"] button')
    yield "shall everything be erased"
    press(page, "main button.harm")
    yield "under the receipt, erasure asked"


def gate_pages(page: Page, site: str, language: str) -> Iterator[str]:
    """The way in, for somebody who does not get in."""
    page.goto(f"{site}/{language}/work/sign-in/")
    yield "sign in"
    send(page, name="nobody", passphrase="not the right one at all")
    yield "sign in, refused"
    page.goto(f"{site}/{language}/work/join/")
    yield "join"
    send(page, words="no such words", new="short", again="other")
    yield "join, refused"


def joining_pages(new: Page, adam: Page, ana: Page, house: House, language: str) -> Iterator[tuple[Page, str]]:
    """How somebody is invited, joins, and waits."""
    work, name = f"{house.site}/{language}/work", NEWCOMER[language]
    adam.goto(f"{work}/people/invite/")
    yield adam, "invite"
    send(adam, sign_in_name="ana", shown_name="Ana")
    yield adam, "invite, refused"
    adam.locator('[name="posts"][value="north/caseworker"]').first.check()
    send(adam, sign_in_name=name, shown_name=name.title())
    yield adam, "invited"
    words = adam.locator("main .receipt").inner_text()
    new.goto(f"{work}/join/")
    send(new, words=words, new=LONG_PASSPHRASE, again=LONG_PASSPHRASE)
    yield new, "set up the second factor"
    seed = new.locator("main code").inner_text()
    send(new, code="000000")
    yield new, "set up the second factor, refused"
    send(new, code=pyotp.TOTP(seed).now())
    yield new, "spare codes"
    new.goto(f"{work}/my-keys/")
    yield new, "my access, waiting"
    ana.goto(f"{work}/people/let-in/")
    yield ana, "let in"
    send(ana, fingerprint="nothing like it")
    yield ana, "let in, refused"


def people_pages(adam: Page, ana: Page, work: str, language: str) -> Iterator[tuple[Page, str]]:
    """People, offices and one's own access."""
    adam.goto(f"{work}/people/")
    yield adam, "people"
    yield from refused(adam, f"{work}/people/organisation/", "organisation", name="")
    yield from refused(adam, f"{work}/people/offices/add/", "add an office", name="", code="?")
    yield from refused(adam, f"{work}/people/offices/south/", "office", name="")
    adam.goto(f"{work}/people/")
    press(adam, adam.locator("main table a").filter(has_text="Iris"))
    yield adam, "a colleague"
    iris = adam.url
    for called, link in (
        ("a role is taken away", 'a[href$="/take/"]'),
        ("invite anew", 'a[href$="/invite-again/"]'),
        ("make an administrator", 'a[href$="/make-administrator/"]'),
        ("a colleague leaves", 'a[href$="/leave/"]'),
    ):
        adam.goto(iris)
        press(adam, f"main {link}")
        yield adam, called
    yield from refused(ana, f"{work}/people/cover/", "cover", last_day="2020-01-01")
    ana.goto(f"{work}/my-keys/")
    yield ana, "my access"
    yield from refused(ana, f"{work}/my-keys/passphrase/", "passphrase", old="no", new="no", again="nothing")
    yield from refused(ana, f"{work}/my-keys/second-factor/", "another second factor", old_code="1", new_code="2")
    yield from refused(ana, f"{work}/my-keys/spare-codes/", "new spare codes", code="1")


def custody_pages(carmen: Page, work: str) -> Iterator[tuple[Page, str]]:
    """What custodians do; somebody waits for a key, and Iris has opened what is not hers."""
    carmen.goto(f"{work}/custody/")
    yield carmen, "custody"
    yield from refused(carmen, f"{work}/custody/custodians/", "custodians", needed="9")
    for box in carmen.locator('[name="chosen"]').all():
        box.check()
    send(carmen, "main button", needed="2")
    yield carmen, "recovery"
    press(carmen, "main button.harm")
    yield from refused(carmen, f"{work}/recovery/", "recover", fingerprint="no")
    yield from refused(carmen, f"{work}/recovery/phrase/", "recover with the phrase", fingerprint="no", phrase="no")
    carmen.goto(f"{work}/signals/")
    assert carmen.locator("main .card").count()
    yield carmen, "signals"


def case_pages(ana: Page, iris: Page, sofia: Page, house: House, language: str) -> Iterator[tuple[Page, str]]:
    """The inbox, and a report from its coming to its erasure."""
    work = f"{house.site}/{language}/work"
    yield from _opening_here(ana, work)
    ana.goto(f"{work}/")
    yield ana, "inbox"
    send(ana, text="nobody is called so")
    yield ana, "inbox, nothing found"
    ana.locator('[name="only"][value="deletion"]').check()
    send(ana, text="")
    yield ana, "inbox, looked through"
    press(ana, ana.locator("main th a").first)
    yield ana, "a report, closed"
    case = ana.url
    press(ana, "main button.primary")
    yield ana, "a report, opened"
    send(ana, 'form[action$="/answer/"] button.primary')
    yield ana, "a report, answer refused"
    press(ana, 'form[action$="/take/"] button')
    yield ana, "a report, taken"
    yield from chronicle_pages(ana, work, case)
    for page, name in ((iris, "intake"), (sofia, "supervisor")):
        page.goto(case)
        yield page, f"a report, closed, as {name}"
        press(page, "main button.primary")
        yield page, f"a report, opening, as {name}"
    send(iris, reason=" ")
    yield iris, "why, refused"
    send(iris, reason="Her sister called.")
    yield iris, "a report, opened by intake"
    yield from office_pages(ana, sofia, work, case)
    yield from giving_out_pages(ana, work, case)
    yield from _closed_meanwhile(ana, house, case)
    yield from _doubles(ana, work, case)
    ana.goto(f"{case}erase/")
    yield ana, "erase"
    press(ana, "main button.harm")
    yield ana, "erased"


def _closed_meanwhile(ana: Page, house: House, case: str) -> Iterator[tuple[Page, str]]:
    ana.goto(case)
    other = ana.context.new_page()
    house.sign_in(other, "ana")
    other.close()
    send(ana, 'form[action$="/answer/"] button.primary')
    assert ana.locator('form[action$="/open/"]').count()
    yield ana, "a report, closed again while somebody wrote"
    send(ana, **{"message-words": "Are you safe where you are?"})
    press(ana, 'form[action$="/open/"] button')


def _doubles(ana: Page, work: str, case: str) -> Iterator[tuple[Page, str]]:
    ana.goto(f"{work}/")
    other = ana.locator(f'main th a:not([href="{urlsplit(case).path}"])').first
    number = other.inner_text()
    ana.goto(case)
    send(ana, 'form[action$="/join/"] button', **{"double-number": "nothing"})
    yield ana, "a double, refused"
    send(ana, 'form[action$="/join/"] button', **{"double-number": number})
    yield ana, "doubles side by side"


def _opening_here(ana: Page, work: str) -> Iterator[tuple[Page, str]]:
    ana.goto(f"{work}/open-a-report/")
    yield ana, "open a report"
    send(ana, **{"fact-date": "in spring"})
    yield ana, "open a report, refused"
    send(ana, **{"fact-date": "", "words": WORDS, "notice": True})
    yield ana, "opened here"
    ana.goto(f"{work}/bring-a-list/")
    yield ana, "bring a list"
    send(ana)
    yield ana, "bring a list, refused"
    listed = "words,country,date,age\nNo wages since March,Spain,2026-03,x\nNo passport,Atlantis,2026-04,30\nLocked in,Spain,2026-05,40\n"
    ana.set_input_files('[name="list"]', {"name": "list.csv", "mimeType": "text/csv", "buffer": listed.encode()})
    send(ana)
    yield ana, "bring a list, looked at"
    send(ana, '[value="bring"]')
    yield ana, "a list, brought in"
    yield from refused(ana, f"{work}/ready-answers/", "ready answers", "main button.primary", title="")
    send(ana, title=f"First answer {work[-7:-5]}", text="Thank you for writing to us.")
    press(ana, ana.locator("main .card a.button").first)
    yield ana, "ready answers, one of them"


def figures_pages(anton: Page, work: str) -> Iterator[tuple[Page, str]]:
    """What analysts see of what is counted; whoever asks for too much is refused."""
    anton.goto(f"{work}/figures/overview/")
    assert anton.locator("main img").count() >= 7 and anton.locator("main table").count() >= 7
    yield anton, "figures at a glance"
    anton.goto(f"{work}/figures/")
    assert anton.locator("main img").count() and anton.locator("main table").count()
    yield anton, "figures"
    send(anton, by="sex", also="year")
    yield anton, "figures by two attributes"
    send(anton, 'form[action$="/take-out/"] button', reason="")
    yield anton, "taking the table out, refused"


def releases_pages(ana: Page, anton: Page, sofia: Page, work: str, title: str) -> Iterator[tuple[Page, str]]:
    """A release, from the limit of all to its publication by two."""
    anton.goto(f"{work}/releases/")
    yield anton, "releases"
    press(anton, "main a.button.primary")
    if anton.locator('[name="cap"]').count():
        yield anton, "the limit of releases"
        send(anton)
        yield anton, "the limit of releases, refused"
        anton.check('[name="people"][value="0"]')
        send(anton, is_meant=True)
    yield anton, "plan a release"
    send(anton, title="")
    yield anton, "plan a release, refused"
    send(anton, title=title)
    yield anton, "a release, planned"
    send(anton, reason="")
    yield anton, "a release, without a reason"
    address = anton.url.removesuffix("make/")
    for _ in range(5):  # all that was written has to be looked at first
        ana.goto(f"{work}/")
    send(anton, reason="The report of the year.")
    for _ in range(100):
        if anton.locator('[name="is_read"]').count():
            break
        anton.goto(address)
        anton.wait_for_timeout(200)
    yield anton, "a release, to be read"
    send(anton, 'form[action$="/sign/"] button')
    yield anton, "a release, not read"
    send(anton, 'form[action$="/sign/"] button', is_read=True, words="The small counts trouble me.")
    yield anton, "a release, signed once"
    sofia.goto(address)
    send(sofia, 'form[action$="/sign/"] button', is_read=True)
    yield sofia, "a release, signed twice"
    press(sofia, 'form[action$="/publish/"] button')
    yield sofia, "a release, published"
    anton.goto(f"{work}/releases/")
    yield anton, "releases, with one"


def last_pages(adam: Page, carmen: Page, house: House, language: str) -> Iterator[tuple[Page, str]]:
    """Closing everything, after which everybody has to sign in again."""
    yield from refused(adam, f"{house.site}/{language}/work/lockdown/", "close everything", "main button.harm")
    send(adam, "main button.harm", is_meant=True)
    yield adam, "everything is closed"
    house.sign_in(adam, "adam", language)
    yield adam, "people, while everything is closed"
    adam.goto(f"{house.site}/{language}/work/lockdown/")
    yield adam, "close everything, closed"
    assert not adam.locator("main button.primary").count()
    house.sign_in(carmen, "carmen", language)
    carmen.goto(f"{house.site}/{language}/work/lockdown/")
    press(carmen, "main button.primary")
    assert carmen.locator("main button.harm").count()
