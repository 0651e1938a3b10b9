"""The elements of HTML, by what a reader of documents does with them."""

import re

# not read: no words of the document stand in them
DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "head",
        "nav",
        "aside",
        "footer",
        "button",
        "select",
        "textarea",
        "input",
        "iframe",
        "object",
        "embed",
        "video",
        "audio",
        "canvas",
        "dialog",
        "map",
        "datalist",
    ]
)

# each begins a block of its own
BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "caption",
        "ul",
    ]
)

# what a page says of itself around its document
ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "toolbar",
    ]
)

# Words that name furniture in a class or an id, as a whole part between separators.
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|consentement|gdpr|rgpd|tarteaucitron|didomi|axeptio|onetrust|breadcrumbs?|"
    r"fil-d-?ariane|ariane|skip-?links?|evitement|share|sharing|partage|social|newsletter|pagination|navbar|sidebar|"
    r"visually-hidden|sr-only|screen-reader-text|advert|publicite|back-to-top|print-only)(?:$|[\s_-])",
    re.I,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
