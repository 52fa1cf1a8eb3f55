"""The report as PDF: its data for Typst, and the compiler."""
