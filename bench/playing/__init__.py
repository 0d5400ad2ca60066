"""A seeded editor who plays: see ``bench/year.py``."""
