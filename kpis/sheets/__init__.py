"""The quarter's sheet: out as Excel or CSV, back in with a preview of every difference."""
