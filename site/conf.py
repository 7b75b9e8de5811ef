"""Sphinx's settings. tools/pages.py puts the sources together: this folder's Markdown and the executed notebooks."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import pages

project = "Cross-entropy loss"
language = "en"  # Sphinx's translation to en_GB breaks its own search
extensions = ["myst_nb"]
exclude_patterns = ["contents.md", "first_slider.html"]

# The notebooks come executed.
nb_execution_mode = "off"
nb_code_prompt_show = "Show the result"  # of a forecast: tools/pages.py says of which
nb_code_prompt_hide = "Hide the result"
suppress_warnings = ["mystnb.unknown_mime_type"]  # a verdict as JSON is for tools
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3
myst_mathjax_classes = "math|recall"

html_theme = "sphinx_book_theme"
html_title = project
html_favicon = "static/favicon.svg"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = ["formulas.js", "site.js"]
html_copy_source = False
html_use_index = False
html_show_copyright = False
html_show_sphinx = False
html_context = {"default_mode": "auto"}
html_show_search_summary = False  # it reads the other pages, which a browser forbids under file://
html_theme_options = {
    "use_download_button": False,
    "navbar_start": [],
    "navbar_persistent": [],
    "footer_content_items": ["extra-footer.html"],
    "extra_footer": "Text: CC BY 4.0. Code: MIT.",
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}

# MathJax in parts, since the ready-made bundle holds much that no page here uses.
mathjax_path = "mathjax/startup.js"
mathjax3_config = {
    "loader": {"load": ["core", "input/tex-base", "[tex]/ams", "output/chtml", "a11y/assistive-mml"]},
    "tex": {"packages": {"[+]": ["ams"]}},
}


def setup(app):
    app.connect("build-finished", pages.finish)
