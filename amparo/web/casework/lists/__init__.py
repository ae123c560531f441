"""Lists of cases: lines, the tables that hold them in memory, load, days that are due."""
