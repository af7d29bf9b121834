"""One step a release: how the tables of the board came to be what they are."""
