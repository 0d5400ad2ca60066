"""The one exception tree: a failing *run* raises; a failing *source* is a value on the report.

::

    BriefingError            message says what is wrong and what to do; exit status 1
    ├── SettingsError        a setting is misspelt or has a value that cannot be used
    ├── ContentError         a file of the editor's cannot be read: names file and line
    ├── StoreError           the database cannot be opened, read or written
    ├── BuildError           the site could not be built whole; the last good one stays
    ├── DeliveryError        a newsletter cannot be made or sent
    └── LockedError          another run holds the lock; exit status 75 (EX_TEMPFAIL)
"""


class BriefingError(Exception):
    """A run that cannot go on; ``str()`` is the sentence that the user reads."""

    exit_code = 1


class SettingsError(BriefingError):
    """A setting is misspelt or has a value that cannot be used."""


class ContentError(BriefingError):
    """A file below ``content/`` cannot be read; the message names it, and the line if known."""


class StoreError(BriefingError):
    """The database cannot be opened, read or written."""


class BuildError(BriefingError):
    """The site could not be built whole; the last good output is untouched."""


class DeliveryError(BriefingError):
    """A newsletter cannot be made or sent."""


class LockedError(BriefingError):
    """Another run holds the lock."""

    exit_code = 75
