"""`amparo norms`: list, show, check and compare norms, and stamp translations."""

from pathlib import Path

import click

from amparo.rules.truth import Truth
from amparo.situation.vocabulary import LANGUAGES


@click.group()
def command() -> None:
    """List, show, check and compare norms."""


@command.command("list")
@click.option("--instrument", help="Only those of this instrument.")
@click.option("--theme", help="Only those under this theme.")
@click.option("--right", "right_", help="Only those that protect this right.")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default="en", show_default=True)
def list_(instrument: str | None, theme: str | None, right_: str | None, language: str) -> None:
    """One line for each provision: its id, and what it says."""
    from amparo.cli import options
    from amparo.norms.catalogue.catalogue import load_catalogue
    from amparo.norms.catalogue.translations import statement

    catalogue = load_catalogue()
    for word, known, what in (
        (instrument, catalogue.instruments, "instrument"),
        (theme, catalogue.themes, "theme"),
        (right_, catalogue.rights, "right"),
    ):
        if word:
            options.one_of(word, list(known), what)
    for provision in catalogue.provisions.values():
        if instrument not in (None, provision.instrument) or theme not in (None, catalogue.theme_of(provision)):
            continue
        if right_ in (None, provision.right, *provision.also):
            click.echo(f"{provision.id:24} {statement(provision, language, catalogue.translations).text}")


@command.command()
@click.argument("provision")
@click.option("--on", "on", metavar="DATE", help="Who is bound on this day; today if left out.")
def show(provision: str, on: str | None) -> None:
    """A provision as a lawyer wants to see it: texts, conditions, examples, and who is bound."""
    from amparo.cli import options
    from amparo.norms.authors.showing import shown
    from amparo.norms.catalogue.catalogue import load_catalogue

    catalogue = load_catalogue()
    name = options.one_of(provision, list(catalogue.provisions), "provision")
    click.echo(shown(catalogue, name, options.day(on)))


@command.command()
@click.argument("pack", required=False, type=click.Path(path_type=Path))
@click.option("--instrument", "instruments", multiple=True, help="Only the examples of these instruments.")
def check(pack: Path | None, instruments: tuple[str, ...]) -> None:
    """Check the knowledge, or a PACK joined to it: every problem with file and line, the examples, and what is not finished."""
    from amparo.norms.authors.checking import check as check_knowledge

    found = check_knowledge(pack, frozenset(instruments) or None)
    click.echo(f"{found.provisions} provisions are in order. {found.examples} examples came out.")
    click.echo(f"Each of {found.mistakes} mistakes in their conditions would be noticed by an example.")
    for remark in found.remarks:
        click.echo(remark)


@command.command()
@click.argument("before")
@click.argument("after", default="current")
def diff(before: str, after: str) -> None:
    """Whose answers change from catalogue BEFORE to AFTER: each is `current`, the folder of a pack, or another checkout."""
    from amparo.norms.authors.differences import difference

    found = difference(before, after)
    for title, names in (("Added", found.added), ("Removed", found.removed), ("Reworded", found.reworded)):
        click.echo(f"{title}: {', '.join(names) or 'none'}")
    concerned = list(dict.fromkeys(one.person for one in found.answers))
    verb = "gets" if len(concerned) == 1 else "get"
    click.echo(f"Of {found.asked} persons of the examples, {len(concerned)} {verb} another answer.")
    for person in concerned:
        click.echo(f"  {person}")
        for one in found.answers:
            if one.person == person:
                click.echo(f"    {one.provision}: {_told(one.before)} -> {_told(one.after)}")


def _told(pair: tuple[Truth, Truth] | None) -> str:
    """An answer as people read it."""
    return f"holds {pair[0].word}, engaged {pair[1].word}" if pair else "absent"


@command.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
def stamp(folder: Path | None) -> None:
    """Fill in the digest of the English where a translation in FOLDER (a pack; ours, if left out) has none yet."""
    from amparo.norms.authors.stamping import stamp as stamp_translations

    click.echo(f"{stamp_translations(folder)} translations stamped.")
