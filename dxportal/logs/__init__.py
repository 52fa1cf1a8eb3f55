"""What the portal writes down of its own work: the number of each request, a line for each event."""
