"""From stored rows to judged indicators: the one place where pages, tables, files and reports get a verdict."""
