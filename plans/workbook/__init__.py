"""A whole plan as an Excel workbook, out and in."""
