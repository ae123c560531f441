"""The kernel: three-valued conditions over named facts, and why an answer is what it is. Knows nothing of migration."""
