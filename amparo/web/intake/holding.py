"""A receipt in somebody's hands: it travels sealed from one page to the next, and opens the report anew on each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import wraps
from itertools import combinations
from typing import TypeAlias

import nacl.utils
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.material import CannotOpen
from amparo.vault.receipts import WORDS, Receipt
from amparo.vault.words import Mistyped
from amparo.web.casework.access import access_by_receipt
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.models import Case
from amparo.web.fields import Words
from amparo.web.people.attempts import Attempts
from amparo.web.travelling import Expired, pack, unpack

OPEN_FOR = timedelta(minutes=30)
_PURPOSE = "receipt"
# Nobody guesses 99 bits. Who saw all words but one or two may try the rest, and such attempts share the other seven, in their places.
# Whoever has seen fewer has 33 bits to guess. An address is not looked at: behind a proxy it is everybody's, and one person's mistakes
# would lock all others out; so would counting smaller parts, for parts can be made up.
_tried = Attempts(most=10, minutes=24 * 60)


@dataclass(frozen=True, slots=True)
class Report:
    """A report that its receipt has opened, for one request; `form` makes what is sent from this page known again."""

    receipt: Receipt
    case: Case
    dossier: Dossier = field(repr=False)
    form: bytes = field(repr=False)

    @property
    def held(self) -> str:
        """What travels to the next page, which is another form."""
        return hold(self.receipt)

    def again(self) -> "Report":
        """The same report as it is now, after something was written."""
        return open_report(self.receipt, self.form)


Holding: TypeAlias = Callable[[HttpRequest, Report], HttpResponseBase]


def hold(receipt: Receipt) -> str:
    """A receipt for a hidden field, with a fresh number of the form."""
    return pack(_PURPOSE, {"receipt": receipt.words, "form": nacl.utils.random(32).hex()})


def open_report(receipt: Receipt, form: bytes = b"") -> Report:
    """The report under a receipt; raises CannotOpen if there is none."""
    case, dossier = access_by_receipt(receipt)
    return Report(receipt, case, dossier, form)


def try_receipt(typed: str) -> Report | str:
    """The report under what somebody typed, or the sentence that says what is wrong with it."""
    try:
        receipt = Receipt.read(typed)
    except Mistyped as wrong:
        return _mistyped(typed, wrong.place)
    parts = _parts(receipt)
    try:
        for part in parts:
            _tried.check(part)
    except BadInput:
        return _("There were too many attempts with a receipt like this one. Try again tomorrow, or call us.")
    try:
        return open_report(receipt)
    except CannotOpen:
        for part in parts:
            _tried.count(part)
        return not_there()


def not_there() -> str:
    """The one sentence for a receipt that was never given and for a report that was erased."""
    return _("There is nothing under this receipt. It was erased, or this is the receipt of another place.")


def holding(view: Holding) -> Callable[[HttpRequest], HttpResponseBase]:
    """A page that goes on with the receipt which travelled here; without one it asks for it, and loses nothing of what was written."""

    @wraps(view)
    def viewed(request: HttpRequest) -> HttpResponseBase:
        if request.method == "GET":
            return redirect("receipt")
        try:
            held = unpack(_PURPOSE, request.POST.get("held", ""), within=OPEN_FOR)
            report = open_report(Receipt.read(str(held["receipt"])), bytes.fromhex(str(held["form"])))
        except (Expired, KeyError, ValueError):
            return ask(request, _("This page was open for too long. Give your receipt again; what you wrote is kept."))
        except CannotOpen:
            return ask(request, not_there())
        try:
            return view(request, report)
        except CannotOpen:
            # Erased since it was opened above.
            return ask(request, not_there())

    return viewed


def ask(request: HttpRequest, wrong: str = "") -> HttpResponse:
    """The page that asks for a receipt, with what is wrong, and with words that were not sent yet."""
    kept = Words(required=False).to_python(request.POST.get("message", ""))
    shown = {"wrong": wrong, "kept": kept, "typed": request.POST.get("typed", "")[:400]}
    return render(request, "intake/receipt_ask.html", shown, status=400 if wrong else 200)


def _parts(receipt: Receipt) -> list[str]:
    words = receipt.words.split()[:WORDS]
    return [
        " ".join("-" if place in hidden else word for place, word in enumerate(words))
        for hidden in combinations(range(WORDS), 2)
    ]


def _mistyped(typed: str, place: int) -> str:
    if place and any(sign.isalpha() for sign in typed):
        return _("Word %(place)d is not one of ours. Look at that word again.") % {"place": place}
    if place:
        return _("Group %(place)d of the digits is wrong. Look at that group again.") % {"place": place}
    return _(
        "This is not a whole receipt: something in it is wrong or missing, or two parts have changed places. "
        "It has 10 words, or 35 digits. Compare with what you wrote down."
    )
