"""What a page says of a State, of an instrument, of a provision: facts with their sources, no sentence and no picture of the web."""
