"""Makes Django ready outside a server, and brings the database to the shape that this version expects."""

import os
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from amparo.errors import BadInput
from amparo.web.home import Home


def start(folder: Path | None = None) -> Home:
    """The home, with Django set up on it; raises BadInput if a setting is wrong or a secret is missing."""
    if folder is not None:
        os.environ["AMPARO_HOME"] = str(folder.absolute())
    # Whatever an installation writes is for its owner only.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.web.settings")
    home = Home.find()
    django.setup()
    return home


def start_installed(folder: Path | None = None) -> Home:
    """The home of an installation that has been founded, likewise; raises BadInput if there is none yet."""
    home = start(folder)
    organisation = apps.get_model("people", "Organisation")
    try:
        is_there = (
            organisation._meta.db_table in connection.introspection.table_names() and organisation.objects.exists()
        )
    except DatabaseError:
        raise no_database() from None
    if not is_there:
        raise BadInput("not-installed", "There is no organisation here yet. Run `amparo init` first.")
    return home


def pending_migrations() -> list[str]:
    """The changes that the database still lacks; raises BadInput if it does not answer."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        raise no_database() from None
    return [f"{migration.app_label} {migration.name}" for migration, _ in plan]


def migrate() -> None:
    """Brings the database to the shape of this version; raises BadInput if it does not answer."""
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError:
        raise no_database() from None


def no_database() -> BadInput:
    """The error for a database that does not answer; it repeats nothing of the address, which may hold a password."""
    return BadInput(
        "no-database", "The database does not answer. Check DATABASE_URL, that the server runs, and its rights."
    )
