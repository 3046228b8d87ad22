"""The product without wires: decides in pure code and does no I/O."""
