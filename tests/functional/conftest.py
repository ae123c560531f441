"""Runs commands as a person would, in this process: what they print, where, and how they end."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper

import pytest

from amparo import cli as command_line


@dataclass(frozen=True)
class Ran:
    out: str
    err: str
    code: int


@pytest.fixture
def amparo(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """`amparo("rights", "-", stdin="...")` runs the command."""

    def run(*args: object, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["amparo", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin.encode()), encoding="utf-8"))
        code = 0
        try:
            command_line.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        return Ran(printed.out, printed.err, code)

    return run
