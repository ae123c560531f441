"""The same form sent many times at the same moment is one report with one receipt, on a database that really commits."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SENDERS = """
import os, re, sys, threading
sys.path.insert(0, {tests!r})
from amparo.web.home import Home
Home.find().make()
import django
django.setup()
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from people_of_the_cast import OFFICES, ORGANISATION, cast_of
from amparo.vault.passphrases import Effort
from amparo.web.casework.models import Case, ReceiptKey
from amparo.web.people.actions.founding import found_organisation
from amparo.web.people.models import Office, Organisation

settings.ALLOWED_HOSTS = ["testserver"]
name = str({home!r} + "/at-once.sqlite3") if connection.vendor == "sqlite" else "at_once_" + os.urandom(4).hex()
settings.DATABASES["default"]["TEST"]["NAME"] = connection.settings_dict["TEST"]["NAME"] = name
old = connection.settings_dict["NAME"]
connection.creation.create_test_db(verbosity=0)
try:
    found_organisation(Organisation(**ORGANISATION), [Office(**one) for one in OFFICES], cast_of("x" * 20),
                       effort=Effort(passes=1, memory=2**13))
    held = [re.search('name="held" value="([^"]+)"', Client().get("/en/tell/").content.decode())[1] for _ in range(5)]
    start, answers = threading.Barrier(20), []
    def send(number):
        try:
            start.wait()
            told = dict(held=held[number % 5], words="At once.", language="en", office="north", purposes=["help"])
            page = Client().post("/en/tell/", told)
            answers.append((number % 5, page.status_code, re.findall("<span>([0-9]{{5}})</span>", page.content.decode())))
        finally:
            connections.close_all()
    threads = [threading.Thread(target=send, args=(number,)) for number in range(20)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert [status for _, status, _ in answers] == [200] * 20, answers
    assert len({{(form, *digits) for form, _, digits in answers}}) == 5
    assert Case.objects.count() == ReceiptKey.objects.count() == 5
    print("one each")
finally:
    connection.creation.destroy_test_db(old, verbosity=0)
"""


@pytest.mark.parametrize("again", [1, 2])
def test_twenty_senders_of_five_forms_make_five_reports(tmp_path: Path, again: int):
    tests = str(Path(__file__).parent)
    environment = {**os.environ, "AMPARO_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "amparo.web.settings"}
    told = SENDERS.format(tests=tests, home=str(tmp_path))
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, env=environment, check=False)
    assert ran.returncode == 0 and "one each" in ran.stdout, ran.stderr[-2000:]
