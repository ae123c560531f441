"""Reading everything as it was at one moment, while others go on writing."""

import contextlib
from collections.abc import Iterator

from django.db import connection, transaction


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside was so at one moment; nobody who writes has to wait. Nothing can be written inside."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    # Not `atomic`: ours take the right to write at once. Who only reads sees the database as it was at their first read.
    cursor = connection.cursor()
    cursor.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        cursor.execute("ROLLBACK")
