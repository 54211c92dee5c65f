"""Programs on top of `generated`, each run by a command that a user would type."""
