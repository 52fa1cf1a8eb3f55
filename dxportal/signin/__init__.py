"""Signing in safely: lock-out, one-time codes, idle sessions, the audit list, and input that survives an expired session."""
