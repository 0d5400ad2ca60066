"""The Pelican plugins, each of which does one thing and can be used alone on another site.

The only code that imports Pelican.  ``project`` is what they share: the settings, checked once,
and the helpers that templates use.
"""
