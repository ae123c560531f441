"""What the public pages may say in a template."""
