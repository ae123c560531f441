"""*Tell us*: own words first, and then the receipt."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.vault.material import CannotOpen
from amparo.vault.receipts import Receipt
from amparo.web.casework.actions.receiving import Received, receive
from amparo.web.casework.pictures import qr
from amparo.web.casework.telling import Telling
from amparo.web.intake.forms import Tell, Write
from amparo.web.intake.holding import Report, open_report
from amparo.web.people.access import access_office
from amparo.web.people.doors import anybody
from amparo.web.travelling import Expired, pack, unpack

_PURPOSE, _OPEN_FOR = "tell", timedelta(hours=24)


@anybody
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest) -> HttpResponseBase:
    """Takes a report. The receipt is made when the form is first shown, so the same form sent again is the same report."""
    if "words" not in request.POST:
        return _form(request, Tell.begun_with(request.POST.get("from_rights", "")), Receipt.new())
    try:
        held = unpack(_PURPOSE, request.POST.get("held", ""), within=_OPEN_FOR)
        receipt, refused = Receipt.read(str(held["receipt"])), ""
    except Expired:
        receipt, refused = Receipt.new(), _too_old()
    if spoken_before := request.POST.get("spoken_before"):
        return _form(request, Tell.taken_over(request.POST, spoken_before=spoken_before), receipt)
    form = Tell(request.POST, request.FILES, refused=refused)
    if not form.is_valid():
        return _form(request, form, receipt)
    telling = form.telling()
    try:
        received = receive(telling, receipt, access_office(form.cleaned_data["office"]))
        return _received(request, telling, received, open_report(receipt))
    except CannotOpen:
        # The report from this very form has been erased since.
        form.add_error(None, _too_old())
        return _form(request, form, Receipt.new())


def _received(request: HttpRequest, telling: Telling, received: Received, report: Report) -> HttpResponse:
    shown = {
        "report": report,
        "came_before": received.was_there,
        "held": report.held,
        "words": report.receipt.words.split(),
        "groups": report.receipt.digits.split(),
        "picture": qr(report.receipt),
    }
    if received.was_there and _differs(telling, report):
        more = Write(initial={"message": telling.words})
        return render(request, "intake/tell_again.html", {**shown, "form": more}, status=409)
    return render(request, "intake/tell_received.html", shown)


def _differs(telling: Telling, report: Report) -> bool:
    """Whether the form, when it came before, held other words or other files."""
    files = report.dossier.told.get("files", [])
    before = [(one["name"], one["size"]) for one in files] if isinstance(files, list) else []
    now = [(one.display_name, len(one.content)) for one in telling.files]
    return (telling.words, now) != (report.dossier.told.get("words"), before)


def _form(request: HttpRequest, form: Tell, receipt: Receipt) -> HttpResponse:
    held = pack(_PURPOSE, {"receipt": receipt.words})
    shown = {"form": form, "held": held, "is_open": request.method == "POST", "lost_files": bool(request.FILES)}
    return render(request, "intake/tell_form.html", shown, status=400 if form.is_bound else 200)


def _too_old() -> str:
    return _(
        "This page was open for too long. If you were given a receipt for it, do not send it again; if not, send it once more."
    )
