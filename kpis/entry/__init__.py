"""The grid in which departments enter a quarter's values and reports."""
