"""The public pages of indicators and reports."""
