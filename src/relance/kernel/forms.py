"""Fields that every app may use."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from relance.values.typography import NBSP

MEGA = 1024 * 1024


def weight(size: int) -> str:
    """A number of bytes as people say it: "25 Mo", "300 Ko"; rounded up, so that it never flatters."""
    unit, name = (MEGA, "Mo") if size >= MEGA else (1024, "Ko")
    return f"{-(-size // unit)}{NBSP}{name}"


class DocumentField(forms.FileField):
    """A file, with its limits said before it is chosen and checked after.

    `kinds`: suffixes offered ("pdf", "docx"…), in the order of the sentence; what a file truly is
    is told by its content, later. `limit`: bytes.
    """

    def __init__(self, *, kinds: Sequence[str], limit: int, **options: Any) -> None:
        self.kinds, self.limit = tuple(kinds), limit
        names = [kind.upper() for kind in kinds]
        allowed = " ou ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        options.setdefault("help_text", f"{allowed}, {weight(limit)} au plus.")
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs["accept"] = ",".join(f".{kind}" for kind in self.kinds)
        attrs["data-limit"] = str(self.limit)
        attrs["data-refusal"] = f"{weight(self.limit)} au plus sont acceptés."
        return attrs

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile) and (file.size or 0) > self.limit:
            raise forms.ValidationError(
                f"«{NBSP}{file.name}{NBSP}» pèse {weight(file.size or 0)}{NBSP}: "
                f"{weight(self.limit)} au plus sont acceptés.",
                code="too_heavy",
            )
        return file
