"""Answers on paper. Setting one takes the most of all public pages."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from amparo.norms.answers.as_pdf import as_pdf
from amparo.norms.answers.rights import Answers
from amparo.web.few_at_once import FewAtOnce

_PAPERS = FewAtOnce(2)
_BUSY = _(
    "Others are getting theirs on paper just now. Go back and ask again in a moment, or print the page from your browser."
)


def on_paper(request: HttpRequest, answers: Answers, language: str) -> HttpResponse:
    """The answer as a PDF under a name that says nothing; a page that asks to come back where others are being served."""
    headers = {"Content-Disposition": 'attachment; filename="information.pdf"'}

    def paper() -> HttpResponse:
        return HttpResponse(as_pdf(answers, language), content_type="application/pdf", headers=headers)

    return _PAPERS.answer(request, paper, busy=_BUSY)
