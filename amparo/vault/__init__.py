"""Keys, sealing by section, receipts, sealed indexes, custodians, audit and erasure. Knows no database and no web; start with `Cabinet`."""
