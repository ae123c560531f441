"""`amparo claim`: what people are owed, line by line, as a table that can be checked by hand."""

from pathlib import Path

import click

from amparo.situation.vocabulary import LANGUAGES


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--lang", "--language", "language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--pdf", "paper", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file as well.")
def command(file: Path, language: str, paper: Path | None) -> None:
    """Reckon the claim in FILE (YAML or JSON; - for standard input): docs/areas/remedy.md says what stands in it.

    The claim is read, reckoned and forgotten. A figure that is missing is not known, and never nothing.
    """
    from amparo.cli import options
    from amparo.errors import BadInput, Problem, Problems
    from amparo.norms.catalogue.catalogue import load_catalogue
    from amparo.remedy.as_pdf import as_pdf
    from amparo.remedy.bases import BasisKind
    from amparo.remedy.claims import read_claim
    from amparo.remedy.tables import as_text, claim_table
    from amparo.rules.reading import read_document, read_text

    name, problems = str(file), list[Problem]()
    text = options.standard_input() if name == "-" else read_text(file)
    if (node := read_document(text, name, problems)) is None:
        raise Problems(problems)
    claim = read_claim(node, file=name)
    known = load_catalogue().provisions
    for basis in claim.bases:
        if basis.kind is BasisKind.PROVISION:
            options.one_of(basis.reference, list(known), "provision")
    table = claim_table(claim, language, citations={one.id: one.citation for one in known.values()})
    if paper:
        try:
            paper.write_bytes(as_pdf(table))
        except OSError as wrong:
            raise BadInput("not-written", f"{paper} cannot be written: {wrong.strerror}.") from None
    click.echo(as_text(table))
