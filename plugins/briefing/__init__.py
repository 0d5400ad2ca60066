"""Pelican Briefing: feeds and own articles in, a triweekly news briefing out.

The rooms, in the order of the flow: ``articles`` and ``ingest`` bring material in, ``store`` keeps
it, ``newsroom`` and ``editions`` (pure) make an edition of it, ``newsletter`` and ``delivery`` mail
it, ``site`` holds the Pelican plugins.  ``desk`` composes the stages, ``cli`` is the command.
"""

__version__ = "0.1.0"
