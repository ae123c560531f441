"""Coverage: what share of a population lives where a norm binds. Over tables of counts, cell by cell; unknown stays a band."""

BY = ("region", "origin", "destination", "year", "sex")  # what the people can be grouped by
