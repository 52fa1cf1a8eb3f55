"""Readings above kanji (ふりがな) on the pages of a language that asks for them: やさしい日本語.

`readings.py` finds how kanji are read, `html.py` writes them into a finished page.
"""
