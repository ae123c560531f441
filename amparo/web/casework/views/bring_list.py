"""A list that an office already has, brought in: a dry run that names every row it cannot read, then the rows that are good."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.errors import BadInput
from amparo.exchange.lists.reading import read_list
from amparo.exchange.lists.rows import read_rows
from amparo.exchange.lists.sheet import SheetRead
from amparo.web.casework import access
from amparo.web.casework.actions.opening_here import bring
from amparo.web.casework.bringing import Held, heard, next_rows, problems, rows_to_bring
from amparo.web.casework.coded import vocabulary
from amparo.web.casework.forms import deeds as forms
from amparo.web.casework.shown.lists import cell_sentence, columns, list_sentence
from amparo.web.people.doors import holders, who_is

_SHOWN = 500  # problems
_MOST_ROWS = 10**7


@holders(*access.WRITERS)
@require_http_methods(["GET", "POST"])
def bring_list(request: HttpRequest) -> HttpResponse:
    """Choose a list, see what is read of it, change what columns mean, bring it in."""
    offices = access.access_offices_to_open(who_is(request))
    form = forms.BringList(request.POST or None, offices=offices, initial={"language": get_language()})
    shown: dict[str, object] = {"form": form}
    try:
        held = _held(request) if request.method == "POST" else None
        if held is None:
            if form.is_bound:
                form.add_error(None, _("Choose the list."))
        elif form.is_valid():
            return _looked_at(request, form, held, shown)
    except BadInput as wrong:
        form.add_error(None, list_sentence(wrong))
    return render(request, "casework/bring_list.html", shown, status=400 if form.is_bound else 200)


def _looked_at(request: HttpRequest, form: forms.BringList, held: Held, shown: dict[str, object]) -> HttpResponse:
    sheet = read_list(held.content, vocabulary=vocabulary())
    mapping = _mapping(request, sheet)
    run = read_rows(sheet, mapping, vocabulary())
    ready, found = rows_to_bring(run), problems(run)
    shown |= {
        "held": held,
        "sheet": sheet,
        "columns": columns(sheet, mapping),
        "ready": len(ready),
        "problems": [(one.row, one.column, cell_sentence(one)) for one in found[:_SHOWN]],
        "problem_count": len(found),
        "bad_rows": len({one.row for one in found}),
    }
    if request.POST.get("do") == "bring":
        part = next_rows(ready, forms.number_in(request.POST.get("begun", ""), most=_MOST_ROWS) or 0)
        offices = access.access_offices_to_open(who_is(request))
        office = next(one for one in offices if one.code == form.cleaned_data["office"])
        bring(who_is(request), {held.case_id(row): heard(row, form.cleaned_data["language"]) for row in part}, office)
        last = part[-1].number if part else _MOST_ROWS
        brought = sum(row.number <= last for row in ready)
        shown |= {"begun": last, "brought": brought, "is_done": brought == len(ready)}
        if shown["is_done"] and brought <= _SHOWN:
            shown["numbers"] = access.access_numbers(who_is(request), [held.case_id(row) for row in ready])
    return render(request, "casework/bring_list.html", shown)


def _held(request: HttpRequest) -> Held | None:
    sent = request.FILES.get("list")
    packed, is_looked_at = request.POST.get("held", ""), request.POST.get("do") == "bring"
    return Held.of(sent.read() if sent else None, packed, is_looked_at=is_looked_at)


def _mapping(request: HttpRequest, sheet: SheetRead) -> dict[str, str]:
    """What the columns mean: as chosen on the page, or else as proposed."""
    if "column-0" not in request.POST:
        return dict(sheet.mapping)
    chosen = {name: request.POST.get(f"column-{at}", "") for at, name in enumerate(sheet.columns)}
    return {name: target for name, target in chosen.items() if target}
