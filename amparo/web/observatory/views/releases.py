"""Published releases: the list of them, each with its five questions, its counts and pictures, and its files to keep."""

from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.evidence.release.bundles.published import Published
from amparo.evidence.release.bundles.shelf import file_of
from amparo.evidence.release.bundles.signing import SIGNATURES
from amparo.evidence.release.bundles.writing import MANIFEST, digest
from amparo.exchange.zips import fold
from amparo.situation.clock import today
from amparo.web.evidence.questions import questions
from amparo.web.evidence.shelf import shown_release, shown_releases
from amparo.web.few_at_once import FewAtOnce
from amparo.web.observatory.publishing import resting_on
from amparo.web.observatory.release_pictures import picture_of
from amparo.web.observatory.release_tables import in_order, part_of, parts_of, splitting
from amparo.web.observatory.release_words import FILES, KINDS, attribute_name, value_of

_PER_PAGE, _MOST_PARTS = 30, 16
_SHORT, _LONG = 10, 300  # rows of a part beside the others, and by itself
_WHOLE = FewAtOnce(2)  # a bundle may be large, and is held whole
_BUSY = _("Others are taking all files of a release just now. Ask again in a moment; each file by itself can be had.")
_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "jsonld": "application/ld+json"}
# Nothing of a bundle is ever shown as a page of ours: it was written elsewhere.
_TO_KEEP = {"Content-Security-Policy": "default-src 'none'; sandbox"}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a bundle: its name, what it holds, and its size."""

    name: str
    what: Promise | str
    size: int


def _mark_of_all(**_arguments: object) -> str:
    return digest(" ".join(f"{one.slug} {one.digest} {one.signed_by}" for one in _all()).encode())


def _mark(slug: str, **_arguments: object) -> str:
    found = release_of(slug)
    return f"{found.digest} {found.signed_by}"


@resting_on(_mark_of_all)
def index(request: HttpRequest) -> HttpResponse:
    """What was published, the newest first."""
    pages = Paginator(_all(), _PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    shown = [(one, KINDS[one.kind], [attribute_name(name.name) for name in one.told]) for one in page]
    return render(request, "observatory/releases.html", {"releases": shown, "page": page, "pages": pages.page_range})


@resting_on(_mark)
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """One release: what it says and cannot say, its counts in pictures and tables, its files, and how to check them."""
    found = release_of(slug)
    parts = parts_of(found)
    untold = [attribute_name(one.name) for one in found.attributes if one not in found.told]
    shown = {
        "release": found,
        "kind": KINDS[found.kind],
        "questions": questions(found.manifest),
        "parts": [(part, part.rows[:_SHORT], len(part.rows) - _SHORT) for part in parts[:_MOST_PARTS]],
        "others": parts[_MOST_PARTS:],
        "untold": untold,
        "files": _files(found),
    }
    return render(request, "observatory/release.html", shown)


@resting_on(_mark)
def part(request: HttpRequest, slug: str, at: int, by: int = 0) -> HttpResponse:
    """One attribute of a release: every value, split by another (sex unless one is asked for), and per million migrants."""
    found = release_of(slug)
    if at >= len(found.told):
        raise Http404
    others = splitting(found, found.told[at])
    if by and by >= len(others):
        raise Http404
    beside = others[by] if others else None
    told = part_of(found, at, beside)
    shown = {
        "release": found,
        "part": told,
        "rows": told.said_rows[:_LONG],
        "left": len(told.said_rows) - _LONG,
        "columns": [value_of(beside.name, one) for one in in_order(found, beside)] if beside else [],
        "beside": attribute_name(beside.name) if beside else "",
        "others": [(place, attribute_name(one.name)) for place, one in enumerate(others)],
        "by": by,
    }
    return render(request, "observatory/release_part.html", shown)


@resting_on(_mark)
def picture(request: HttpRequest, slug: str, at: int) -> HttpResponse:
    """The picture of one attribute."""
    drawn = picture_of(slug, at, release_of(slug).digest, get_language() or "en", today().isoformat())
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/svg+xml")


@resting_on(_mark)
def file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One file of a release, to keep."""
    content = file_of(settings.HOME.published, release_of(slug), name)
    if content is None:
        raise Http404
    return _to_keep(content, f"{slug}-{name}", _TYPES.get(name.rpartition(".")[2], "application/octet-stream"))


@resting_on(_mark)
def everything(request: HttpRequest, slug: str) -> HttpResponse:
    """All files of a release in one, as `amparo release verify` takes them."""
    found = release_of(slug)
    return _WHOLE.answer(request, lambda: _folded(found), busy=_BUSY)


def release_of(slug: str) -> Published:
    """The published release of this name; raises Http404 if there is none that may be shown."""
    found = shown_release(slug)
    if found is None:
        raise Http404
    return found


def _folded(found: Published) -> HttpResponse:
    slug = found.slug
    members = {f"{slug}/{name}": file_of(settings.HOME.published, found, name) for name in _names(found)}
    whole = {name: content for name, content in members.items() if content is not None}
    if len(whole) < len(members):  # changed since it was looked at
        raise Http404
    return _to_keep(fold(whole, stored=frozenset(whole)), f"{slug}.zip", "application/zip")


def _all() -> list[Published]:
    return shown_releases()


def _names(found: Published) -> list[str]:
    return [*found.files, MANIFEST, SIGNATURES]


def _files(found: Published) -> list[File]:
    return [File(name, FILES.get(name, ""), found.files.get(name, 0)) for name in _names(found)]


def _to_keep(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **_TO_KEEP}
    return HttpResponse(content, content_type=kind, headers=headers)
