"""Evidence that exposes nobody: counting people over a declared domain, and the one gate through which anything is published."""
