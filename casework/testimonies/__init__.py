"""Testimonies: what a witness said, paragraph by paragraph, written as a draft and frozen when it is submitted.

Pure rules: `content` (what a statement consists of), `numbering` (paragraph numbers are permanent), `comparing` (two
versions), `completeness` (what a submission needs). `services` writes, `queries` reads, `exhibits` links paragraphs to
exhibits, `margins` lets higher floors write beside a paragraph.
"""
