"""The record that the database itself writes of every change: who acts, which tables it holds, the triggers, reading it."""
