"""PostgreSQL, told who writes."""
