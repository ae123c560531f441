"""All knowledge as one: the files, the packs that join them, the digest that names them, and the checked whole."""
