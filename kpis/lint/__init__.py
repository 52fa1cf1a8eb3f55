"""What a plan lacks before it is adopted, and where what was entered contradicts the plan's own words."""
