"""Headers as a CMS writes them: YAML between two lines ``---``, read as our lines ``Key: value``.

::

    ---
    title: "Harbour towns vote on the ferry line"
    tags:
      - transport
    ---

Only what such programs write of themselves is understood: values bare, in quotation marks or
folded, and lists.  Anything else is kept as it stands.
"""

import json
import re
from collections.abc import Iterable

_HEADER = re.compile(r"---\s*?\n(?P<head>.*?)^(?:---|\.\.\.)\s*?(?:\n|\Z)", re.DOTALL | re.M)
_KEY = re.compile(r"(?P<key>[\w-]+):(?:[ \t]+(?P<value>.*))?$")
_FOLDED = re.compile(r"[>|][+-]?\d?")
_BARE = re.compile(r"[^\W_](?:[^:#\n]|:(?! |$)|(?<! )#)*")
_WORDS = {"~", "null", "true", "false", "yes", "no", "on", "off"}
_QUOTES = re.compile(r'"(?:\\.|[^"\\])*"')

_Entry = tuple[str, list[str]]
"""A key, "" above the first one, and its lines as they stand."""


def plain(text: str) -> str:
    """Return a text with the header that we write; every line of its body keeps its number."""
    found = _HEADER.match(text)
    if not found:
        return text
    head = ((key, _value(lines)) for key, lines in _entries(found["head"]) if key)
    above = "\n".join(f"{key[:1].upper()}{key[1:]}: {value}".rstrip() for key, value in head)
    missing = found[0].count("\n") - above.count("\n")
    return above + "\n" * max(missing, 2) + text[found.end() :]


def dressed(text: str, like: str) -> str:
    """Return a text with our header in the form that ``like`` has; what is the same stays so."""
    found = _HEADER.match(like)
    if not found:
        return text
    head, _, body = text.partition("\n\n")
    before = {key.lower(): (key, lines) for key, lines in _entries(found["head"])}
    lines = list(before[""][1]) if "" in before else []
    for key, (first, *more) in _entries(head):
        name, old = before.get(key.lower(), (key.lower(), []))
        value = "\n".join([first.partition(":")[2].strip(), *more])
        lines += old if old and _value(old) == value else _written(name, value, old)
    return "\n".join(["---", *lines, "---", "", body.lstrip("\n")])


def _entries(head: str) -> list[_Entry]:
    entries: list[_Entry] = []
    for line in head.splitlines():
        found = _KEY.match(line)
        if found:
            entries.append((found["key"], [line]))
        elif entries:
            entries[-1][1].append(line)
        else:
            entries.append(("", [line]))
    return entries


def _value(lines: list[str]) -> str:
    """Return what the lines of a key say, on one line if it is understood."""
    first = lines[0].partition(":")[2].strip()
    more = [line for line in lines[1:] if line.strip() and not line.startswith("#")]
    said = [line.strip() for line in more]
    if said and all(line.startswith("- ") and ": " not in line for line in said):
        return _listed(line[2:] for line in said)
    if _FOLDED.fullmatch(first):
        return " ".join(said)
    if first.startswith("[") and first.endswith("]"):
        return _listed(first[1:-1].split(","))
    if not first and said:
        return "".join(f"\n    {line}" for line in more)
    return _unquoted(" ".join([first, *said]))


def _listed(values: Iterable[str]) -> str:
    return ", ".join(filter(None, (_unquoted(value.strip()) for value in values)))


def _unquoted(value: str) -> str:
    if _QUOTES.fullmatch(value):
        try:
            return str(json.loads(value))
        except ValueError:
            return value
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return value


def _written(key: str, value: str, old: list[str]) -> list[str]:
    """Write a value; as a list where it was one."""
    if old[1:] and old[1].strip().startswith("- "):
        return [f"{key}:", *(f"  - {_quoted(each)}" for each in value.split(", "))]
    first, *more = value.split("\n")
    return [f"{key}: {_quoted(first)}".rstrip(), *more]


def _quoted(value: str) -> str:
    bare = _BARE.fullmatch(value) and value.lower() not in _WORDS and value == value.strip()
    return value if bare or not value else json.dumps(value, ensure_ascii=False)
