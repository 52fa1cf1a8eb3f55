"""News of a plan for those who follow it: feeds (Atom) and a calendar. Only what is public, and only what is true of its day."""
