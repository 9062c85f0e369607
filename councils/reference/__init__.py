"""Reference data: facts that every copy of the site starts with (see fixtures/README.md).

`files` reads them, `rows` brings the database into line with them, `authorities` knows which
columns make a council. Findings have their own module of the same name in `inspections`.
"""
