"""`amparo lockdown`: everything that is open is closed, and what was open is told."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from amparo.cli.installation import HOME

if TYPE_CHECKING:
    from amparo.web.people.actions.locking_down import Exposed

_SERVER = "server"


@click.command()
@HOME
@click.option(
    "--since", metavar="DATE", help="Since when to tell who opened how many cases; the last seven days if left out."
)
@click.option("--lift", "is_over", is_flag=True, help="It is over: everybody may sign in again.")
def command(home: Path | None, since: str | None, is_over: bool) -> None:
    """End all sessions and all that was lent or shared, at once, and let only administrators and custodians sign in."""
    from datetime import timedelta

    from amparo.cli import options
    from amparo.errors import BadInput
    from amparo.web.operating.starting import start_installed

    start_installed(home)
    from django.utils import timezone

    from amparo.web.people.actions.locking_down import lift, lock_down

    now = timezone.now()
    # Days are those of the organisation, which may be ahead of those in Greenwich.
    today = timezone.localdate(now)
    if is_over:
        lift(_SERVER, now)
        click.echo("Everybody may sign in again.")
        return
    begins_on = options.any_day(since) if since else today - timedelta(days=7)
    if begins_on > today:
        raise BadInput("future-day", f"The day lies in the future. Name a day up to {today}.")
    _tell(lock_down(_SERVER, now, since=begins_on))


def _tell(exposed: "Exposed") -> None:
    click.echo(f"Locked down. {len(exposed.sessions)} sessions were open and have ended:")
    for session in exposed.sessions:
        click.echo(f"  {session.shown_name}, since {session.began_at:%Y-%m-%d %H:%M} UTC")
    click.echo(f"Cases opened since {exposed.since}:")
    for member, count in sorted(exposed.cases.items(), key=lambda pair: -pair[1]):
        click.echo(f"  {exposed.names[member]}: {count}")
    for post in exposed.covers:
        told = f"{post.role} in {post.office.name}, until {post.last_day}"
        asked_by = f", for {post.covers_for.shown_name}" if post.covers_for else ""
        click.echo(f"Stood in: {post.member.shown_name} as {told}{asked_by}")
    for purpose, count in sorted(exposed.wraps.items()):
        click.echo(f"Taken back ({purpose}): {count}.")
    click.echo("It is lifted by a custodian, or by `amparo lockdown --lift`.")
