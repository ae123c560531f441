"""Cleans one file in this process: what it is, by its content alone, and then without metadata."""

import logging
import warnings
import zlib
from collections.abc import Callable, Mapping
from importlib import import_module
from zipfile import BadZipFile

from amparo.errors import BadInput
from amparo.exchange.attachments.attachment import DEFAULT_LIMITS, Attachment, Limits, refuse
from amparo.exchange.attachments.names import display_name
from amparo.exchange.attachments.sniffing import family

# Each family has a module with `clean(data, limits)`; it is imported when the first such file comes, since some start slowly.
MODULES: Mapping[str, str] = {
    "picture": "pictures",
    "mp3": "frames",
    "amr": "frames",
    "wav": "waves",
    "ogg": "oggs",
    "iso": "iso_media",
    "pdf": "pdfs",
    "zip": "offices",
    "text": "texts",
}
# Libraries log what they find in a file, in its own words; none of that is to reach anybody's log.
for _name in ("PIL", "pikepdf", "mutagen"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


def clean(data: bytes, *, declared_name: str = "", limits: Limits = DEFAULT_LIMITS) -> Attachment:
    """The file without metadata; raises BadInput `bad-attachment` for one that cannot be received.

    Decoders written in C see hostile bytes here: a server that holds keys calls `apart.clean_apart` instead.
    """
    if not data:
        refuse("empty")
    if len(data) > limits.size:
        refuse("too-large")
    cleaned = _cleaned(data, limits)
    return Attachment(
        media_type=cleaned.media_type,
        content=cleaned.content,
        is_stripped=cleaned.is_stripped,
        notes=cleaned.notes,
        display_name=display_name(declared_name),
    )


def _cleaned(data: bytes, limits: Limits) -> Attachment:
    module = import_module(f"amparo.exchange.attachments.{MODULES[family(data)]}")
    act: Callable[[bytes, Limits], Attachment] = module.clean
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # libraries warn of damage, and quote it
            return act(data, limits)
    except BadInput as refused:
        found = str(refused.data["reason"])
    except MemoryError:
        found = "too-much-inside"
    except (
        BadZipFile,
        zlib.error,
        Exception,
    ):  # a hostile file may raise anything in a decoder; none of it may be shown
        found = "broken"
    refuse(found)  # outside the handler, so that no inner exception, which may quote the file, hangs on ours
