"""The plan of a case: what the person needs and what has come of it; what is to be done, by whom, until when."""

from collections.abc import Mapping

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from amparo.vault.keys import Role
from amparo.web.casework import access
from amparo.web.casework.actions import planning
from amparo.web.casework.forms.plans import NEED_STATES, NEEDS, AddTask, ChangeNeed, ChangeTask, NameNeed
from amparo.web.casework.models import Case, State
from amparo.web.casework.plans import Need, NeedKind, NeedState, Plan, Task
from amparo.web.casework.views.within import form_page
from amparo.web.people.doors import holders, who_is


@holders(*access.READERS)
@require_GET
def case_plan(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """The plan, while the case is open."""
    found = access.access_case(who_is(request), case_id)
    if not access.is_opened(who_is(request), found):
        return redirect("case", found.id)
    return _page(request, found)


@holders(*access.WRITERS)
@require_POST
def case_need(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Names a need."""
    signed_in = who_is(request)
    found = access.access_case_to_write(signed_in, case_id)
    form = NameNeed(request.POST, prefix="need")
    return form_page(
        request,
        found,
        form,
        lambda told: planning.name_need(signed_in, found, NeedKind(told["kind"]), told["words"]),
        _page,
        then=lambda: redirect("case-plan", found.id),
    )


@holders(*access.WRITERS)
@require_POST
def case_need_change(request: HttpRequest, case_id: str, need_id: str) -> HttpResponseBase:
    """Follows a need."""
    signed_in = who_is(request)
    found = access.access_case_to_write(signed_in, case_id)
    form = ChangeNeed(request.POST, prefix=f"need-{need_id}")
    return form_page(
        request,
        found,
        form,
        lambda told: planning.change_need(signed_in, found, need_id, NeedState(told["state"]), told["words"]),
        _page,
        then=lambda: redirect("case-plan", found.id),
    )


@holders(*access.WRITERS)
@require_POST
def case_task(request: HttpRequest, case_id: str) -> HttpResponseBase:
    """Adds a task."""
    signed_in = who_is(request)
    found = access.access_case_to_write(signed_in, case_id)
    form = AddTask(request.POST, prefix="task", colleagues=access.access_colleagues(signed_in, found.office_id))
    return form_page(
        request,
        found,
        form,
        lambda told: planning.add_task(signed_in, found, told["words"], told["due_on"], told["who"]),
        _page,
        then=lambda: redirect("case-plan", found.id),
    )


@holders(*access.WRITERS)
@require_POST
def case_task_change(request: HttpRequest, case_id: str, task_id: str) -> HttpResponseBase:
    """Puts a task otherwise, or ticks it off."""
    signed_in = who_is(request)
    found = access.access_case_to_write(signed_in, case_id)
    task = Plan.of(access.access_dossier(signed_in, found).entries).tasks.get(task_id)
    if task is None:
        raise Http404
    form = ChangeTask(
        request.POST,
        task=task,
        colleagues=access.access_colleagues(signed_in, found.office_id),
        kept_name=access.member_names().get(task.who, ""),
    )
    return form_page(
        request,
        found,
        form,
        lambda told: planning.change_task(
            signed_in, found, task_id, told["words"], told["due_on"], told["who"], is_done=told["is_done"]
        ),
        _page,
        then=lambda: redirect("case-plan", found.id),
    )


def _page(request: HttpRequest, case: Case, *, sent: forms.Form | None = None, status: int = 200) -> HttpResponse:
    """The plan with its forms; the one that was sent as it was sent."""
    signed_in = who_is(request)
    # Whoever only looks has no forms.
    may_write = signed_in.has(case.office_id, *access.WRITERS) and case.state != State.CLOSED
    colleagues = access.access_colleagues(signed_in, case.office_id)
    names = access.member_names()
    plan = Plan.of(access.access_dossier(signed_in, case).entries)
    given = {sent.prefix: sent} if sent is not None else {}

    def form_of(made: forms.Form) -> forms.Form | None:
        found = given.get(made.prefix)
        return found or (made if may_write else None)

    needs = [
        {"need": need, **_need_words(need), "past": _past(plan, need.id, names), "form": form_of(ChangeNeed.of(need))}
        for need in plan.needs.values()
    ]
    tasks = [
        {
            "task": task,
            "who": names.get(task.who, ""),
            "is_overdue": bool(task.due_on and task.due_on < signed_in.today),
            "past": _past(plan, task.id, names),
            "form": form_of(ChangeTask(task=task, colleagues=colleagues, kept_name=names.get(task.who, ""))),
        }
        for task in (*plan.open_tasks, *(task for task in plan.tasks.values() if task.is_done))
    ]
    told = {
        "case": case,
        "may_reopen": case.state == State.CLOSED and signed_in.has(case.office_id, Role.CASEWORKER),
        "needs": needs,
        "tasks": tasks,
        "need_form": form_of(NameNeed(prefix="need")),
        "task_form": form_of(AddTask(prefix="task", colleagues=colleagues)),
    }
    return render(request, "casework/plan.html", told, status=status)


def _past(plan: Plan, item: str, names: Mapping[str, str]) -> list[dict[str, object]]:
    """What stood before, the newest first."""
    return [
        {"at": entry.at, "by": names.get(entry.by, ""), "words": str(entry.data["words"]), **_as_it_was(entry.data)}
        for entry in reversed(plan.history[item])
    ]


def _as_it_was(data: Mapping[str, object]) -> dict[str, object]:
    if "state" in data:
        return {"state": NEED_STATES[NeedState(str(data["state"]))]}
    task = Task.of(data)
    return {"due_on": task.due_on, "is_done": task.is_done}


def _need_words(need: Need) -> dict[str, object]:
    return {"what": NEEDS[need.kind], "state": NEED_STATES[need.state]}
