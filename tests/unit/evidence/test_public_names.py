"""What other rooms may use of the gate, and that verifying a release needs none of what making one needs."""

import subprocess
import sys

import pytest

import amparo.evidence.release as gate


@pytest.mark.parametrize("name", dir(gate))
def test_every_public_name_is_there(name):
    assert getattr(gate, name).__name__ == name


def test_another_name_is_an_error():
    with pytest.raises(AttributeError):
        gate.no_such_name  # noqa: B018


def test_verifying_loads_neither_opendp_nor_django():
    told = "import sys, amparo.evidence.release as gate; gate.verify_bundle, gate.publish; print({'opendp', 'django'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
