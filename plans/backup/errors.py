class BackupError(Exception):
    """Writing or restoring is not possible; `str()` is a sentence for whoever runs the command."""
