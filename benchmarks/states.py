"""Answers every State page in every language, and prints how fast: `python -m benchmarks.states [--all]`.

Each page has to be answered with 200, in under 50 KB, and a second time by its mark alone (304). Pages are asked of Django in this
process, so this is the time of one core to make them, without a network, and whatever else the machine does. The first language is
asked first, of a process that remembers nothing yet. With `--all` the pages below each State, of instruments and of
provisions are made as well.
"""

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from time import process_time

from django.core.management import call_command
from django.test import Client

from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.web.home import Home
from amparo.web.languages import LANGUAGES
from amparo.web.operating.starting import start

MOST_BYTES = 50_000
BELOW = ("claims/", "people/", "peers/", "what-if/", "acts.svg")


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="amparo-bench-"))
    try:
        os.environ |= {"AMPARO_HOME": str(folder), "DATABASE_URL": ""}
        os.environ["DJANGO_SETTINGS_MODULE"] = "amparo.web.settings"
        prepare()
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
        codes = list(load_catalogue().vocabulary.states)
        for language in LANGUAGES:
            tell(f"State pages, {language}", [f"states/{code}/" for code in codes], languages=[language])
        if "--all" in sys.argv:
            for part in BELOW:
                tell(part, [f"states/{code}/{part}" for code in codes], may_be_missing=True)
            tell("instruments", [f"instruments/{name}/" for name in load_catalogue().instruments])
            tell("pictures of the world", [f"instruments/{name}/world.svg" for name in load_catalogue().instruments])
            tell("provisions", [f"provisions/{name}/" for name in load_catalogue().provisions])
            tell("lists", ["states/", "sources/"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepare() -> None:
    """A home with an empty database."""
    Home.find().make()
    start()
    call_command("migrate", verbosity=0)


def tell(
    what: str, paths: Iterable[str], *, languages: Iterable[str] = LANGUAGES, may_be_missing: bool = False
) -> None:
    """Asks for every page in the languages, checks each, and prints the rate, the slowest and the largest."""
    client, marks, sizes, times = Client(headers={"host": "localhost"}), {}, {}, {}
    for path in paths:
        for language in languages:
            address = f"/{language}/{path}"
            begun = process_time()
            page = client.get(address)
            times[address] = process_time() - begun
            if may_be_missing and page.status_code == 404:
                continue
            assert page.status_code == 200, (address, page.status_code)
            assert not page.cookies and page.headers["Cache-Control"].startswith("public"), address
            sizes[address], marks[address] = len(page.content), page.headers["ETag"]
    begun = process_time()
    for address, mark in marks.items():
        assert client.get(address, headers={"if-none-match": mark}).status_code == 304, address
    again, whole = process_time() - begun, sum(times[address] for address in sizes)
    slowest, largest = max(times, key=times.__getitem__), max(sizes, key=sizes.__getitem__)
    print(
        f"{what}: {len(sizes)} pages in {whole:.1f} s, {len(sizes) / whole:.0f} a second; slowest {slowest} {times[slowest]:.2f} s"
    )
    print(
        f"    asked again by their mark: {len(marks) / again:.0f} a second; largest {largest} {sizes[largest]:,} bytes"
    )
    over = {address: size for address, size in sizes.items() if size > MOST_BYTES}
    assert not over, over


if __name__ == "__main__":
    main()
