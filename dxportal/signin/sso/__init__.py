"""Signing in with the city's accounts: the directory says who it is, the portal decides whether they are let in.

Loaded only where it is set up (dxportal/sso_settings.py): it needs the packages of requirements-sso.txt.
"""
