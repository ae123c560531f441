"""`amparo daily`: the work of a day."""

from pathlib import Path

import click

from amparo.cli.installation import HOME


@click.command()
@HOME
def command(home: Path | None) -> None:
    """Do what has to be done each day. A running server does it by itself; this is for a timer, or for now."""
    from amparo.web.operating.starting import start_installed

    start_installed(home)
    from django.utils import timezone

    from amparo.web.operating.daily import do_daily

    do_daily(timezone.localdate())
    click.echo("Done.")
