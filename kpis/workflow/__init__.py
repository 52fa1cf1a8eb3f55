"""The verbs: the only way a state or a value changes; with what they ask, record and send."""
