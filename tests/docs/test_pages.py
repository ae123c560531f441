"""The pages: every link leads somewhere, every word that an answer uses is explained, and the README's commands run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from project_files import ROOT, name, pages

from amparo.cli import COMMANDS
from amparo.rules.conditions import Reason

LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|^    .*?$|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def links():
    for page in pages():
        for target in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
            if not re.match(r"[a-z]+:", target):
                yield pytest.param(page, target, id=f"{name(page)} -> {target}")


def anchors(page):
    """The anchors of a page's headings, as the usual renderers make them."""
    headings = re.findall(r"^#+ +(.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(("page", "target"), list(links()))
def test_every_link_leads_somewhere(page, target):
    path, _, anchor = target.partition("#")
    found = (page.parent / path).resolve() if path else page
    assert found.exists()
    assert found.is_relative_to(ROOT)
    assert not anchor or anchor in anchors(found)


def test_no_page_links_to_itself_by_a_full_address():
    for page in pages():
        assert "blob/main" not in page.read_text(encoding="utf-8"), name(page)


GLOSSARY = ROOT / "docs/glossary.md"


@pytest.mark.parametrize("reason", [reason.value for reason in Reason])
def test_every_reason_for_unknown_is_explained(reason):
    assert f"* `{reason}`: " in GLOSSARY.read_text(encoding="utf-8")


def test_the_glossary_is_in_alphabetical_order():
    terms = re.findall(r"^\*\*([^*]+)\*\*", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(terms) > 40
    assert terms == sorted(terms, key=str.lower) and len(terms) == len(set(terms))


@pytest.mark.parametrize("room", ["rules", "situation", "norms", "cli"])
def test_every_room_of_the_program_has_its_page(room):
    assert (ROOT / f"docs/areas/{room}.md").is_file()
    assert f"areas/{room}.md" in (ROOT / "docs/README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_described(command):
    assert f"`amparo {command}" in (ROOT / "docs/areas/cli.md").read_text(encoding="utf-8")


def test_every_command_of_a_group_is_described():
    import click

    from amparo.cli import amparo

    text = (ROOT / "docs/areas/cli.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        found = amparo.get_command(click.Context(amparo), command)
        for word in getattr(found, "commands", {}):
            assert re.search(rf"`amparo {command} {word}\b|`amparo {command}.*`{word}`", text), f"{command} {word}"


@pytest.mark.parametrize("variable", ["AMPARO_TODAY", "AMPARO_CACHE", "AMPARO_PACKS", "AMPARO_PACK_KEYS"])
def test_every_setting_is_described(variable):
    assert variable in (ROOT / "docs/areas/cli.md").read_text(encoding="utf-8")


def test_no_setting_is_read_that_is_not_described():
    text = (ROOT / "docs/areas/cli.md").read_text(encoding="utf-8")
    read = {
        found
        for room in ("cli", "norms", "rules", "situation")
        for path in (ROOT / "amparo" / room).rglob("*.py")
        for found in re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"", path.read_text())
    }
    assert {one for one in read if one.startswith("AMPARO_")} <= set(re.findall(r"AMPARO_\w+", text))


def readme_commands():
    """The lines of the README's `sh` blocks that run the program itself."""
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [line.removeprefix(".venv/bin/") for line in lines if line.removeprefix(".venv/bin/").startswith("amparo ")]


def test_the_readme_shows_how_to_use_the_program():
    assert len(readme_commands()) >= 3


@pytest.mark.parametrize("line", readme_commands())
def test_the_commands_of_the_readme_run(line):
    program = str(Path(sys.executable).with_name("amparo"))
    ran = subprocess.run(
        [program, *line.split()[1:]], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
    assert ran.stdout.strip()


def test_the_readme_fits_on_a_screen():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60
