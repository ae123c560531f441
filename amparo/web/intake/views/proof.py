"""*A proof of filing*: a signed statement of time and digest that shows nothing of the report, and the key to check it with."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from amparo.vault.filings import key_mark, make_copy, prove
from amparo.web.casework.downloads import download
from amparo.web.intake.holding import Report, holding
from amparo.web.people.doors import anybody
from amparo.web.travelling import pack, unpack

_PURPOSE, _OPEN_FOR = "proof", timedelta(minutes=30)
# Names for a folder that others may look into.
COPY_NAME, PROOF_NAME = "paper-1.txt", "paper-2.txt"


@anybody
@require_http_methods(["GET", "POST"])
@holding
def filing_proof(request: HttpRequest, report: Report) -> HttpResponseBase:
    """Makes a copy of the account and the proof that it was filed by now.

    By now, not when it was received: between the two, who holds keys of the case could have written it anew, and a proof says
    nothing that the signer does not know.
    """
    now, account = timezone.now(), _account(report)
    if not account:
        # Opened in a visit, and nothing written down yet.
        raise Http404
    copy = make_copy(account)
    proof = prove(copy, settings.HOME.signing_key, at=now)
    # The copy is made again from its first line and the account, so that a long one need not travel.
    papers = pack(_PURPOSE, {"first": copy.removesuffix(account).decode(), "proof": proof})
    shown = {"held": report.held, "papers": papers, "proof": proof, "now": now}
    return render(request, "intake/receipt_proof.html", shown)


@anybody
@require_http_methods(["GET", "POST"])
@holding
def filing_paper(request: HttpRequest, report: Report) -> HttpResponseBase:
    """One of the two papers, to keep: the copy, or the proof."""
    papers = unpack(_PURPOSE, request.POST.get("papers", ""), within=_OPEN_FOR)
    if request.POST.get("paper") == "proof":
        return download(str(papers["proof"]).encode(), PROOF_NAME)
    return download(str(papers["first"]).encode() + _account(report), COPY_NAME)


@anybody
@require_http_methods(["GET", "HEAD"])
def signing_key(request: HttpRequest) -> HttpResponseBase:
    """The public key with which anybody can check a proof, and how."""
    key = settings.HOME.signing_key.verify_key
    return render(request, "intake/signing_key.html", {"key": key.encode().hex(), "mark": key_mark(key)})


def _account(report: Report) -> bytes:
    return str(report.dossier.told["words"]).encode()
