"""The command `amparo`. One module per area; a command is imported when it is called, so that every one starts quickly."""

import os
import sys
import traceback
from importlib import import_module

import click

from amparo import __version__
from amparo.errors import BadInput, Defect

# name of the command: module, and the line that the overview shows
COMMANDS = {
    "rights": ("amparo.cli.rights", "The rights of one person, towards one State, on one day."),
    "claim": ("amparo.cli.claim", "Reckon what people are owed, as a table that can be checked by hand."),
    "interview": ("amparo.cli.interview", "Ask the fewest questions, then show the rights."),
    "schema": ("amparo.cli.schema", "The JSON Schema of an answer."),
    "state": ("amparo.cli.states", "What a State has bound itself to, as a timeline."),
    "commitments": ("amparo.cli.commitments", "Count the States that signed, ratified or are bound."),
    "coverage": ("amparo.cli.coverage", "What share of a population lives where a norm binds."),
    "evaluate": ("amparo.cli.evaluate", "The rights of every row of a table of situations."),
    "summarise": ("amparo.cli.summarise", "How many people of a table hold each right, by State and status."),
    "gain": ("amparo.cli.gain", "Who would gain what if States ratified."),
    "count": ("amparo.cli.count", "Make one table of people from many sources, and count them."),
    "release": ("amparo.cli.release", "Publish tables and records that expose nobody."),
    "incidents": (
        "amparo.cli.incidents",
        "Dead and missing migrants: totals, and a table coarse enough for a release.",
    ),
    "norms": ("amparo.cli.norms", "List, show, check and compare norms."),
    "pack": ("amparo.cli.packs", "Sign and inspect packs of norms."),
    "filing": ("amparo.cli.filing", "Check a proof of filing."),
    "demo": ("amparo.cli.demo", "The demonstration: an invented organisation, and twelve accounts."),
    "init": ("amparo.cli.init", "Found a real installation, and print what has to go onto paper."),
    "serve": ("amparo.cli.serve", "Serve the pages of an installation."),
    "doctor": ("amparo.cli.doctor", "What is wrong with an installation, and what to do."),
    "backup": ("amparo.cli.backup", "Write an installation into one encrypted file."),
    "restore": ("amparo.cli.restore", "Make an installation again from a backup."),
    "audit": ("amparo.cli.audit", "The record of every act: export it, verify it anywhere."),
    "daily": ("amparo.cli.daily", "Do the work of a day, for a timer."),
    "member": ("amparo.cli.member", "Help a member back in, at the machine itself."),
    "lockdown": ("amparo.cli.lockdown", "End every session and everything lent, at once."),
}


# a package that is not in every installation: the extra that brings it
_EXTRAS = {"opendp": "evidence", "numpy": "evidence", "psycopg": "postgres"}


class _Lazy(click.Group):
    """Loads a command's module only when it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def amparo() -> None:
    """Which rights bind which State for a person who migrates, on what basis, and what would change the answer."""


def main() -> None:
    """Runs the command; an error that the reader can mend is one message on stderr and exit code 2."""
    try:
        amparo(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(2)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    except BadInput as wrong:
        click.echo(wrong.sentence, err=True)
        sys.exit(wrong.exit_code)
    except ModuleNotFoundError as missing:
        if (extra := _EXTRAS.get((missing.name or "").partition(".")[0])) is None:
            raise
        click.echo(
            f"This needs the extra `{extra}`, which is not installed. Try: pip install 'amparo[{extra}]'", err=True
        )
        sys.exit(BadInput.exit_code)
    except Exception:  # the message could hold what a person told, so it is not shown unasked
        if os.environ.get("AMPARO_DEBUG"):
            traceback.print_exc()
        click.echo(
            "Something of ours went wrong. Set AMPARO_DEBUG=1 to see where, and tell us; see SECURITY.md.", err=True
        )
        sys.exit(Defect.exit_code)
