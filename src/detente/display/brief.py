"""A brief as Markdown and as a page of HTML that needs nothing else; printed, the page is a PDF."""

from __future__ import annotations

from html import escape
from typing import Any

Row = dict[str, Any]
STYLE = """
:root { color-scheme: light dark; --ink: #1c1b19; --soft: #66625a; --paper: #fdfcf9; --rule: #d9d5cb; --link: #1f4e79; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e5de; --soft: #a5a097; --paper: #181715; --rule: #3a3833; --link: #8fbbe6; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 Charter, "Bitstream Charter",
  "Source Serif 4", Georgia, serif; }
main { max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .6rem; letter-spacing: -.01em; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; padding-top: .6rem; border-top: 1px solid var(--rule); }
.coverage, .empty, .left { color: var(--soft); }
.coverage { font-size: .95rem; margin: 0; }
.left { font-size: .875rem; margin: .3rem 0 0; }
ul { margin: 0; padding: 0; list-style: none; }
li { margin: .55rem 0; }
sup { font-size: .72em; line-height: 0; margin-left: .2em; }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
.sources { font-size: .875rem; line-height: 1.45; padding-left: 2.2rem; list-style: decimal; }
.sources li { margin: .4rem 0; overflow-wrap: anywhere; }
.sources li:target { background: color-mix(in srgb, var(--link) 14%, transparent); }
.sources .by { color: var(--soft); }
@media print {
  @page { size: A4; margin: 18mm 18mm 16mm; }
  :root { --ink: #000; --soft: #444; --paper: #fff; --rule: #bbb; --link: #000; }
  body { font-size: 9.5pt; line-height: 1.38; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 17pt; } h2 { font-size: 10.5pt; margin-top: 10pt; padding-top: 4pt; break-after: avoid; }
  li { margin: 2.5pt 0; break-inside: avoid; }
  .sources { font-size: 8pt; }
}
"""


def brief_markdown(page: Row) -> str:
    """The brief in Markdown; sources are numbered, each with outlet, date, headline and the sentence."""
    parts = [f"# {page['title']}", page["coverage"]]
    for section in page["sections"]:
        parts.append(f"## {section['title']}")
        lines = [f"- {s['text']} {' '.join(f'[{n}]' for n in s['sources'])}" for s in section["statements"]]
        parts.append("\n".join(lines) if lines else f"*{section['empty']}*")
        if section["left"]:
            parts.append(f"*{_left(section['left'])}*")
    if page["sources"]:
        parts.append("## Sources")
        parts.append("\n".join(_markdown_source(source) for source in page["sources"]))
    return "\n\n".join(parts) + "\n"


def _left(number: int) -> str:
    return f"And {number} more in the record." if number > 1 else "And one more in the record."


def _markdown_source(source: Row) -> str:
    title = f", *{source['title']}*" if source["title"] else ""
    url = f" <{source['url']}>" if source["url"] else ""
    return f"{source['number']}. {source['outlet']}, {source['day']}{title}: “{source['quote']}”{url}"


def brief_html(page: Row) -> str:
    """The brief as one HTML file, light or dark as the reader's system is, with styles for print."""
    body = [f"<h1>{escape(page['title'])}</h1>", f'<p class="coverage">{escape(page["coverage"])}</p>']
    for section in page["sections"]:
        body.append(f"<section><h2>{escape(section['title'])}</h2>")
        items = "\n".join(
            f"<li>{escape(s['text'])}{_marks(s['sources'])}</li>" for s in section["statements"]
        )
        body.append(f"<ul>{items}</ul>" if items else f'<p class="empty">{escape(section["empty"])}</p>')
        body += [f'<p class="left">{_left(section["left"])}</p>'] if section["left"] else []
        body.append("</section>")
    if page["sources"]:
        items = "\n".join(_html_source(source) for source in page["sources"])
        body.append(f'<section><h2>Sources</h2><ol class="sources">{items}</ol></section>')
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(page['title'])}: a brief</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{chr(10).join(body)}\n</main>\n</body>\n</html>\n"
    )


def _marks(numbers: list[int]) -> str:
    links = " ".join(f'<a href="#source-{n}" aria-label="source {n}">{n}</a>' for n in numbers)
    return f"<sup>{links}</sup>" if numbers else ""


def _html_source(source: Row) -> str:
    title = escape(source["title"])
    # Only web addresses become links: a feed may carry anything.
    if title and source["url"].startswith(("http://", "https://")):
        title = f'<a href="{escape(source["url"])}">{title}</a>'
    title = f", <cite>{title}</cite>" if title else ""
    return (
        f'<li id="source-{source["number"]}"><span class="by">{escape(source["outlet"])}, {escape(source["day"])}'
        f"</span>{title}: “{escape(source['quote'])}”</li>"
    )
