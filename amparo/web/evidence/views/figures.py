"""Figures of what is counted: ready questions, or a table by what an analyst chose; and the table taken out for a release."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amparo.errors import BadInput
from amparo.evidence.counting.pictures import draw
from amparo.evidence.counting.tallies import SMALL, tally, without_small
from amparo.vault.keys import Role
from amparo.web.casework.pictures import address, side
from amparo.web.evidence import forms
from amparo.web.evidence.access import access_counted
from amparo.web.evidence.actions import taking_out
from amparo.web.evidence.overview import overview
from amparo.web.evidence.shown import bars, names_of, sentence
from amparo.web.evidence.words import ATTRIBUTES, value_name
from amparo.web.people.doors import holders, who_is

_MOST_ROWS, _MOST_BARS = 100, 15


@holders(Role.ANALYST)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """How many are counted, by what the analyst chose; small numbers are hidden."""
    return _page(request, forms.TakeOut(initial={"attributes": ["year", "sex", "age", "abuse"]}))


@holders(Role.ANALYST)
@require_GET
def figures_overview(request: HttpRequest) -> HttpResponse:
    """What is asked most, answered on one page to print."""
    counted = access_counted(who_is(request))
    answers = overview(counted.people) if len(counted.people) >= SMALL else []
    shown = {"counted": counted, "people": len(counted.people), "answers": answers}
    return render(request, "evidence/overview.html", shown)


@holders(Role.ANALYST)
@require_POST
def take_out(request: HttpRequest) -> HttpResponse:
    """The table, its domain and its sources, as one file."""
    form = forms.TakeOut(request.POST)
    if form.is_valid():
        try:
            told = form.cleaned_data
            archive = taking_out.take_out(who_is(request), told["attributes"], told["reason"])
            name = 'attachment; filename="counted.zip"'
            return HttpResponse(archive, content_type="application/zip", headers={"Content-Disposition": name})
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    return _page(request, form, status=400)


def _page(request: HttpRequest, form: forms.TakeOut, *, status: int = 200) -> HttpResponse:
    counted = access_counted(who_is(request))
    by = forms.By(request.GET or None)
    found = without_small(tally(counted.people, by.chosen))
    rows = [(names_of(found, cell), cell) for cell in found.cells]
    sexes = list(found.cells[0].by_sex) if found.cells else []
    said, largest = sentence(found), bars(found)[:_MOST_BARS]
    shown = {
        "counted": counted,
        "people": len(counted.people),
        "tally": found,
        "by": by,
        "headings": [ATTRIBUTES[name] for name in found.by],
        "sexes": [value_name("sex", sex) if sex else _("Sex not recorded") for sex in sexes],
        "rows": [(names, cell.people, list(cell.by_sex.values())) for names, cell in rows[:_MOST_ROWS]],
        "left_out": max(len(rows) - _MOST_ROWS, 0),
        "said": said,
        "picture": address(draw(largest, _("people"), said, side=side())) if largest else "",
        "form": form,
    }
    return render(request, "evidence/figures.html", shown, status=status)
