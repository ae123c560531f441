"""What cannot be taken back lightly, so it is asked twice: joining doubles, erasing."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.vault.material import CannotOpen
from amparo.web.casework import access
from amparo.web.casework.actions.erasing import erase
from amparo.web.casework.actions.merging import merge
from amparo.web.casework.actions.opening import ReasonNeeded, open_case
from amparo.web.casework.forms import deeds as forms
from amparo.web.casework.shown.case import side
from amparo.web.casework.views.deeds import refused
from amparo.web.people.doors import holders, who_is


@holders(Role.CASEWORKER)
@require_POST
def case_merge(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Both reports side by side, then, on a second word, joined."""
    signed_in = who_is(request)
    double = access.access_case_to_decide(signed_in, case_id)
    form = forms.Double(request.POST, prefix="double")
    other = access.access_case_by_number(signed_in, form.cleaned_data["number"]) if form.is_valid() else None
    if other is None or other.id == double.id or other.office_id != double.office_id:
        form.add_error("number", _("There is no other report of this number here."))
        return refused(request, double, form)
    if request.POST.get("sure") == "yes":
        try:
            merge(signed_in, double, other)
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
            return refused(request, double, form)
        return redirect("case", double.id)
    try:
        sides = [side(one, open_case(signed_in, one)) for one in (double, other)]
    except ReasonNeeded:
        form.add_error("number", _("Open the other report first; you are asked why."))
        return refused(request, double, form)
    return render(request, "casework/merge.html", {"case": double, "other": other, "sides": sides})


@holders(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def case_erase(request: HttpRequest, case_id: str) -> HttpResponse:
    """What erasing means, then, on a second word, erased; only where the person asked for it."""
    signed_in = who_is(request)
    found = access.access_case_to_decide(signed_in, case_id)
    if not access.access_dossier(signed_in, found).is_deletion_asked:
        raise Http404
    if request.method == "POST" and request.POST.get("sure") == "yes":
        number = found.number
        try:
            erase(signed_in, found)
        except CannotOpen:
            raise
        except BadInput as wrong:
            return render(request, "casework/erase.html", {"case": found, "sentence": wrong.sentence}, status=400)
        return render(request, "casework/erased.html", {"number": number})
    return render(request, "casework/erase.html", {"case": found})
