"""`amparo doctor`: what is wrong with an installation, and what to do."""

import sys
from pathlib import Path

import click

from amparo.cli.installation import HOME


@click.command()
@HOME
def command(home: Path | None) -> None:
    """Look for what is wrong, and say what to do. Ends with 1 if there is something, 3 if the server would not start."""
    from amparo.web.operating.starting import start

    start(home)
    from amparo.web.operating.checking import check_everything

    found = check_everything()
    for finding in sorted(found, key=lambda finding: not finding.is_fatal):
        click.echo(f"{'DANGEROUS' if finding.is_fatal else 'look at'}  {finding.sentence}\n           {finding.remedy}")
    if not found:
        click.echo("Nothing is wrong.")
    sys.exit(3 if any(finding.is_fatal for finding in found) else 1 if found else 0)
