"""Our few drawings, on a square of 16, filled with the colour of the text."""

# ruff: noqa: E501  # a drawing is one long line
from typing import Final

ICONS: Final[dict[str, str]] = {
    "neutral": '<path fill-rule="evenodd" d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm0 2a5 5 0 1 0 0 10A5 5 0 0 0 8 3Z"/>',
    "info": '<path fill-rule="evenodd" d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm0 2v10A5 5 0 0 0 8 3Z"/>',
    "good": '<path d="m6.2 13.6-5-5 1.7-1.7 3.3 3.3 7-7.4L15 4.4z"/>',
    "warning": '<path fill-rule="evenodd" d="M8 .8 16 15H0L8 .8ZM7 6v4.5h2V6H7Zm0 5.7v1.8h2v-1.8H7Z"/>',
    "bad": '<path d="M3.4 1.7 8 6.3l4.6-4.6 1.7 1.7L9.7 8l4.6 4.6-1.7 1.7L8 9.7l-4.6 4.6-1.7-1.7L6.3 8 1.7 3.4z"/>',
    "search": '<path fill-rule="evenodd" d="M6.5 1a5.5 5.5 0 0 1 4.4 8.8l4.2 4.2-1.6 1.6-4.2-4.3A5.5 5.5 0 1 1 6.5 1Zm0 2.2a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6Z"/>',
    "up": '<path d="m8 3 6 9H2z"/>',
    "down": '<path d="M2 4h12l-6 9z"/>',
    "both": '<path d="m8 0 4 6H4zM4 10h8l-4 6z"/>',
    "unknown": '<path d="M4 5.2C4.1 2.6 5.8 1 8.1 1c2.4 0 4 1.5 4 3.6 0 1.6-.8 2.5-2 3.3-1 .7-1.2 1-1.2 2v.4H6.7v-.6c0-1.6.6-2.4 1.8-3.2.9-.6 1.2-1 1.2-1.8 0-.9-.6-1.5-1.6-1.5S6.4 4 6.3 5.2H4Zm2.5 6.5h2.6V15H6.5v-3.3Z"/>',
    "by_hand": '<path d="M7 0h1.8v6h.7V1.3h1.7V7h.7V3.2h1.6V10c0 3.6-1.9 6-5.2 6-2.4 0-3.6-1.3-4.6-3.3L1.4 8.3l1.5-.9L5.3 10V1.3H7V6h.4z"/>',
    "note": '<path fill-rule="evenodd" d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm0 1.8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 8 2.8ZM7 7h2v4.6H7V7Zm0-2.8h2V6H7V4.2Z"/>',
    "mark": '<circle cx="3" cy="13" r="2.5"/><path fill="none" stroke="currentColor" stroke-width="2" d="M5 13h4.5a2.5 2.5 0 0 0 2.5-2.5V4"/><path d="m7.6 6.2 4.4-6 4.4 6z"/>',
}
