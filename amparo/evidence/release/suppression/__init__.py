"""Suppressed tables: exact counts, with small cells hidden and so many others beside them that no arithmetic brings them back.

The threat is differencing: a hidden cell is what its row lacks. A hidden cell is protected once another table of whole people has
been found that agrees with everything shown and has few enough in that cell, and one that has many enough (`protecting`). Such
tables are proofs; no solver has to be believed. They do not stop what somebody knows besides: see docs/areas/evidence.md.
"""
