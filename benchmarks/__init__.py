"""How fast, beside the plain way and the rivals, in one run: `make bench`."""
