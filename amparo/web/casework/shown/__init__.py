"""What the pages of a case show, made ready for their templates."""
