"""What has to be done each day without any key. The server does it itself; `amparo daily` does it for a timer."""

import logging
from datetime import date
from threading import Thread
from time import sleep

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from amparo.web.evidence.actions.publishing import end_old_releases
from amparo.web.logs import report
from amparo.web.people.actions.daily import daily
from amparo.web.safekeeping import generation_file, tombstone_file
from amparo.web.safekeeping.store import newest_names, store

_HOUR = 3600


def do_daily(on: date) -> None:
    """Does the day's work; doing it twice changes nothing."""
    daily(on)
    end_old_releases(on)
    home = settings.HOME
    tombstone_file.complete(home.tombstones, store().tombstones(), home.server_secret)
    generation_file.complete(home.generations, newest_names(), home)


def every_day() -> None:
    """Starts the thread that does the day's work at the start of the server and then once a day."""
    Thread(target=_for_ever, name="daily", daemon=True).start()


def _for_ever() -> None:
    done: date | None = None
    while True:
        today = timezone.localdate()
        if today != done:
            try:
                do_daily(today)
                done = today
            except Exception as wrong:  # the next hour tries again
                logging.getLogger("amparo").error("The day's work failed: %s.", report(wrong))
            finally:
                close_old_connections()
        sleep(_HOUR)
