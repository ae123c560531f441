"""Which installation a command works on."""

from pathlib import Path

import click

HOME = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="AMPARO_HOME",
    help="The folder of the installation; AMPARO_HOME names it too.",
)
