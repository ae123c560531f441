"""What others' programs read about a release: data dictionary, licence, HXL tags, and an entry for a catalogue (DCAT).

Sources: HXL 1.1 (tag row under the header); W3C DCAT 3; SPDX for checksums.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from typing import Any

from amparo.evidence.counting.domain import Attribute, Domain

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_TEXT = f"""\
These data are published under Creative Commons Attribution 4.0 International: {LICENCE}
You may use and share them if you name their source. Say with them what they cannot tell: see report.html.

We ask, beyond the licence: do not try to recognise anybody, and do not join these data with others to that end.
"""
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "html": "text/html"}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def dictionary(domain: Domain) -> bytes:
    """Every attribute and value, as CSV, with what a blank means."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["attribute", "value", "several", "hxl"])
    for one in domain.attributes:
        writer.writerow([one.name, "(blank: not recorded, or too little evidence; never no)", "", hashtag(one)])
        writer.writerows([one.name, value, "yes" if one.several else "no", ""] for value in one.values)
    return written.getvalue().encode()


def hashtag(attribute: Attribute) -> str:
    """The HXL hashtag which the domain declares, or one that says only what the attribute is called."""
    slug = re.sub(r"[^a-z0-9]+", "_", attribute.name.lower()).strip("_")
    return attribute.hxl or (f"#meta+{slug}" if slug[:1].isalpha() else "#meta")


def tagged(content: bytes, tags: list[str]) -> bytes:
    """A CSV with its row of HXL tags under the header."""
    header, newline, rows = content.partition(b"\n")
    return header + newline + ",".join(tags).encode() + newline + rows


def catalogue_entry(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """The release as a DCAT dataset in JSON-LD, with a distribution for each file of data."""
    entry = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dcterms": "http://purl.org/dc/terms/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Dataset",
        "dcterms:title": manifest["name"],
        "dcterms:description": f"{str(manifest['kind']).capitalize()} about {manifest['population']}. What they cannot tell: report.html.",
        "dcterms:issued": {"@value": manifest["released_on"], "@type": "xsd:date"},
        "dcterms:license": {"@id": LICENCE},
        "dcat:landingPage": {"@id": "report.html"},
        "dcat:keyword": [one["name"] for one in manifest["domain"]["attributes"]],
        "dcat:distribution": [
            _distribution(name, content) for name, content in files.items() if not name.endswith((".html", ".txt"))
        ],
    }
    return (json.dumps(entry, ensure_ascii=False, indent=1) + "\n").encode()


def _distribution(name: str, content: bytes) -> dict[str, object]:
    return {
        "@type": "dcat:Distribution",
        "dcterms:title": name,
        "dcat:downloadURL": {"@id": name},
        "dcat:mediaType": {"@id": _MEDIA_TYPES + _MEDIA[name.rpartition(".")[2]]},
        "dcat:byteSize": {"@value": str(len(content)), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": hashlib.sha256(content).hexdigest(), "@type": "xsd:hexBinary"},
        },
    }
