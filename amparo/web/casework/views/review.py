"""The form of a supervisor's review."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.actions.reviewing import review
from amparo.web.casework.forms.plans import NO_NAMES
from amparo.web.casework.models import State
from amparo.web.casework.reviews import CHECKS, FOUND, Check, Found, Review
from amparo.web.casework.telling import LONGEST
from amparo.web.casework.views.within import form_page, page_of
from amparo.web.fields import Words
from amparo.web.people.doors import holders, who_is


class ReviewForm(forms.Form):
    """What was looked at, what was found, and words to the colleague."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for check, label in CHECKS.items():
            self.fields[check.value] = forms.ChoiceField(
                label=label, choices=list(FOUND.items()), initial=Found.NOT_SEEN.value
            )
        self.fields["words"] = Words(
            label=_("Words to the colleague who works on it"),
            max_length=LONGEST,
            help_text=NO_NAMES,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    @property
    def review(self) -> Review:
        """The review."""
        told = self.cleaned_data
        return Review({check: Found(told[check.value]) for check in Check}, told["words"])


@holders(Role.SUPERVISOR)
@require_http_methods(["GET", "POST"])
def case_review(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """The form, while the case is open."""
    signed_in = who_is(request)
    found = access.access_case(signed_in, case_id)
    if not signed_in.has(found.office_id, Role.SUPERVISOR):
        raise Http404
    if request.method == "GET" and found.state == State.CLOSED:
        return redirect("case", found.id)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    return form_page(
        request,
        found,
        form,
        lambda _told: review(signed_in, found, form.review),
        page_of("casework/review.html"),
        then=lambda: redirect("case", found.id),
    )
