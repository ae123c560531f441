"""Know your rights: where and when, one question a page, and the answer by theme. Nothing is stored, here or in the browser."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import TypeAlias

from babel.dates import get_month_names
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from amparo.norms.answers import by_theme
from amparo.norms.answers.interviewing import Interview, Screen
from amparo.norms.answers.pages import Standing
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.catalogue.translations import statement
from amparo.rules.facts import Kind
from amparo.situation.vocabulary import Wording
from amparo.web.casework.coded import countries
from amparo.web.intake.beginnings import Beginning
from amparo.web.intake.interviews import (
    BOOLEANS,
    NONE,
    answer_to,
    begun_answer_to,
    sealed,
    sealed_for_telling,
    shown_again,
    unsealed,
)
from amparo.web.intake.papers import on_paper
from amparo.web.people.doors import anybody
from amparo.web.travelling import Expired

Continued: TypeAlias = Callable[[HttpRequest, Interview, Screen | None], HttpResponse]
_NATIONALITIES_ASKED = 2  # most people have one, and few have three


def _continued(view: Continued) -> Callable[[HttpRequest], HttpResponse]:
    """A view that goes on with the interview of the form; without one, or with a bad one, the first page."""

    @wraps(view)
    def continued(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return redirect("rights")
        try:
            interview, screen = unsealed(request.POST.get("held", ""))
        except Expired:
            return _begin(request, Beginning(_language()), is_expired=True)
        return view(request, interview, screen)

    return continued


@anybody
@require_http_methods(["GET", "HEAD", "POST"])
def rights(request: HttpRequest) -> HttpResponse:
    """Where and when."""
    if request.method != "POST":
        return _begin(request, Beginning(_language()))
    form = Beginning(_language(), request.POST)
    return _next(request, form.interview()) if form.is_valid() else _begin(request, form)


@anybody
@require_http_methods(["GET", "HEAD", "POST"])
@_continued
def question(request: HttpRequest, interview: Interview, screen: Screen | None) -> HttpResponse:
    """The next question, after what was done with the last one."""
    said, deed = request.POST.getlist("said"), request.POST.get("do", "")
    if (opened := request.POST.get("open", "")) in interview.catalogue.provisions:
        interview.open(opened)
    elif deed == "go-on":
        interview.opened = ()
    elif deed == "back":
        if not interview.steps:
            return _begin(request, Beginning.of(interview, _language()))
        interview.back()
    elif screen and deed == "skip":
        interview.skip(screen)
    elif screen and deed == "answer":
        told = answer_to(screen, said)
        if told is None or not interview.learn(told):
            return _ask(request, interview, screen, refused=said)
    elif screen:
        return _ask(request, interview, screen)
    return _next(request, interview)


@anybody
@require_http_methods(["GET", "HEAD", "POST"])
@_continued
def answer(request: HttpRequest, interview: Interview, screen: Screen | None) -> HttpResponse:
    """The answer: all of it in short, or one theme in full. What was already chosen on the page one comes from counts."""
    if screen and (told := begun_answer_to(screen, request.POST.getlist("said"))):
        interview.learn(told)
    return _answer(request, interview, theme=request.POST.get("theme", ""))


@anybody
@require_http_methods(["GET", "HEAD", "POST"])
@_continued
def paper(request: HttpRequest, interview: Interview, screen: Screen | None) -> HttpResponse:
    """The answer as a PDF."""
    return on_paper(request, interview.answers, _language())


@anybody
@require_http_methods(["GET", "HEAD", "POST"])
def provision(request: HttpRequest, provision: str) -> HttpResponse:
    """One article: what it says, where it stands, and whether that was compared with the official text.

    Who comes from an answer carries it along, and goes back to it.
    """
    catalogue = load_catalogue()
    if (found := catalogue.provisions.get(provision)) is None:
        raise Http404
    shown = {
        "provision": found,
        "instrument": catalogue.instruments[found.instrument],
        "right": catalogue.rights[found.right].label[_language()],
        "says": statement(found, _language(), catalogue.translations),
        "theme": catalogue.themes[catalogue.theme_of(found)],
    }
    with suppress(Expired):
        shown["held"] = sealed(unsealed(request.POST.get("held", ""))[0])
    return render(request, "intake/rights_provision.html", shown)


def _next(request: HttpRequest, interview: Interview) -> HttpResponse:
    if screen := interview.next_asked():
        return _ask(request, interview, screen)
    theme = ""
    if interview.opened:  # back to where the right stands that was asked about
        catalogue = interview.catalogue
        theme = catalogue.theme_of(catalogue.provisions[interview.opened[0]])
    return _answer(request, interview, theme=theme, is_all_asked=True)


def _begin(request: HttpRequest, form: Beginning, *, is_expired: bool = False) -> HttpResponse:
    facts = load_catalogue().vocabulary.facts
    shown = {
        "form": form,
        "is_expired": is_expired,
        "where": _words(facts["state"].wording),
        "when": _words(facts["date"].wording),
        "months": [(str(number), name) for number, name in get_month_names("wide", locale=_language()).items()],
    }
    return render(request, "intake/rights_begin.html", shown, status=400 if is_expired or form.errors else 200)


def _words(wording: Wording) -> dict[str, str]:
    return {name: getattr(wording, name)[_language()] for name in ("question", "help", "why")}


def _ask(
    request: HttpRequest, interview: Interview, screen: Screen, *, refused: list[str] | None = None
) -> HttpResponse:
    language, asked = _language(), screen.facts[0]
    shown = {
        "held": sealed(interview, screen),
        "screen": screen,
        "question": screen.question(language),
        "help": "" if screen.is_flags else asked.wording.help[language],
        "why": screen.why(language),
        "choices": _choices(screen, language),
        "is_number": asked.fact.kind is Kind.NUMBER,
        "selects": range(_NATIONALITIES_ASKED) if asked.fact.kind is Kind.STATES else (),
        "none": NONE,
        "opened": interview.opened,
        "answered": len(interview.steps),
        "is_refused": refused is not None,
        "said": shown_again(refused or []),
    }
    return render(request, "intake/rights_question.html", shown, status=400 if refused is not None else 200)


def _choices(screen: Screen, language: str) -> list[tuple[str, str]]:
    """What can be chosen: the value that the form sends, and the words."""
    fact = screen.facts[0].fact
    if fact.kind is Kind.STATES:
        return list(countries(language))
    values = screen.names if screen.is_flags else tuple(BOOLEANS) if fact.kind is Kind.BOOLEAN else fact.values
    return list(zip(values, screen.options(language), strict=False))


def _answer(request: HttpRequest, interview: Interview, *, theme: str, is_all_asked: bool = False) -> HttpResponse:
    page = by_theme.page(interview.answers, _language())
    shown = {
        "page": page,
        "held": sealed(interview),
        "from_rights": sealed_for_telling(interview),
        "has_steps": bool(interview.steps),
        "is_all_asked": is_all_asked,
        "opened": interview.opened,
    }
    if found := next((one for one in page.themes if one.id == theme), None):
        return render(
            request, "intake/rights_theme.html", {**shown, "theme": found, "urgent": (Standing.NOW, Standing.MAY_BE)}
        )
    parts = [(standing, page.standing(standing)) for standing in Standing]
    return render(request, "intake/rights_answer.html", {**shown, "parts": [part for part in parts if part[1]]})


def _language() -> str:
    return get_language() or "en"
