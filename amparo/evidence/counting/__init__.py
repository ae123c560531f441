"""One honest table: declared attributes with public code lists; a blank is *not recorded*, never no."""
