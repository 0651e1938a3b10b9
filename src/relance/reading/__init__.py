"""Reads a published document and returns its facts, each with its place in the text.

Answers for: formats, blocks, facts with span and quote. Not for: storing, reviewing
or publishing them (that is `plans`). Imports no Django, opens no network.
A library: any part of Relance may call it.
"""
