"""The staff's screens: desk, approval, progress of a review, reminders, reorganisation, the report's room."""
