"""The frozen snapshot of a plan's quarter: how it is taken, and how two are compared."""
