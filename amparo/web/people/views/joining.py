"""Joining: the words of an invitation, typed by who was invited. Nothing of it stands in an address."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from amparo.errors import BadInput
from amparo.web.people import sessions
from amparo.web.people.actions import inviting, signing_in
from amparo.web.people.doors import at_the_gate
from amparo.web.people.forms import Join
from amparo.web.people.views.answers import asked, suggested


@at_the_gate
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponseBase:
    """Makes the key of who was invited; then comes the second factor, which who begins anew has already."""
    form = Join(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            member = inviting.join(told["words"], told["new"])
            key = signing_in.begin_after_joining(member, told["new"])
        except BadInput as wrong:
            form.add_error(None, wrong.sentence)
        else:
            if key is None:
                return redirect("sign-in")
            response = redirect("second-factor")
            sessions.hand_over(response, key)
            return response
    return asked(request, "people/join.html", form, suggestion=suggested(request))
