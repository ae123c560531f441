"""Writers on SQLite take turns: none starves, and a turn is passed on whatever happened in it."""

import os
import subprocess
import sys

import pytest
from django.db import connection

ONLY_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL queues by itself")

PROGRAM = """
import os, sys, threading, time
from amparo.web.home import Home
Home.find().make()
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connection, transaction
from amparo.web.people.models import Office

slowest = []

def write(name):
    for number in range(15):
        begun = time.monotonic()
        try:
            with transaction.atomic():
                Office.objects.create(code=f"{name}-{number}", name=name)
                if number % 5 == 4:
                    raise KeyError
        except KeyError:
            pass
        slowest.append(time.monotonic() - begun)
    connection.close()

threads = [threading.Thread(target=write, args=(f"t{at}",)) for at in range(6)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(Office.objects.count(), len(slowest))
"""


@ONLY_SQLITE
def test_six_writers_write_all_they_have_and_what_fails_passes_the_turn_on(tmp_path):
    env = {"AMPARO_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "amparo.web.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert ran.stdout.split() == ["72", "90"]
