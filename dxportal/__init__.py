"""The project: settings, addresses, and the pages that speak of every plan at once."""
