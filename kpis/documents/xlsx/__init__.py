"""The Excel toolkit: a workbook's sheets, its looks, rows that fit their page, numbers that read as printed."""
