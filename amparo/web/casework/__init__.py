"""Reports and cases: received, read, answered, carried on."""
