"""What is owed and what arrived: money, claims that can be checked by hand, the remedy ledger, filings and what follows them."""
