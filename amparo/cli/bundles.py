"""`amparo release preview | sign | publish | verify | combine`: what is done with a bundle once it is written."""

from pathlib import Path
from typing import TextIO

import click

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("bundle", type=_FOLDER)
def preview(bundle: Path) -> None:
    """Show what readers of BUNDLE will see first, and what is missing before it can be published."""
    from amparo.evidence.release.bundles.publishing import preview as preview_bundle

    click.echo(preview_bundle(bundle))


@click.command()
@click.argument("bundle", type=_FOLDER)
@click.option("--key", required=True, type=click.File("r"), help="The file with your secret key; - for standard input.")
def sign(bundle: Path, key: TextIO) -> None:
    """Sign BUNDLE: you have read it, and it may be published. Keys are made with `amparo pack new-key`."""
    from amparo.evidence.release.bundles.publishing import sign as sign_bundle

    click.echo(f"Signed. Public key: {sign_bundle(bundle, key.read())}")


@click.command()
@click.argument("bundle", type=_FOLDER)
@click.option("--publishers", type=_FILE, required=True, help="The register of those who may publish, with their keys.")
@click.option("--ledger", type=_FILE, help="The ledger in which the release was entered.")
@click.option("--to", type=_FOLDER, required=True, metavar="DIR", help="A new folder, where readers find it.")
def publish(bundle: Path, publishers: Path, ledger: Path | None, to: Path) -> None:
    """Publish BUNDLE, if two registered people have signed it and the ledger knows it."""
    from amparo.evidence.release.bundles.publishing import publish as publish_bundle
    from amparo.evidence.release.bundles.signing import read_publishers

    names = publish_bundle(bundle, publishers=read_publishers(publishers), ledger=ledger, to=to)
    click.echo(f"Published in {to} by {' and '.join(names)}.")


@click.command()
@click.argument("bundle", type=_FOLDER)
def verify(bundle: Path) -> None:
    """Check that BUNDLE is as it was released: files, tables, metadata, signatures."""
    from amparo.evidence.release.bundles.verifying import verify_bundle

    found = verify_bundle(bundle)
    click.echo(f"{bundle.name}: every file is as it was released. {str(found.manifest['status']).capitalize()}.")
    for key in found.signed_by:
        click.echo(f"Signed by {key}. Compare the key with its owner's, by another way than the one the release came.")
    if not found.signed_by:
        click.echo("It bears no signature, so it does not say who released it.")


@click.command()
@click.argument("bundles", nargs=-1, required=True, type=_FOLDER, metavar="A B ...")
@click.option("--name", default="combined", show_default=True, help="What to call the release.")
@click.option("--out", type=_FOLDER, required=True, metavar="DIR", help="A new folder.")
def combine(bundles: tuple[Path, ...], name: str, out: Path) -> None:
    """Add up the tables of several organisations' bundles, with the error that the sums have. Needs nobody's data."""
    from amparo.evidence.release.bundles.writing import refuse_used, write_bundle
    from amparo.evidence.release.combining import combine as combine_bundles
    from amparo.situation.clock import today

    refuse_used(out)
    manifest = write_bundle(combine_bundles(bundles, name=name, on=today().isoformat()), out)
    click.echo(f"About {manifest['people']:,} people of {len(bundles)} organisations in {out}.")
    click.echo("Somebody known to two of them is counted twice; these data cannot say how many are.")


COMMANDS = (preview, sign, publish, verify, combine)
