"""What can go wrong when a report is written."""


class ReportError(ValueError):
    """A file that cannot be made; its text is for people."""
