"""Why a source could not be fetched: a fixed slug, and a sentence for the editor."""

import pycurl

_AGAIN = "it will be asked again later."
_CHECK = "check its address in the list of sources."

REASONS = {
    "cut": f"The answer of {{host}} broke off before its end; {_AGAIN}",
    "held": f"{{host}} asked to be left alone for a while, so it was not asked; {_AGAIN}",
    "size-limit": "The answer of {host} is larger than a feed may be; "
    "ask the publisher for a shorter feed, or take the source off the list.",
    "encoding": "{host} sent the feed packed in a way that was not asked for; "
    "tell the publisher, or take the source off the list.",
    "dns": f"The host {{host}} cannot be found; {_CHECK}",
    "connect": f"{{host}} does not take connections at present; {_AGAIN}",
    "timeout": f"{{host}} did not give a whole answer in time; {_AGAIN}",
    "tls": "The secure connection to {host} failed, mostly for an expired or wrong certificate; "
    "open the address in a browser, and tell the publisher.",
    "broken": f"The connection to {{host}} broke off; {_AGAIN}",
    "private-address": "{host} leads to a private network address, which is not fetched; "
    "if it is yours, set private of the source, or BRIEFING_ALLOW_PRIVATE.",
    "redirect": f"{{host}} forwards to an address that is not followed; {_CHECK}",
    "redirect-limit": f"{{host}} forwards from address to address without end; {_CHECK}",
    "address": f"The address of the feed cannot be used; {_CHECK}",
    "not-modified": f"{{host}} answered «not modified» to a first request; {_AGAIN}",
    "file-missing": f"The file of the feed is not there or cannot be read; {_CHECK}",
    "file-outside": f"The file of the feed lies outside the project; {_CHECK}",
    "http-401": "{host} asks for a password, and feeds with one are not supported.",
    "http-403": "{host} refuses us, as some sites do with all programs; "
    "ask the publisher to let this reader in, or take the source off the list.",
    "http-404": f"{{host}} has no feed at this address; {_CHECK}",
    "http-410": "{host} says that this feed is gone for good; take the source off the list.",
    "http-429": f"{{host}} was asked too often; {_AGAIN}",
}
PAGES = {
    "robots": "the robots.txt of {host} asks programs not to read the page",
    "content-type": "what {host} sent is no HTML page",
    "held": "{host} asked to be left alone for a while",
    "size-limit": "the page of {host} is too large",
    "encoding": "{host} sent the page packed in a way that was not asked for",
    "timeout": "{host} did not give the whole page in time",
    "private-address": "{host} leads to a private network address",
    "http-404": "{host} has no such page",
    "http-410": "{host} has no such page any more",
}
"""Why the page that an item links to could not be read."""

_CLOUDFLARE = (
    "{host} refuses us: its protection by Cloudflare lets only browsers in; "
    "ask the publisher to let this reader in, or take the source off the list."
)
_CURL = {
    pycurl.E_COULDNT_RESOLVE_HOST: "dns",
    pycurl.E_COULDNT_CONNECT: "connect",
    pycurl.E_OPERATION_TIMEDOUT: "timeout",
    pycurl.E_PARTIAL_FILE: "cut",
    pycurl.E_SSL_CONNECT_ERROR: "tls",
    pycurl.E_PEER_FAILED_VERIFICATION: "tls",
    pycurl.E_SSL_CACERT_BADFILE: "tls",
    pycurl.E_FILESIZE_EXCEEDED: "size-limit",
    100: "size-limit",  # CURLE_TOO_LARGE, of the headers; pycurl has no name for it
    pycurl.E_BAD_CONTENT_ENCODING: "encoding",
    pycurl.E_URL_MALFORMAT: "address",
}


def of_curl(error: int) -> str:
    """Return the slug of libcurl's error number."""
    return _CURL.get(error, "broken")


def of_status(status: int) -> str:
    """Return the slug of an HTTP status."""
    return f"http-{status}"


def of_page(code: str, host: str) -> str:
    """Return why a page could not be read, and what stands in for it."""
    cause = PAGES.get(code, f"{{host}} did not give the page ({code})").format(host=host)
    return f"{cause[0].upper()}{cause[1:]}; the text of the feed is kept."


def sentence(code: str, host: str, server: str | None = None) -> str:
    """Return what failed and what can be done, in plain words."""
    if code == "http-403" and (server or "").lower() == "cloudflare":
        return _CLOUDFLARE.format(host=host)
    if code in REASONS:
        return REASONS[code].format(host=host)
    number = code.removeprefix("http-")
    ours = number.startswith("4")
    return f"{host} answered with error {number}; {_CHECK if ours else _AGAIN}"
