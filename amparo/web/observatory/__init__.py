"""State pages, instrument pages, provision pages: what is known of each, for anybody to read and to keep."""
