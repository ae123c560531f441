"""Addresses of casework."""

from django.urls import path

from amparo.web.casework.views import (
    bring_list,
    canned,
    case,
    deciding,
    deeds,
    facts,
    happened,
    inbox,
    money,
    open_here,
    together,
)

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("open-a-report/", open_here.open_a_report, name="open-here"),
    path("bring-a-list/", bring_list.bring_list, name="bring-list"),
    path("ready-answers/", canned.canned_answers, name="canned-answers"),
    path("case/<str:case_id>/", case.case, name="case"),
    path("case/<str:case_id>/open/", case.case_open, name="case-open"),
    path("case/<str:case_id>/file/<str:record>/", case.case_file, name="case-file"),
    path("case/<str:case_id>/take/", deeds.case_take, name="case-take"),
    path("case/<str:case_id>/assign/", deeds.case_assign, name="case-assign"),
    path("case/<str:case_id>/answer/", deeds.case_answer, name="case-answer"),
    path("case/<str:case_id>/next/", deeds.case_next, name="case-next"),
    path("case/<str:case_id>/note/", deeds.case_note, name="case-note"),
    path("case/<str:case_id>/write-down/", deeds.case_add, name="case-add"),
    path("case/<str:case_id>/danger/", deeds.case_danger, name="case-danger"),
    path("case/<str:case_id>/make/", deeds.case_make, name="case-make"),
    path("case/<str:case_id>/facts/", facts.case_facts, name="case-facts"),
    path("case/<str:case_id>/facts/decide/", facts.case_decide, name="case-decide"),
    path("case/<str:case_id>/words/", facts.case_words, name="case-words"),
    path("case/<str:case_id>/rights-read/", facts.case_rights_read, name="case-rights-read"),
    path("case/<str:case_id>/event/", happened.case_event, name="case-event"),
    path("case/<str:case_id>/event/<str:event>/", happened.case_event, name="case-event-again"),
    path("case/<str:case_id>/people/", happened.case_people, name="case-people"),
    path("case/<str:case_id>/people/<str:party>/", happened.case_people, name="case-party"),
    path("case/<str:case_id>/money/", money.case_money, name="case-money"),
    path("case/<str:case_id>/money/claim/<int:number>/", money.case_claim, name="case-claim"),
    path("case/<str:case_id>/together/", together.case_together, name="case-together"),
    path("case/<str:case_id>/join/", deciding.case_merge, name="case-merge"),
    path("case/<str:case_id>/erase/", deciding.case_erase, name="case-erase"),
]
