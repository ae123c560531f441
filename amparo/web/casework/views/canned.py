"""Ready answers: listed, written, changed, removed."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from amparo.errors import BadInput
from amparo.web.casework import access
from amparo.web.casework.actions.canned import keep_canned, remove_canned
from amparo.web.casework.forms import deeds as forms
from amparo.web.people.doors import holders, who_is


@holders(*access.WRITERS)
@require_http_methods(["GET", "POST"])
def canned_answers(request: HttpRequest) -> HttpResponseBase:
    """The ready answers of the member's offices, and a form for one."""
    signed_in = who_is(request)
    found = access.access_canned(signed_in)
    chosen_id = request.POST.get("id") or request.GET.get("id")
    chosen = found.filter(id=chosen_id).first() if chosen_id else None
    if chosen_id and chosen is None:
        raise Http404
    if chosen and request.POST.get("do") == "remove":
        remove_canned(signed_in, chosen)
        return redirect("canned-answers")
    form = forms.Canned(request.POST or None, instance=chosen, offices=access.access_offices_to_open(signed_in))
    if form.is_valid():
        answer = form.save(commit=False)
        answer.office_id = form.cleaned_data["office"]
        try:
            keep_canned(signed_in, answer)
            return redirect("canned-answers")
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    rows = [(one, forms.language_name(one.language)) for one in found]
    shown = {"rows": rows, "form": form, "chosen": chosen}
    return render(request, "casework/canned.html", shown, status=400 if form.is_bound else 200)
