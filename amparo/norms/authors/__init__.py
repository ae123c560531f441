"""For those who keep the knowledge: examples that run and are broken on purpose, checks, comparisons."""
