"""Editions: when they close, what goes in, and how they are written and read (pure)."""
