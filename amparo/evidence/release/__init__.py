"""The one gate: tables and records with differential privacy, and the ledger of what they cost. Start with `synthesis.release`."""
