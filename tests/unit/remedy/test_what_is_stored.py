"""What the web seals as an entry is read back as it was, and everything that is wrong with it is said at once."""

import json

import pytest

from amparo.errors import Problems
from amparo.remedy.claims import read_claim
from amparo.remedy.conversions import read_conversion
from amparo.remedy.filings import read_check_in, read_filing
from amparo.remedy.ledger import read_ledger, read_measure, read_sum

CLAIM = {
    "party": "farm-1",
    "on": "2026-11-21",
    "interest": {"yearly_percent": "9", "basis": {"law": "the civil code"}},
    "lines": [
        {
            "kind": "overtime",
            "person": "p-1",
            "basis": {"account": "from five to nine,\nevery evening"},
            "first_day": "2026-03-01",
            "last_day": "2026-03-21",
            "rate": "41.25 MXN",
            "units": "63.5",
            "factor": "2",
            "factor_basis": {"contract": "clause 7"},
            "paid": "0.00 MXN",
            "due_on": "2026-03-31",
            "about": "evenings: 4 hours # more or less",
        },
        {"kind": "wages", "person": "p-2", "basis": {"provision": "icrmw/25"}, "per": "week"},
    ],
}
SUM = {
    "id": "s-1",
    "step": "received",
    "person": "p-1",
    "party": "farm-1",
    "money": "500.00 MXN",
    "on": "2026-04",
    "from": "2026-03-01",
    "until": "2026-03-21",
    "payer": "fund-1",
    "confirmed": True,
    "about": "in cash",
}
MEASURE = {
    "id": "m-1",
    "kind": "papers",
    "person": "p-1",
    "party": "farm-1",
    "asked": "yes",
    "ordered": "unknown",
    "received": "yes",
    "received_on": "2026-05-02",
    "about": "passport",
}
FILING = {
    "id": "f-1",
    "route": "labour-inspectorate",
    "to": "the inspectorate",
    "on": "2026-04-01",
    "reference": "12/26",
}
CHECK_IN = {"filing": "f-1", "asked_on": "2026-04-03", "happened": ["threat", "shift-cut"], "told": "He came\ntwice."}
CONVERSION = {"given": "MXN", "wanted": "USD", "rate": "0.0541", "on": "2026-03-31", "source": "the central bank"}
STORED = [
    (read_conversion, CONVERSION),
    (read_claim, CLAIM),
    (read_sum, SUM),
    (read_measure, MEASURE),
    (read_ledger, {"sums": [SUM], "measures": [MEASURE]}),
    (read_filing, FILING),
    (read_check_in, CHECK_IN),
]


@pytest.mark.parametrize(("read", "data"), STORED)
def test_what_is_stored_is_read_back_as_it_was(read, data):
    assert json.loads(json.dumps(read(data).to_data())) == data


@pytest.mark.parametrize(("read", "data"), STORED)
def test_a_name_in_the_wrong_place_is_refused_and_not_repeated(read, data):
    for field in data:
        with pytest.raises(Problems) as caught:
            read({**data, field: {"Zubaida Marked": "Zubaida Marked"}, "Zubaida": 1})
        assert "Zubaida" not in str(caught.value)
        assert len(caught.value.found) >= 2, "every problem is said at once"


@pytest.mark.parametrize("field", ["id", "person", "party", "payer"])
def test_people_and_parties_are_never_named_by_their_names(field):
    with pytest.raises(Problems, match="never by their names"):
        read_sum({**SUM, field: "Zubaida Marked"})
