"""`amparo filing verify`: anybody can check a proof, with nothing of the web and one message for each thing that is wrong."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from nacl.signing import SigningKey

from amparo.vault.filings import digest_of, make_copy, prove

KEY = SigningKey(b"k" * 32)
PUBLIC = KEY.verify_key.encode().hex()


@pytest.fixture
def filed(tmp_path):
    copy = make_copy(b"They kept my passport.")
    (tmp_path / "paper-1.txt").write_bytes(copy)
    (tmp_path / "paper-2.txt").write_text(prove(copy, KEY, at=datetime(2026, 11, 21, 12, tzinfo=UTC)))
    (tmp_path / "key").write_text(f"{PUBLIC}\n")
    return tmp_path


def verify(amparo, folder, *more, key=PUBLIC):
    return amparo("filing", "verify", folder / "paper-2.txt", "--key", key, *more)


def test_it_says_by_when_it_had_been_filed_and_what_that_does_not_say(filed, amparo):
    for key in (PUBLIC, PUBLIC.upper(), filed / "key"):
        ran = verify(amparo, filed, "--copy", filed / "paper-1.txt", key=key)
        assert ran.code == 0 and "Proved: this copy had been filed by 2026-11-21 12:00:00 UTC." in ran.out
        assert "does not say who" in ran.err and "passport" not in ran.out
    ran = verify(amparo, filed, "--digest", digest_of((filed / "paper-1.txt").read_bytes()))
    assert ran.code == 0


def test_what_is_wrong_is_one_message_and_exit_code_2(filed, amparo):
    other = SigningKey(b"o" * 32).verify_key.encode().hex()
    copy = filed / "paper-1.txt"
    cases = {
        "names another key": verify(amparo, filed, "--copy", copy, key=other),
        "no public key": verify(amparo, filed, "--copy", copy, key="zz"),
        "about another file": verify(amparo, filed, "--copy", filed / "key"),
        "not a digest": verify(amparo, filed, "--digest", "12"),
        "either --copy or --digest": verify(amparo, filed),
    }
    for said, ran in cases.items():
        assert ran.code == 2 and said in ran.err and not ran.out, said
    (filed / "paper-2.txt").write_text("no proof")
    assert "not a whole filing proof" in verify(amparo, filed, "--copy", copy).err
    (filed / "paper-2.txt").write_bytes(b"\xff" * (2**20 + 1))
    assert "larger than 1 MiB" in verify(amparo, filed, "--copy", copy).err


def test_it_needs_neither_the_web_nor_a_server_nor_a_home(filed):
    asked = [str(filed / "paper-2.txt"), "--copy", str(filed / "paper-1.txt"), "--key", PUBLIC]
    told = (
        "import sys; sys.modules['django'] = None\n"
        f"from amparo.cli import main; sys.argv = ['amparo', 'filing', 'verify', *{asked!r}]; main()\n"
        "ours = {name.split('.')[1] for name in sys.modules if name.startswith('amparo.')}\n"
        "assert ours == {'cli', 'errors', 'vault'}, ours\n"
    )
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, env={}, check=False)
    assert ran.returncode == 0 and "Proved" in ran.stdout, ran.stderr
