"""How a page with a form answers: filled as it was, with what is wrong beside it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.vault.passphrases import new_passphrase


def asked(request: HttpRequest, template: str, form: forms.BaseForm, **shown: object) -> HttpResponse:
    """The page with this form; 400 if something was wrong with what was sent."""
    status = 400 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **shown}, status=status)


def suggested(request: HttpRequest) -> str:
    """Words to take as a passphrase: those of the page before, for they may be written down by now, or fresh ones."""
    return request.POST.get("suggestion", "")[:120] or new_passphrase()
