"""Where the records of the vault live. It knows opaque ids, days and sealed bytes, and nobody."""
