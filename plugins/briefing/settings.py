"""The one list of settings: every ``BRIEFING_*`` name, its default and its meaning.

A field ``mail_from`` is the setting ``BRIEFING_MAIL_FROM`` in ``pelican.conf.py``; the environment
variable of the same name wins over it.  A misspelt name is an error, not silence.  Five names are
Pelican's own and keep them: ``SITENAME``, ``SITEURL``, ``TIMEZONE``, ``DEFAULT_LANG``,
``THEME``.
"""

import difflib
import runpy
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from briefing.errors import SettingsError
from briefing.models import is_web_address

CONFIGURATION = "pelican.conf.py"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PELICAN_NAMES = {
    "SITENAME": "name",
    "SITEURL": "site_url",
    "TIMEZONE": "zone",
    "DEFAULT_LANG": "language",
    "THEME": "theme",
}
_CHOICES = {
    "missed": ("catch-up", "fold"),
    "thin": ("merge", "skip", "short"),
    "crawlers": ("all", "search", "none"),
}
_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def _setting(default: Any, meaning: str) -> Any:
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one project, checked.  ``root`` is the folder of ``pelican.conf.py``."""

    root: Path
    name: str = _setting("A Pelican Briefing", "Pelican's SITENAME: the briefing's name.")
    site_url: str = _setting("http://localhost:8000", "Pelican's SITEURL: the public address.")
    zone: str = _setting("UTC", "Pelican's TIMEZONE: the zone of the calendar and of all dates.")
    language: str = _setting("en", "Pelican's DEFAULT_LANG: the language of the briefing.")

    tagline: str = _setting("", "One line on what the briefing is about, for masthead and feeds.")
    notice: str = _setting("", "One line at the head of every page; empty: none.")
    now: str = _setting("", "An instant (ISO 8601) in place of the clock; empty: the real time.")
    live: bool = _setting(False, "Ingest and compose before every build of the site.")

    sources: str = _setting("content/sources.opml", "The OPML list of feeds.")
    database: str = _setting("sqlite:///var/briefing.db", "SQLAlchemy address of the database.")
    contact: str = _setting("", "Address or page shown to feed owners in the user agent.")
    connections: int = _setting(16, "Feeds that are asked for at the same time, one a host.")
    allow_private: bool = _setting(False, "Let feeds be fetched from private network addresses.")

    days: tuple[str, ...] = _setting(("mon", "wed", "fri"), "Weekdays on which an edition closes.")
    hour: str = _setting(
        "06:00", "Time of day at which an edition closes, in TIMEZONE; several: 06:00, 17:00."
    )
    breaks: tuple[str, ...] = _setting(
        (), "Days without an edition: 2026-12-25, 2026-07-20..2026-08-07, each year 12-24..12-26."
    )
    missed: str = _setting(
        "catch-up", "Editions that were missed: catch-up makes each, fold puts all into the last."
    )
    thin: str = _setting(
        "merge", "An edition with too few stories: merge into the next, skip, or short: send it."
    )
    backfill_days: int = _setting(21, "How far back a first run makes editions, in days.")
    semantic: bool = _setting(
        False, "Use the extra `semantic`, where it is installed, for topics and stories."
    )
    min_stories: int = _setting(3, "With fewer stories an edition is thin; see BRIEFING_THIN.")
    words: int = _setting(900, "Word budget of an edition.")
    stories: int = _setting(7, "Full stories in an edition at the most, the lead among them.")
    briefs: int = _setting(6, "One-line briefs in an edition at the most.")
    moving: int = _setting(4, "Stories under Still moving at the most.")
    carry: int = _setting(1, "Editions for which a story waits that did not fit.")
    review: bool = _setting(False, "A composed edition starts as draft and waits for the editor.")

    subscribe_action: str = _setting("", "Where the sign-up form posts to; empty: a mailto link.")
    mail_from: str = _setting("", "The newsletter's From address.")
    mail_reply_to: str = _setting("", "The newsletter's Reply-To address; empty: none.")
    list_id: str = _setting("", "List-Id domain; empty: made from SITEURL's host.")
    unsubscribe: str = _setting("", "Mail address for leaving; empty: the From address.")
    one_click: str = _setting(
        "",
        "https address of your one-click unsubscribe service with {token} in it; empty: readers "
        "leave by mail.",
    )
    subscribers: str = _setting("var/subscribers.txt", "Private file: one address a line.")
    smtp: str = _setting("", "smtp://USER:PASSWORD@HOST:PORT or smtps://...; empty: no sending.")
    postal: str = _setting(
        "", "Postal address at the foot of the mail, where the law asks for one."
    )

    theme: str = _setting("theme", "Pelican's THEME: a folder, or the name of an installed theme.")
    look: str = _setting(
        "", "A second look of the theme, as `paper`: static/css/looks/NAME.css; empty: the first."
    )
    logo: str = _setting(
        "", "The path of a picture below content/ (SVG, PNG) in place of the name in the masthead."
    )

    websub_hub: str = _setting("", "Address of a WebSub hub that the feeds name; empty: none.")
    crawlers: str = _setting(
        "all", "Who may crawl: all, search (search engines, no training of models), none."
    )
    share_font: str = _setting(
        "", "A font file for share pictures and icons; some scripts need one. Empty: ours."
    )

    comment_action: str = _setting("", "Where the reply form posts to; empty: a mailto link.")

    def __post_init__(self) -> None:
        _check(self)

    @property
    def timezone(self) -> ZoneInfo:
        """The calendar's zone."""
        return ZoneInfo(self.zone)

    @property
    def closing_times(self) -> tuple[time, ...]:
        """The local times of day at which editions close."""
        texts = self.hour.replace(",", " ").split()
        return tuple(sorted({time.fromisoformat(text) for text in texts}))

    @property
    def breaks_as_pairs(self) -> tuple[tuple[str, str], ...]:
        """First and last day of each break: ISO dates, or months and days for every year."""
        pairs = (entry.partition("..") for entry in self.breaks)
        return tuple((first, last or first) for first, _, last in pairs)

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The edition's weekdays as numbers, Monday 0."""
        return tuple(sorted(WEEKDAYS.index(day) for day in self.days))

    @property
    def host(self) -> str:
        """The host of ``SITEURL``: the authority of all ids that are minted."""
        return urlsplit(self.site_url).hostname or "localhost"

    @property
    def base_path(self) -> str:
        """The path of ``SITEURL`` without its last slash: "" or "/news"."""
        return urlsplit(self.site_url).path.rstrip("/")

    def path(self, name: str) -> Path:
        """Resolve a path setting against the project's folder."""
        return self.root / name

    def clock(self) -> datetime:
        """The injected instant, or the real one (aware, UTC, whole seconds)."""
        if self.now:
            return _instant(self.now, "BRIEFING_NOW")
        return datetime.now(UTC).replace(microsecond=0)

    @classmethod
    def from_mapping(
        cls, root: Path, configured: Mapping[str, Any], environ: Mapping[str, str]
    ) -> "Settings":
        """Make settings from Pelican's names, the environment winning.

        Raises:
            SettingsError: a ``BRIEFING_*`` name is unknown or a value cannot be used.
        """
        values: dict[str, Any] = {}
        known = _names()
        # Pelican takes its own names from the file alone, but for SITEURL, which the file may read.
        ours = {n: v for n, v in environ.items() if n not in _PELICAN_NAMES or n == "SITEURL"}
        for origin, mapping in ((CONFIGURATION, configured), ("the environment", ours)):
            for name, value in mapping.items():
                if name in known:
                    values[known[name]] = _coerce(name, value, cls, known[name])
                elif name.startswith("BRIEFING_"):
                    raise SettingsError(_unknown(name, origin, known))
        if "now" not in values and environ.get("SOURCE_DATE_EPOCH", "").isdecimal():
            epoch = int(environ["SOURCE_DATE_EPOCH"])
            values["now"] = datetime.fromtimestamp(epoch, UTC).isoformat()
        if "site_url" in values:
            values["site_url"] = values["site_url"].rstrip("/")
        return cls(root=root, **values)


def load(root: Path, environ: Mapping[str, str]) -> Settings:
    """Read ``pelican.conf.py`` in ``root`` and the environment.

    Raises:
        SettingsError: there is no such file, it fails, or a setting in it is wrong.
    """
    path = root / CONFIGURATION
    if not path.is_file():
        raise SettingsError(
            f"There is no {CONFIGURATION} in {root}: run the command in the folder of a briefing."
        )
    try:
        configured = runpy.run_path(str(path))
    except Exception as error:
        raise SettingsError(f"{CONFIGURATION} cannot be read: {error!r}") from error
    return Settings.from_mapping(root, configured, environ)


def documentation() -> tuple[tuple[str, str, str], ...]:
    """Return (name, default, meaning) of every setting, in the order of the list."""
    names = {attribute: name for name, attribute in _names().items()}
    return tuple(
        (names[entry.name], repr(entry.default), entry.metadata["meaning"])
        for entry in fields(Settings)
        if entry.name in names
    )


def _names() -> dict[str, str]:
    pelican = {attribute: name for name, attribute in _PELICAN_NAMES.items()}
    attributes = (entry.name for entry in fields(Settings) if entry.name != "root")
    return {pelican.get(name, f"BRIEFING_{name.upper()}"): name for name in attributes}


def _unknown(name: str, origin: str, known: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "docs/settings.md lists all names."
    return f"{name} (in {origin}) is not a setting: {hint}"


def _coerce(name: str, value: Any, cls: type[Settings], attribute: str) -> Any:
    default = next(entry.default for entry in fields(cls) if entry.name == attribute)
    if isinstance(default, bool):
        return _flag(name, value)
    if isinstance(default, int):
        if not str(value).isdecimal():
            raise SettingsError(f"{name} must be a whole number, not {value!r}.")
        return int(value)
    if isinstance(default, tuple):
        parts = value.replace(",", " ").split() if isinstance(value, str) else value
        if not isinstance(parts, list | tuple):
            raise SettingsError(f"{name} must be a list, not {value!r}.")
        return tuple(str(part).lower() for part in parts)
    if not isinstance(value, str):
        raise SettingsError(f"{name} must be text, not {value!r}.")
    return value


def _flag(name: str, value: Any) -> bool:
    word = str(value).strip().lower()
    if word not in _YES | _NO:
        raise SettingsError(f"{name} must be true or false, not {value!r}.")
    return word in _YES


def _instant(text: str, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(
            f"{name} must be an instant like 2026-11-23T06:00:00Z, not {text!r}."
        ) from None
    if moment.tzinfo is None:
        raise SettingsError(f"{name} needs a zone, as in 2026-11-23T06:00:00Z: {text!r}.")
    return moment.astimezone(UTC).replace(microsecond=0)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text if len(text) > len("12-24") else f"2024-{text}") is not None
    except ValueError:
        return False


def _check(settings: Settings) -> None:
    try:
        ZoneInfo(settings.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(f"TIMEZONE is not a known zone: {settings.zone!r}.") from None
    if not is_web_address(settings.site_url):
        raise SettingsError(
            f"SITEURL must be a whole address like https://example.org, not {settings.site_url!r}."
        )
    strange = [day for day in settings.days if day not in WEEKDAYS]
    if strange or not settings.days:
        raise SettingsError(f"BRIEFING_DAYS are out of {', '.join(WEEKDAYS)}, not {strange}.")
    try:
        usable = bool(settings.closing_times)
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(f"BRIEFING_HOUR must be like 06:00, not {settings.hour!r}.")
    if settings.websub_hub and not is_web_address(settings.websub_hub):
        raise SettingsError(
            f"BRIEFING_WEBSUB_HUB must be a whole address, not {settings.websub_hub!r}."
        )
    for first, last in settings.breaks_as_pairs:
        if not (_is_day(first) and _is_day(last) and len(first) == len(last)):
            raise SettingsError(
                "BRIEFING_BREAKS are days like 2026-12-25 or 12-24..12-26, not "
                f"{first if first == last else f'{first}..{last}'!r}."
            )
        if first > last and len(first) == len("2026-12-25"):
            raise SettingsError(f"BRIEFING_BREAKS: {first}..{last} ends before it begins.")
    for name, words in _CHOICES.items():
        if (value := getattr(settings, name)) not in words:
            raise SettingsError(
                f"BRIEFING_{name.upper()} is one of {', '.join(words)}, not {value!r}."
            )
    for name in ("backfill_days", "connections", "min_stories", "stories"):
        if getattr(settings, name) < 1:
            raise SettingsError(f"BRIEFING_{name.upper()} must be at least 1.")
    room = settings.stories + settings.briefs
    if settings.min_stories > room:
        raise SettingsError(
            f"BRIEFING_MIN_STORIES is {settings.min_stories}, and BRIEFING_STORIES and "
            f"BRIEFING_BRIEFS leave room for {room}: every edition would be thin."
        )
    if settings.now:
        _instant(settings.now, "BRIEFING_NOW")
