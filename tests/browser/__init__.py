"""A package, so that pytest ends the browser with this folder: its driver keeps an event loop."""
