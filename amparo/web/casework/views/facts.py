"""Facts over time: what is known towards one State since one day, on which words it rests, and which of two statements stands."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from amparo.web.casework import access
from amparo.web.casework.actions import coding
from amparo.web.casework.chronicles import chronicle_of
from amparo.web.casework.forms.stating import FactsOverTime, shown_of
from amparo.web.casework.forms.words import WordsForm, texts_of
from amparo.web.casework.shown.facts import contradictions, statements
from amparo.web.casework.views.within import closed, form_page, opened, page_of
from amparo.web.people.doors import holders, who_is


@holders(*access.WRITERS)
@require_http_methods(["GET", "POST"])
def case_facts(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """The facts towards one State since one day; what is changed is stated, and what was said stays."""
    signed_in = who_is(request)
    found = access.access_case_to_write(signed_in, case_id)
    dossier = opened(request, found)
    chronicle, posted = chronicle_of(dossier), request.POST or None
    towards = request.POST.get("towards", "")
    form = FactsOverTime(posted, states=chronicle.states, towards=towards)
    if dossier is None:
        return closed(request, found, form)
    if posted is None or "show" in posted:
        since = form.since_told if posted else None
        shown = shown_of(chronicle, form.towards, since)
        form = FactsOverTime(initial=shown, states=chronicle.states, towards=towards)
    told = {
        "contradictions": contradictions(chronicle, dossier),
        "statements": statements(chronicle, dossier),
    }
    return form_page(
        request,
        found,
        form,
        lambda _told: coding.state_facts(signed_in, found, form.stated(chronicle)),
        page_of("casework/facts.html", **told),
        then=lambda: redirect("case", found.id),
    )


@holders(*access.WRITERS)
@require_POST
def case_decide(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Which of several statements that differ stands."""
    found = access.access_case_to_write(who_is(request), case_id)
    if opened(request, found) is not None:
        coding.decide(who_is(request), found, request.POST.get("stands", ""))
    return redirect("case-facts", found.id)


@holders(*access.WRITERS)
@require_http_methods(["GET", "POST"])
def case_words(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """The account in sentences: somebody chooses words, and says which fact they show."""
    signed_in = who_is(request)
    found = access.access_case_to_write(signed_in, case_id)
    dossier = opened(request, found)
    chronicle = chronicle_of(dossier)
    form = WordsForm(request.POST or None, texts=texts_of(dossier), chronicle=chronicle)
    if dossier is None:
        return closed(request, found, form)
    return form_page(
        request,
        found,
        form,
        lambda _told: coding.state_facts(signed_in, found, [form.stated().to_data()]),
        page_of("casework/words.html"),
        then=lambda: redirect("case-words", found.id),
    )


@holders(*access.WRITERS)
@require_POST
def case_rights_read(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Notes that the rights were read as they are now, so that the page can say later what changed."""
    found = access.access_case_to_write(who_is(request), case_id)
    dossier = opened(request, found)
    if dossier is not None:
        coding.keep_rights_read(who_is(request), found, chronicle_of(dossier))
    return redirect("case", found.id)
