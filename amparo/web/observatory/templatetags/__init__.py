"""What the pages about States may say in a template."""
