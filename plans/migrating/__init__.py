"""Which migrations a database has had: by their own names, by that of the file that replaces them, or by both."""
