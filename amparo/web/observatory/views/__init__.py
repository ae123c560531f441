"""Views of the pages about States, instruments and provisions."""
