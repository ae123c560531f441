"""Incidents in which migrants died or went missing, as IOM's Missing Migrants Project records them: totals, and rows for a release."""
