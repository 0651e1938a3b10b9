"""What an applicant is asked, and how their answers become facts: pure, nothing of a particular scheme.

page = pages.next_page(state)             one thing to ask, or None when nothing can change the answer
reading.read(field, text)                 a fact as `bareme` reads it; BadAnswer says what was allowed
facts.put(known, path, value)             the facts with one more
said.summary(state)                       "Vérifier vos réponses"
registered.facts_of(scheme, register)     what a register already answers
"""
