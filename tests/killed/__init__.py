"""What a process leaves behind that is killed (SIGKILL: power, memory, an impatient operator) in the midst of its work."""
