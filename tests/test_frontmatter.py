"""Headers as a CMS writes them: read as ours, and written back in their form."""

import pytest

from briefing.editions import markdown
from briefing.frontmatter import dressed, plain

CMS = """\
---
title: "Harbour towns: a vote"
date: 2026-11-23T06:00:00.000Z
number: 142
status: draft
tags:
  - transport
  - 'local-elections'
summary: >-
  Also: the mine reopens;
  a cold spring.
cms:
  layout: post
---

# Lead
## Ferry vote {#ferry}
Three towns vote.
"""
OURS = """\
Title: Harbour towns: a vote
Tags: transport, local-elections, crime
"""


def test_a_header_of_a_cms_is_read_as_ours() -> None:
    file = markdown.parse(plain(CMS))
    assert file.title == "Harbour towns: a vote"
    assert (file.status, file.number) == ("draft", 142)
    assert file.metadata["tags"] == "transport, local-elections"
    assert file.metadata["summary"] == "Also: the mine reopens; a cold spring."
    assert file.metadata["cms"] == "layout: post"


@pytest.mark.parametrize("text", [CMS, CMS.replace("\n", "\r\n")])
def test_lines_of_the_body_keep_their_numbers(text: str) -> None:
    before, after = text.splitlines(), plain(text).splitlines()
    assert after.index("# Lead") == before.index("# Lead")


def test_what_is_written_back_keeps_its_form_and_what_did_not_change() -> None:
    changed = plain(CMS).replace("transport, local", "crime, local").replace("vote.", "voted.")
    again = dressed(changed, CMS)
    assert again == CMS.replace("transport", "crime").replace("vote.", "voted.").replace("'", "")
    assert plain(again) == changed
    assert dressed(plain(CMS), CMS) == CMS


@pytest.mark.parametrize(
    "value", ["a: b", "say “x”", 'say "x"', "#1", "no", "- x", "it's", "[x]", "", "a #b", "10:30"]
)
def test_any_value_is_read_as_it_was_written(value: str) -> None:
    text = f"Title: {value}".rstrip() + "\n\nText.\n"
    assert plain(dressed(text, "---\ntitle: Other\n---\n")).split("\n")[0] == text.split("\n")[0]


def test_without_such_a_header_nothing_happens() -> None:
    assert plain("Title: A\n\n---\n\nText") == "Title: A\n\n---\n\nText"
    assert plain("---\ntitle: never closed\n") == "---\ntitle: never closed\n"
    assert dressed(OURS, OURS) == OURS
