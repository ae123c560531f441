"""The organisation, its offices, and who works in them."""

from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.people.access import access_colleagues, access_office, access_offices, access_organisation
from amparo.web.people.actions import offices
from amparo.web.people.actions.letting_in import may_let_in
from amparo.web.people.doors import administrators, members, who_is
from amparo.web.people.forms import AboutOffice, AboutOrganisation, NewOffice
from amparo.web.people.models import Office
from amparo.web.people.standing import Standing, waiting
from amparo.web.people.views.answers import asked
from amparo.web.safekeeping.store import store


@members
@require_safe
def people(request: HttpRequest) -> HttpResponseBase:
    """Offices and colleagues; to administrators, what they can do about them."""
    signed_in = who_is(request)
    shown = {
        "offices": access_offices(),
        "colleagues": access_colleagues(),
        "waiting": waiting(store(), on=signed_in.today),
        "mine": may_let_in(signed_in),
        "may_let_in": bool(signed_in.posts),
    }
    return render(request, "people/people.html", shown)


@administrators
@require_http_methods(["GET", "POST"])
def organisation(request: HttpRequest) -> HttpResponseBase:
    """What public pages say of the organisation."""
    found = access_organisation()
    form = AboutOrganisation(request.POST or None, initial=model_to_dict(found))
    if form.is_valid():
        offices.change_organisation(who_is(request), form.cleaned_data)
        return redirect("people")
    return asked(request, "people/organisation.html", form)


@administrators
@require_http_methods(["GET", "POST"])
def office(request: HttpRequest, code: str) -> HttpResponseBase:
    """Renames an office."""
    found = access_office(code)
    form = AboutOffice(request.POST or None, initial=model_to_dict(found))
    if form.is_valid():
        offices.change_office(who_is(request), found, form.cleaned_data)
        return redirect("people")
    return asked(request, "people/office.html", form)


@administrators
@require_http_methods(["GET", "POST"])
def add_office(request: HttpRequest) -> HttpResponseBase:
    """Founds an office."""
    standing = Standing.of(store())
    compared = {member.id: member for member in access_colleagues() if member.is_active and standing.was_let_in(member)}
    form = NewOffice(request.POST or None, compared.values())
    if form.is_valid():
        told = form.cleaned_data
        new = Office(code=told["code"], name=told["name"], takes_reports=told["takes_reports"])
        starters = offices.Starters(compared[told["starter"]], {Role(role) for role in told["roles"]})
        try:
            offices.add_office(who_is(request), new, starters)
            return redirect("people")
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
    return asked(request, "people/add_office.html", form)
