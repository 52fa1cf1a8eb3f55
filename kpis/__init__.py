"""What a plan measures and how it is going. May import plans; plans never imports kpis."""
