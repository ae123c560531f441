"""Secrets on paper: 24 words and a check word each, so that what was copied wrongly is noticed when it is typed back."""

from amparo.errors import BadInput
from amparo.vault.material import KEY_SIZE
from amparo.vault.words import read_words, spell
from amparo.web.home import Home

_WORDS = 24
# name of the file: the domain of its check word, so that one secret is never taken for the other
_DOMAINS = {"server.key": 3, "signing.key": 4}
CALLED = {"server.key": "server secret", "signing.key": "signing key"}


def words_of(home: Home, name: str) -> str:
    """The words of one of the home's secrets."""
    raw = home.server_secret.reveal() if name == "server.key" else home.signing_key.encode()
    return spell(int.from_bytes(raw, "big"), _WORDS, domain=_DOMAINS[name])


def put_back(home: Home, name: str, typed: str) -> None:
    """Writes the secret that somebody typed into the home; raises Mistyped, or BadInput if there is another already."""
    number = read_words(typed, _WORDS, domain=_DOMAINS[name])
    if number >> (8 * KEY_SIZE):
        raise BadInput("mistyped", "These words are no secret of ours. Compare with what you wrote down.")
    home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    home.put_secret(name, number.to_bytes(KEY_SIZE, "big"))


def in_lines(words: str, width: int = 5) -> str:
    """The words, some to a line and numbered, to be read from paper."""
    each = words.split()
    return "\n".join(f"    {at + 1:>2}  {' '.join(each[at : at + width])}" for at in range(0, len(each), width))
