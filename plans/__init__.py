"""What a city promised: the plan's words, goals, actions, schedule and organisation. Knows nothing of kpis."""
