"""What every file format shares: CSV, the Excel toolkit. Limits of spreadsheets: plans/spreadsheets.py."""
