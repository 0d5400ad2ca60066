"""Page furniture: what stands around an article on its page and gets glued to its text.

Phrases, not words: a bare ``getty`` would delete every sentence about a man of that name.
"""
# ruff: noqa: RUF001 - dashes and bullets of all kinds

import re
from collections.abc import Callable

from briefing.newsroom.datelines import dateline
from briefing.newsroom.language import word_count

_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAYS = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?"
_ZONES = r"(?:GMT|UTC|IST|BST|CES?T|[ECMP][SD]?T)"
_STAMP = rf"(?:(?:{_MONTHS}|{_DAYS}|{_ZONES}|\d[\d:.,/]*(?:st|nd|rd|th)?|[AaPp]\.?[Mm]\.?|at|on|\||[,·•–-])\s*)+"
_STAMP_LABEL = r"(?:(?:Last |First )?(?:[Pp]ublished|PUBLISHED|[Uu]pdated|UPDATED|[Pp]osted|POSTED|[Mm]odified)(?: (?:on|at))?:?\s*)"
_CREDIT = (
    r"(?:AP Photo|Photo|PHOTO|Photograph|Picture|Image|Image credit|Photo credit|Credit|File [Pp]hoto"
    r"|Courtesy|Getty Images|Screenshot|Illustration|Video)"
)
_SHARE = r"(?:SHARE|Share|TWEET|Tweet|EMAIL|Email|E-mail|PRINT|Print|POST|Pin it|Save|Copy link|WhatsApp|LinkedIn|Pinterest|Facebook|Twitter|Reddit|Telegram)"

_FRONTS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\({_CREDIT}\b[^()]{{0,90}}\)[\s.]*",
        rf"By [^.|()\n]{{3,60}}?\s+{_STAMP_LABEL}{_STAMP}(?:{_STAMP_LABEL}{_STAMP})*",
        rf"{_STAMP_LABEL}{_STAMP}(?:{_STAMP_LABEL}{_STAMP})*",
        rf"(?:{_SHARE}(?: this(?: article)?)?[\s|,]+){{2,}}",
        r"(?:ADVERTISEMENT|Advertisement|CLOSE|Continue reading the main story)\s+",
        r"(?:(?:BREAKING|EXCLUSIVE|WATCH|LISTEN|VIDEO|PHOTOS|UPDATED?|LIVE|OPINION|ANALYSIS)(?: NEWS)?)(?: \d)?\s*(?::|\||-|–|—)\s*",
        r"Breaking(?: [Nn]ews)?:\s+",
    )
)
_STARTS_A_SENTENCE = re.compile(r"[\"'“‘(\[«]?[^\W_a-z]")


def front(text: str, outlet: str = "") -> int:
    """Return how many characters of datelines, labels and stamps are glued in front of ``text``."""
    taken = 0
    while step := _one_front(text[taken:], outlet):
        taken += step
    return taken


def _one_front(text: str, outlet: str) -> int:
    if length := dateline(text, outlet):
        return length
    for pattern in _FRONTS:
        match = pattern.match(text)
        if match and _STARTS_A_SENTENCE.match(text, match.end()):
            return match.end()
    return 0


_PHRASES_ANYWHERE = re.compile(
    r"""
      \b(?:all\ rights\ reserved|enable\ javascript|javascript\ is\ (?:disabled|required)
      |(?:your|this)\ browser\ (?:does\ not|is\ (?:not|out)|settings)
      |playback\ is\ (?:un|not\ )supported|could\ not\ be\ loaded|is\ not\ available\ right\ now
      |please\ try\ again\ later|opens\ in\ (?:a\ )?new\ (?:window|tab)
      |sign\ up\ (?:for|to|here)\ (?:our|the|get|receive|this|free|daily)
      |signing\ up\ (?:for|to)\ (?:our|the)|subscribe\ to\ (?:our|the\ newsletter|this|unlock|continue)
      |(?:our|daily|weekly|free|morning)\ (?:e-?mail\ )?newsletter|thanks\ for\ (?:subscribing|signing\ up)
      |privacy\ (?:policy|notice)|terms\ of\ (?:use|service)|cookie\ (?:policy|settings|preferences)
      |(?:we|site|website|page|service)\ uses?\ cookies|accept\ (?:all\ )?cookies
      |manage\ (?:your\ )?(?:cookies|preferences)|continue\ reading|scroll\ down\ (?:for|to)
      |click(?:ing)?\ (?:here|on\ the\ link|to\ (?:email|share|print|expand|enlarge))|tap\ here\ (?:to|for)
      |swipe\ (?:left|right|to)|story\ continues\ below|article\ continues\ (?:below|after)
      |(?:mobile|i(?:phone|pad)|android)\ (?:app|device)\?
      |(?:material|article|story)\ may\ not\ be\ (?:published|reproduced|reprinted)
      |appeared\ first\ (?:on|in)|(?:was\ )?originally\ (?:published|appeared)\ (?:on|in|at|by)
      |republished\ (?:with\ permission|from)|read\ or\ share\ this\ story
      |follow\ (?:us|me|him|her|@|[\w.-]+(?:\ [\w.-]+)?\ on\ (?:twitter|facebook|instagram|x\b))
      |like\ us\ on|join\ the\ (?:conversation|discussion)\b|(?:leave|post|view)\ (?:a\ )?comments?\b
      |send\ us\ (?:a|your|an)\ (?:secure\ )?(?:tip|tips|story|stories|photos|e-?mail)
      |(?:got|have)\ a\ (?:news\ )?tip\b|(?:get|download)\ (?:our|the)\ (?:free\ )?app\b
      |watch\ the\ (?:full\ )?(?:video|clip|interview|trailer)\b|see\ the\ (?:full\ )?(?:video|gallery|photos)\b
      |file\ (?:photo|picture|image)\b|this\ version\ (?:corrects|updates)|create\ an?\ (?:free\ )?account
      |log\ in\ to\b|already\ a\ (?:subscriber|member)|\d+\ min(?:ute)?s?\ read\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_STARTS = re.compile(
    r"""
      (?:read\ (?:more|also|next|the\ full|our)|related\b[^.]{0,20}:|related\ (?:content|stories|articles|topics)
      |also\ (?:read|see|on)\b|see\ (?:also|more|all)\b|more\ (?:on\ this|from|stories|about)\b|watch:|listen\ to
      |view\ (?:gallery|slideshow|photos|more)|recommended\b[^.]{0,20}:|don['’]t\ miss|most\ (?:read|popular)\b
      |image\ (?:caption|copyright|source|credit)|media\ caption|video\ caption|photos?(?:\ (?:by|credit))?:|pictures?:
      |image:|credit:|caption:|getty\ images|\(?(?:left|right|above|below|top)\)?:|file\ [-–—]|pictured(?::|\ (?:above|left|right))
      |story\ highlights|key\ points:|editor['’]?s['’]?\ note|correction\b[^.]{0,20}:|clarification:
      |updated?\b[^.:]{0,25}:|note\ to\ (?:readers|editors)|disclaimer|disclosure:
      |share\ (?:this|on|your\ photos)|tell\ us\b|let\ us\ know|advertisement\b|sponsored\b|promoted\b|skip\ (?:to|ad)\b
      |copyright\b|©|\(c\)\ |\(?(?:additional\ )?(?:reporting|writing|editing|compiled|edited|written|translated)\ by\b
      |with\ (?:assistance|reporting|files|input|additional\ reporting)\ (?:by|from)|(?:tel|phone|e-?mail|contact|fax)\b[^.]{0,12}:
      |by\ [A-Z][\w.'’-]+(?:\ [A-Z][\w.'’-]+){0,3}(?:,|\ and\ |\ \||$)
      |the\ (?:writer|author|columnist)\ is\b|about\ the\ author|source:|sources:|\(with\ inputs|\(this\ story)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT_LINES = re.compile(
    r"contributed(?: (?:to|reporting)\b.*)?[.)\s]*$"
    r"|^[^.]{3,90} (?:reported|wrote) from (?:[A-Z][\w.'’-]+[ ,]*)+(?:and [A-Z][\w.'’ -]+)?\.$"
    r"|^Follow (?:[A-Z@][\w.'’-]*\s?){1,4}(?:on\b.*)?[.:]?$"
    r"|^Contact [A-Z].*\bat\b|\bcan be reached at\b",
)
_BYLINE = re.compile(r"By [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?:[,|]| and |$)")
_ADDRESS = re.compile(r"https?://|\bwww\.|\bpic\.twitter|[\w.+-]+@[\w-]+\.\w|(?:^|[\s(])@\w")
_TELEPHONE = re.compile(r"(?:\+?\d[\d ().-]{6,}\d)")
_CREDIT_PARENTHESIS = re.compile(
    r"[\[(][^()\[\]]{0,80}(?:\bAP Photo|\bPhoto(?:graph)?\b|\bImage(?: credit|:)|\bPicture:|\bGetty\b"
    r"|\bCredit:|\bCourtesy\b|\bFile\)|/(?:AP|AFP|EPA|Reuters|YouTube)\b|^Associated Press\b)[^()\[\]]{0,60}[\])]"
)
_LIVE_STAMP = re.compile(rf"\d{{1,2}}[:.h]\d{{2}}\s*(?:[ap]\.?m\.?)?\s*(?:{_ZONES})?\b")
_LIST_MARK = re.compile(r"(?:[•●■▪·*►▶→»>]|[-–—]{1,3}\s|\d{1,2}\)|\d{1,2}\.\s|[a-z]\)\s|_{2,})")
_LIST_INSIDE = re.compile(r"\s[|•●■▪·]\s|\t|\s/\s.*\s/\s|_{3,}")
_SPACED_STOP = re.compile(r"\w\s\.$")
_SHORT = 30


def _says_phrase(text: str) -> bool:
    return bool(_PHRASES_ANYWHERE.search(text))


def _starts_as_furniture(text: str) -> bool:
    return bool(_STARTS.match(text.lstrip("[(*•-–— "))) and not _is_running_text(text)


def _is_running_text(text: str) -> bool:
    return False
