"""What the player writes into a draft, one function a kind."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from briefing.editions.assemble import Stored
from playing.draft import Mine, blocks, cut, is_story, section_of

if TYPE_CHECKING:
    from playing.editor import Editor


Edit = Callable[["Editor", str, Mine, Stored], str]


def _story(editor: "Editor", text: str) -> tuple[str, str]:
    """Return name and text of a story at random; nothing where there is none."""
    found = [(name, part) for name, part in blocks(text) if is_story(name)]
    return editor.rng.choice(found) if found else ("", "")


def put(text: str, mine: Mine, before: str, after: str, name: str) -> str:
    """Put one part in place of another, and remember how the part of that name reads now."""
    changed = text.replace(before, after, 1)
    mine.parts[name] = cut(changed).get(name)
    return changed


def _rewrite(editor: "Editor", text: str, mine: Mine, _: Stored) -> str:
    name, part = _story(editor, text)
    if not name or part.count("\n") < 2:
        return text
    lines = part.splitlines(keepends=True)
    at = editor.rng.randrange(1, len(lines))
    lines[at] = f"In other words, number {editor.rng.randrange(1000)}.\n"
    return put(text, mine, part, "".join(lines).rstrip("\n") + "\n\n", name)


def _rename(editor: "Editor", text: str, mine: Mine, _: Stored) -> str:
    name, part = _story(editor, text)
    if not name:
        return text
    body = part.partition("\n")[2]
    new = f"## The editor's headline {editor.rng.randrange(1000)} {{{name}}}\n"
    return put(text, mine, part, new + body, name)


def _take_out(editor: "Editor", text: str, mine: Mine, _: Stored) -> str:
    name, part = _story(editor, text)
    mine.sections.pop(name, None)
    return put(text, mine, part, "", name) if name else text


def _add(editor: "Editor", text: str, mine: Mine, draft: Stored) -> str:
    name, part = _story(editor, text)
    if not name:
        return text
    editor.own += 1
    left = [out.url for out in draft.record.left_out] if draft.record else []
    used = {url for other in editor.shelved().values() for url in other.file.cited}
    free = [url for url in left if url not in used]
    cited = f" [A source]({editor.rng.choice(free)})" if free and editor.rng.random() < 0.4 else ""
    own = f"## Our own story {editor.own} {{#own-{editor.own}}}\n"
    own += f"We were there, {editor.own} times.{cited}\n\n"
    whole = part if part.endswith("\n\n") else part + "\n"
    return put(text, mine, part, whole + own, f"#own-{editor.own}")


def _move_by_hand(editor: "Editor", text: str, mine: Mine, _: Stored) -> str:
    name, part = _story(editor, text)
    titles = [title for title, _ in blocks(text) if title.startswith("# ")]
    if not name or not titles:
        return text
    section = editor.rng.choice(titles)
    if section == section_of(text, name):
        return text
    mine.sections[name] = section
    rest = text.replace(part, "", 1)
    head = next(block for title, block in blocks(rest) if title == section)
    gap = "\n\n" if "\n" in head.strip() else "\n"  # a section may begin with a note
    return rest.replace(head, f"{head.rstrip()}{gap}{part.rstrip()}\n\n", 1)


def _entitle(editor: "Editor", text: str, mine: Mine, _: Stored) -> str:
    line = next(line for line in text.splitlines() if line.startswith("Title: "))
    return put(text, mine, line, f"Title: As the editor has it {editor.rng.random()}", "Title")


def _introduce(editor: "Editor", text: str, mine: Mine, _: Stored) -> str:
    head = blocks(text)[0][1]
    said = f"\nGood morning, for the {editor.rng.randrange(1000)}th time.\n\n"
    lines = [line for line in head.splitlines() if re.match(r"^[A-Z][a-z]+: ", line)]
    return put(text, mine, head, "\n".join(lines) + "\n" + said, "introduction")


def _note(editor: "Editor", text: str, mine: Mine, _: Stored) -> str:
    lines = [line for line in blocks(text)[0][1].splitlines() if line.startswith("Editor: ")]
    said = f"Editor: {editor.rng.choice(('Ada', 'Ben', 'Cleo'))}"
    if lines:
        return put(text, mine, lines[0], said, "Editor")
    return put(text, mine, "Title: ", f"{said}\nTitle: ", "Editor")


EDITS: Sequence[Edit] = (
    _rewrite,
    _rewrite,
    _rename,
    _take_out,
    _add,
    _move_by_hand,
    _entitle,
    _introduce,
    _note,
)
