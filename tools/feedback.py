"""Pages of what a student handed in: whatever the notebook has in it, no script, handler or frame of theirs."""

import re

from bleach import clean
from bleach.css_sanitizer import CSSSanitizer
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import markdown2html

NOT_SHOWN = re.compile(r"<(script|style)\b.*?</\1\s*>", re.I | re.S)
TAGS = """a blockquote br code dd del details div dl dt em figure h1 h2 h3 h4 h5 h6 hr i img kbd li ol p pre small span
strong sub summary sup table tbody td th thead tr b ul""".split()
PLAIN = {"alt", "aria-label", "class", "id", "name", "role", "scope", "style", "title"}
WHERE = {"href": re.compile("https?://|mailto:|#"), "src": re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,")}
# what lies over a page, and what MathJax would take for its settings
REFUSED = re.compile(" id=MathJax$|img name=|(?s:class=.*(modal|fixed|affix|dropdown|popover|tooltip|carousel))")
STYLES = "border border-left border-radius color max-width overflow-wrap padding text-align".split()
HOW = {"tags": TAGS, "protocols": ["http", "https", "mailto", "data"], "strip": True}


def kept(tag: str, name: str, value: str) -> bool:
    plain = name in PLAIN and not REFUSED.search(f"{tag} {name}={value}")
    return plain or (name in WHERE and bool(WHERE[name].match(value)))


def harmless(body: str) -> str:
    return clean(NOT_SHOWN.sub("", body), attributes=kept, css_sanitizer=CSSSanitizer(STYLES), **HOW)


def as_html(markdown: str) -> str:
    return harmless(markdown2html(markdown))


class Harmless(HTMLExporter):
    """nbgrader's page. What stands before its body is nbgrader's alone, the script for formulas too."""

    def from_notebook_node(self, nb, resources=None, **more):
        page, resources = super().from_notebook_node(nb, resources, **more)
        head, tag, body = page.partition("<body>")
        return f"{head}{tag}{harmless(body)}</body></html>", resources
