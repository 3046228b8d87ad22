"""The doors to vendors: each implements a port of `bot` and knows nothing of the others."""
