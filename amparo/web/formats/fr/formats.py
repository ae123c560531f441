"""Dates in French, with the hours as on every page."""

DATETIME_FORMAT = "j F Y, H:i"
