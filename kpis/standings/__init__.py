"""How the plans stand today, kept beside their data: pages read it, and nobody judges anew what has not changed."""
