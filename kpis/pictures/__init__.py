"""Pictures for slides and for sharing, drawn by the server: PNG of a chart, and cards of 1200 × 630 pixels."""
