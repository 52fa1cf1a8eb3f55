"""The version of what the public can read, of every plan and of the site, counted up by the database itself."""
