"""A municipality's printed tables read into a report package: sources → tables → layout → numbers that add up → package.

What was read is what the source's text allows and the arithmetic of the layout confirms. Nothing here is published: the package is,
after the same checks as any other (docs/decisions/0018-reading-a-report.md).
"""
