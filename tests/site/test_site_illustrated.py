"""Pictures that an editor puts into an edition."""

from io import BytesIO

from PIL import Image

EDITION = """Title: A
Date: 2026-01-28 06:00

Good morning. ![a flag](images/flag.svg)

# Lead
## Boats {#boats}
![a boat](images/boat.png "Seen on Sunday.")
"""


def test_an_edition_shows_its_pictures_as_an_article_does(build):
    stream = BytesIO()
    Image.new("RGB", (500, 300), "red").save(stream, "PNG")
    files = {"images/boat.png": stream.getvalue(), "images/flag.svg": "<svg/>"}
    built = build({"editions/2026-01-28.md": EDITION, **files})
    assert built.status == 0, built.log
    page = built.text("editions/2026-01-28/index.html")
    assert '<figure class="photo">' in page
    assert "Seen on Sunday." in page
    assert 'src="/images/flag.svg"' in page
    shown = {path for path in built.paths() if path.startswith(("pictures/", "images/"))}
    assert {path for path in shown if "boat" in path} == {p for p in shown if "pictures/" in p}
    assert all(f"/{path}" in page for path in shown)
