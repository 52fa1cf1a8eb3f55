"""The memory of the promise: what a revision is, how it is recorded, and the guard that lets nothing else through."""
