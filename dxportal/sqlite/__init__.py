"""Django's SQLite backend, with one difference: a transaction takes the writer's turn when it first writes (base.py)."""
