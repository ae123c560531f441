"""Running an installation: starting it, keeping it safe, bringing it back. It serves the pages and has none of its own."""
