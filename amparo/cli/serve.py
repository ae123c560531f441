"""`amparo serve`: the server of an installation."""

from pathlib import Path

import click

from amparo.cli.installation import HOME


@click.command()
@HOME
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen. The proxy stands in front of it."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True, help="How many requests at once.")
@click.option(
    "--migrate", "with_changes", is_flag=True, help="First make the changes of a new version to the database."
)
def command(home: Path | None, host: str, port: int, threads: int, with_changes: bool) -> None:
    """Serve the pages until told to stop. It does not start while `amparo doctor` finds something dangerous."""
    from amparo.errors import BadInput
    from amparo.web.operating.starting import migrate, pending_migrations, start

    start(home)
    from amparo.web.operating.checking import Finding, check_before_start
    from amparo.web.operating.serving import serve

    if with_changes and pending_migrations():
        migrate()
    found = check_before_start()
    if host not in ("127.0.0.1", "::1", "localhost") and not _is_behind_a_proxy():
        remedy = "Listen on 127.0.0.1 and put a proxy in front; see docs/install.md."
        found.append(Finding("open-port", "The server itself has no encryption.", remedy, is_fatal=True))
    for finding in found:
        click.echo(f"{finding.sentence} {finding.remedy}", err=True)
    if any(finding.is_fatal for finding in found):
        raise BadInput("not-started", "So the server was not started.")
    serve(host, port, threads=threads, when_ready=lambda: click.echo(f"Serving on {host} port {port}.", err=True))


def _is_behind_a_proxy() -> bool:
    from django.conf import settings

    return bool(settings.HTTPS and settings.PROXY)
