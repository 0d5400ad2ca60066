"""What the headers of an answer say about time: untrusted text in, a span or an instant out.

Nothing here raises, whatever a header holds.

References: RFC 9110 (Date, Retry-After, HTTP dates), RFC 9111 (Cache-Control, Age, Expires).
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from briefing.models import Heard

LONGEST = timedelta(days=31)
"""However long a server wants us to stay away, we look again after this."""

_NUMBER = re.compile(r'"?(\d+)(?:\.\d*)?"?', re.ASCII)
_MAX_AGE = re.compile(r'(?:^|[\s,;])max-age\s*=\s*"?(\d+)', re.ASCII | re.I)
_NOTHING = timedelta()


def seconds(text: str) -> timedelta | None:
    """Read a number of seconds, at most ``LONGEST``; None where it is none."""
    match = _NUMBER.fullmatch(text.strip())
    return _span(match[1]) if match else None


def http_date(text: str) -> datetime | None:
    """Read a date in any of the formats of RFC 9110, or near to them; None where it is none."""
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def retry_after(heard: Heard, now: datetime) -> timedelta | None:
    """Return for how long the server wants to be left alone; None where it does not say.

    A date that has passed is a wait of nothing.
    """
    if not heard.retry_after:
        return None
    span = seconds(heard.retry_after)
    if span is None and (moment := http_date(heard.retry_after)):
        return _clamped(moment - now)
    return span


def lifetime(heard: Heard, now: datetime) -> timedelta | None:
    """Return for how long the answer is good from now; None where the server does not say.

    Where both ways of saying it differ, the longer one counts: that asks less often.
    """
    said = [span for span in (_max_age(heard), _expires(heard, now)) if span is not None]
    return max(said, default=None)


def _max_age(heard: Heard) -> timedelta | None:
    match = heard.cache_control and _MAX_AGE.search(heard.cache_control)
    if not match:
        return None
    return _clamped(_span(match[1]) - (seconds(heard.age) or _NOTHING))


def _expires(heard: Heard, now: datetime) -> timedelta | None:
    if not heard.expires:
        return None
    moment = http_date(heard.expires)
    # By section 5.3 of RFC 9111 what is no date, "0" above all, has expired already.
    return _clamped(moment - (http_date(heard.date) or now)) if moment else _NOTHING


def _span(digits: str) -> timedelta:
    """Return a span of seconds; their number may be too large for any type."""
    many = len(digits.lstrip("0")) > 9
    return LONGEST if many else _clamped(timedelta(seconds=int(digits)))


def _clamped(span: timedelta) -> timedelta:
    return min(max(span, _NOTHING), LONGEST)
