"""Passkeys: a key kept by the phone, the computer or a stick, unlocked by its owner. Only where PASSKEYS is set."""
