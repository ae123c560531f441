"""Pages that say the same to everybody: anybody may keep them for a while, and asks by their mark whether they still hold."""

import functools
from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeAlias

import babel
import django
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import etag, require_safe

import amparo
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.situation.clock import today
from amparo.web.people.access import find_organisation
from amparo.web.people.doors import View, anybody

P = ParamSpec("P")
KEPT = "public, max-age=3600"
_OURS = Path(amparo.__file__).parent

Page: TypeAlias = Callable[Concatenate[HttpRequest, P], HttpResponse]


def published(view: Page[P]) -> View[P]:
    """A page for anybody that depends on the knowledge, the language, the day and the organisation's own lines, and on nothing else."""
    return resting_on(lambda **_: "")(view)


def resting_on(also: Callable[..., str]) -> Callable[[Page[P]], View[P]]:
    """The same for a page that also rests on something whose digest `also` gives, of the arguments in the address."""

    def marked(view: Page[P]) -> View[P]:
        answering = etag(lambda _, **arguments: _mark(also(**arguments)))(view)

        @wraps(view)
        def kept(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            response = answering(request, *args, **kwargs)
            if response.status_code in (200, 304):
                response.headers["Cache-Control"] = KEPT
            else:
                del response.headers["ETag"]  # what is refused is not what the mark stands for
            return response

        return anybody(require_safe(kept))

    return marked


def _mark(also: str) -> str:
    """The mark of what the page rests on; the address is told apart by whoever keeps it."""
    organisation = find_organisation()
    around = [str(getattr(organisation, name, "")) for name in ("name", "telephone", "neutral_title")]
    told = [_code(), load_catalogue().digest, str(get_language()), today().isoformat(), *around, also]
    return f'"{blake2b(chr(0).join(told).encode(), digest_size=16).hexdigest()}"'


@functools.cache
def _code() -> str:
    """A digest of every file of ours, for a page may rest on any: code, templates, translations, phrases, the table of people.

    The number of the version alone stays the same where somebody mends a sentence. Names of States and days are Babel's.
    """
    mark = blake2b(f"{django.__version__}\0{babel.__version__}".encode(), digest_size=16)
    for path in sorted(path for path in _OURS.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        mark.update(f"{path.relative_to(_OURS)}\0".encode() + blake2b(path.read_bytes()).digest())
    return mark.hexdigest()
