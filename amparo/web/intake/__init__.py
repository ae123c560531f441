"""The public pages: know your rights, tell us, your receipt."""
