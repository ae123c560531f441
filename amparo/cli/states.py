"""`amparo state`: what a State has bound itself to."""

import json

import click


@click.command()
@click.argument("state")
@click.option("--on", "on", metavar="DATE", help="The day asked about; today if left out.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(state: str, on: str | None, form: str) -> None:
    """The commitments of STATE (ISO 3166-1 alpha-3) as a timeline, and what is not known."""
    from amparo.cli import options
    from amparo.norms.catalogue.catalogue import load_catalogue
    from amparo.norms.states.timelines import bound, timeline, unknown

    catalogue = load_catalogue()
    found = timeline(catalogue, options.state(state, catalogue), options.day(on))
    if form == "json":
        click.echo(json.dumps(found.to_plain(), ensure_ascii=False, indent=1))
        return
    names = {one.instrument: one.short_name for one in found.standings}
    click.echo(f"{catalogue.vocabulary.states[found.state].name} up to {found.on}\n")
    for event in found.events:
        form_ = f" ({event.form})" if event.form else ""
        doubt = "" if event.verified else "  unverified"
        click.echo(f"  {event.on!s:<10}  {event.event}{form_}: {names[event.instrument]}{doubt}")
    for held_back in found.reservations:
        lifted = f" until {held_back.until}" if held_back.until else ""
        click.echo(
            f"  {held_back.since!s:<10}  reservation{lifted} to {', '.join(sorted(held_back.provisions))}: {held_back.says}"
        )
    click.echo(f"\nBOUND on {found.on}")
    for one in (one for one in bound(found) if catalogue.instruments[one.instrument].binding):
        since = one.belonging.basis.get("bound_from", "")
        checked = one.belonging.basis.get("as_last_checked_on")
        as_checked = f"; as last checked on {checked}" if checked else ""
        click.echo(f"  {one.short_name}: since {since}{as_checked}; reservations: {one.reservations}")
        for says in one.held_back:
            click.echo(f"      held back: {says}")
    declared = [one.short_name for one in bound(found) if not catalogue.instruments[one.instrument].binding]
    click.echo(f"\nDECLARED, without binding\n  {', '.join(declared)}")
    click.echo("\nNOT KNOWN")
    for one in unknown(found):
        reason = one.belonging.reason.value if one.belonging.reason else ""
        until = one.belonging.basis.get("complete_until")
        click.echo(f"  {one.short_name}: {reason}{f' (complete until {until})' if until else ''}")
