"""Addresses of the public pages."""

from django.urls import URLPattern, path

from amparo.web.intake.views import front, proof, receipt, rights, tell

urlpatterns: list[URLPattern] = [
    path("", front.front, name="front"),
    path("leave/", front.leave, name="leave"),
    path("rights/", rights.rights, name="rights"),
    path("rights/question/", rights.question, name="rights-question"),
    path("rights/answer/", rights.answer, name="rights-answer"),
    path("rights/paper/", rights.paper, name="rights-pdf"),
    path("articles/<path:provision>/", rights.provision, name="provision"),
    path("tell/", tell.tell, name="tell"),
    path("receipt/", receipt.receipt, name="receipt"),
    path("receipt/write/", receipt.write, name="receipt-write"),
    path("receipt/agree/", receipt.consent, name="receipt-consent"),
    path("receipt/reach/", receipt.reach, name="receipt-reach"),
    path("receipt/danger/", receipt.danger, name="receipt-danger"),
    path("receipt/erase/", receipt.erase, name="receipt-erase"),
    path("receipt/keep/", receipt.keep, name="receipt-keep"),
    path("receipt/file/", receipt.file, name="receipt-file"),
    path("receipt/everything/", receipt.everything, name="receipt-everything"),
    path("receipt/proof/", proof.filing_proof, name="filing-proof"),
    path("receipt/paper/", proof.filing_paper, name="filing-paper"),
    path("key/", proof.signing_key, name="signing-key"),
]
