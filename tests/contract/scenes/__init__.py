"""Programs that are hosts of their own; each prints what it finds wrong, a line each."""
