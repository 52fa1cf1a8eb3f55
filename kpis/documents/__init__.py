"""What every file format shares: CSV, the Excel toolkit, limits."""
