"""Organisation, offices, members, roles: who may come in, and with which keys."""
