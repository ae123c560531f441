"""Whole tables of situations at the speed of gathers: the second evaluator of the language, and it answers as the first does.

Every test reads little, so each value of a column gets a word whose bit *i* says whether conjunct *i* has an objection; an answer
is the *and* of a few such words. `words.Table` is where to begin.
"""

from amparo.rules.table.factors import FORMS
from amparo.rules.table.runs import DatedGroups
from amparo.rules.table.words import Table, compile_table

__all__ = ["FORMS", "DatedGroups", "Table", "compile_table"]
