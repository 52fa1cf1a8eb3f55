"""Requests that no browser of ours sends: every address, as everybody, with what breaks a careless reader."""
