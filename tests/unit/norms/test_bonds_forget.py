"""What has been worked out about States is kept for a while, and never without end."""

from datetime import date, timedelta

from amparo.norms.bonds import bonds
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.dates import Period


def test_asking_about_many_days_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(bonds, "MOST_ANSWERS", 50)
    asked = load_catalogue().bonds
    expected = asked.belonging("bound:icrmw", "MEX", Period(date(2013, 10, 3), date(2013, 10, 3)))
    for number in range(200):
        day = date(2013, 1, 1) + timedelta(days=number)
        asked.belonging("bound:icrmw", "MEX", Period(day, day))
        assert len(asked._answers) <= 52
    assert asked.belonging("bound:icrmw", "MEX", Period(date(2013, 10, 3), date(2013, 10, 3))) == expected
