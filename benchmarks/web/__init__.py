"""The web under load: the real server, driven over HTTP like a browser without JavaScript."""
