"""Letters as text with named fields: parsed, checked, filled, printed. Pure: no database, no clock.

    template = parse(title=…, body=…)     its problems say the line, what is wrong and what was allowed
    filled = fill(template, values)     blocks to print, and the fields that had nothing to say
    pdf = Press().letter(sheet)         PDF/UA-1; the same sheet gives the same bytes

language   what an officer writes: paragraphs, `{champ}`, `[si …]`, `[pour chaque motif]`
fields     which names there are, with their meaning and an example
filling    values into blocks
subject    the values of one file, from plain facts
shipped    the texts that Relance offers to begin with, each to be checked by the town
sheets     blocks as PDF, one letter or many on one print file
"""

from relance.applications.rules.letters.fields import CONDITIONS, FIELDS, Field
from relance.applications.rules.letters.filling import Filled, Values, fill
from relance.applications.rules.letters.language import Problem, Template, parse
from relance.applications.rules.letters.sheets import Press, Sheet
from relance.applications.rules.letters.shipped import Model, model_for
from relance.applications.rules.letters.subject import Motive, Subject, values_of

__all__ = [
    "CONDITIONS",
    "FIELDS",
    "Field",
    "Filled",
    "Model",
    "Motive",
    "Press",
    "Problem",
    "Sheet",
    "Subject",
    "Template",
    "Values",
    "fill",
    "model_for",
    "parse",
    "values_of",
]
