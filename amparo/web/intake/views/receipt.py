"""*Your receipt*: what was told and answered, who has read it, and everything one can still say or take back."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.vault.material import CannotOpen
from amparo.vault.rings import KeyRing
from amparo.web.casework.actions import by_receipt
from amparo.web.casework.attached import open_file
from amparo.web.casework.downloads import download
from amparo.web.casework.entries import EntryKind
from amparo.web.casework.giving_out.everything import as_lines, bundle, entries_told, files_in
from amparo.web.casework.telling import Contact
from amparo.web.intake.forms import Consents, Reach, Write
from amparo.web.intake.holding import Report, ask, holding, try_receipt
from amparo.web.intake.shown import Shown
from amparo.web.people.doors import anybody


@anybody
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponseBase:
    """Asks for a receipt, and shows the report under it."""
    if request.method == "GET":
        return ask(request)
    if "held" in request.POST:
        return _come_back(request)
    found = try_receipt(request.POST.get("typed", ""))
    if isinstance(found, str):
        return ask(request, found)
    return _page(request, found, write=Write(initial={"message": request.POST.get("message", "")}))


@anybody
@require_http_methods(["GET", "POST"])
@holding
def write(request: HttpRequest, report: Report) -> HttpResponseBase:
    """Adds a message, files, or both."""
    form = Write(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, report, write=form)
    told = form.cleaned_data
    by_receipt.tell_more(report.receipt, report.case, report.dossier, told["message"], told["files"], form=report.form)
    return _page(request, report.again(), done=_("We have what you wrote."))


@anybody
@require_http_methods(["GET", "POST"])
@holding
def danger(request: HttpRequest, report: Report) -> HttpResponseBase:
    """Says that the person is in danger now, or that it has passed."""
    is_now = request.POST.get("danger") != "passed"
    by_receipt.say_danger(report.receipt, report.case, is_now=is_now, form=report.form)
    done = _("We have noted that you are in danger now.") if is_now else _("We have noted that the danger has passed.")
    return _page(request, report.again(), done=done)


@anybody
@require_http_methods(["GET", "POST"])
@holding
def consent(request: HttpRequest, report: Report) -> HttpResponseBase:
    """Changes what the person agrees to."""
    form = Consents(request.POST)
    if not form.is_valid():
        return _page(request, report, consents=form)
    by_receipt.change_consents(report.receipt, report.case, report.dossier, form.agreed)
    return _page(request, report.again(), done=_("We have noted what you agree to. It holds from now on."))


@anybody
@require_http_methods(["GET", "POST"])
@holding
def reach(request: HttpRequest, report: Report) -> HttpResponseBase:
    """Changes how and when it is safe to reach the person; `never` empties it."""
    form = Reach(request.POST)
    if "never" not in request.POST and not form.is_valid():
        return _page(request, report, reach=form)
    contact = Contact() if "never" in request.POST else form.contact
    by_receipt.change_contact(report.receipt, report.case, report.dossier, contact)
    return _page(request, report.again(), done=_("We have noted how to reach you. It holds from now on."))


@anybody
@require_http_methods(["GET", "POST"])
@holding
def erase(request: HttpRequest, report: Report) -> HttpResponseBase:
    """Asks once more, and then puts the wish before the office."""
    if "sure" not in request.POST:
        return render(request, "intake/receipt_erase.html", {"report": report, "held": report.held})
    by_receipt.ask_for_deletion(report.receipt, report.case, report.dossier)
    return _page(request, report.again(), done=_("The office has been asked to erase everything."))


@anybody
@require_http_methods(["GET", "POST"])
@holding
def keep(request: HttpRequest, report: Report) -> HttpResponseBase:
    """Takes the wish for deletion back."""
    by_receipt.take_deletion_back(report.receipt, report.case, report.dossier)
    return _page(request, report.again(), done=_("The office has been told to erase nothing."))


@anybody
@require_http_methods(["GET", "POST"])
@holding
def file(request: HttpRequest, report: Report) -> HttpResponseBase:
    """One of the files that lie under the receipt, to keep."""
    ring, on = KeyRing.of(report.receipt.pair), timezone.localdate()
    try:
        found = open_file(report.case.id, request.POST.get("record", ""), ring, on=on)
    except CannotOpen:
        raise Http404 from None
    return download(found.content, str(found.data["stored_name"]))


@anybody
@require_http_methods(["GET", "POST"])
@holding
def everything(request: HttpRequest, report: Report) -> HttpResponseBase:
    """All that lies under the receipt, to keep: the words, the messages and the files."""
    ring, on = KeyRing.of(report.receipt.pair), timezone.localdate()
    told = entries_told(report.dossier, lambda _member: "")
    files = (
        (name, open_file(report.case.id, record, ring, on=on).content) for record, name in files_in(report.dossier)
    )
    papers = {"what-was-written.txt": as_lines(told).encode()}
    return download(bundle({_("Everything that was told and written"): told}, papers, files), "papers.zip")


@holding
def _come_back(request: HttpRequest, report: Report) -> HttpResponseBase:
    return _page(request, report)


def _page(
    request: HttpRequest,
    report: Report,
    *,
    write: Write | None = None,
    consents: Consents | None = None,
    reach: Reach | None = None,
    done: str = "",
) -> HttpResponse:
    forms = {
        "write": write or Write(),
        "consents": consents or Consents(initial={"purposes": sorted(report.dossier.consents)}),
        "reach": reach or Reach(initial=dict(report.dossier.newest(EntryKind.CONTACT))),
    }
    wrong = any(form.is_bound for form in forms.values())
    shown = {"report": report, "held": report.held, "shown": Shown(report.dossier), "done": done, **forms}
    return render(request, "intake/receipt_page.html", shown, status=400 if wrong else 200)
