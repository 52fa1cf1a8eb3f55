"""How an indicator is judged: plain values in, frozen dataclasses and sentences out. No ORM, no clock."""
