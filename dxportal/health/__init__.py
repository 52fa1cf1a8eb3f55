"""Whether the portal works, for machines (/healthz, /readyz) and for people (`manage.py doctor`)."""
