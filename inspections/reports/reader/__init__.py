"""Reading a report: the bytes of a PDF in, what it says out, with page numbers and doubts.

Nothing here knows the database or the web. `reading.read_report` does the work in this process;
`bounded.BoundedReader` does it in another one, under limits of time and memory, which is how a
file from outside is read. What cannot be read raises `Unreadable`, whose text is a sentence for
the person who gave the file.

    opening     bytes to a document, or a sentence
    pages       a page of the document to runs of text with their places
    drawn       the lines across a page, the sides of boxes, annotations
    seen        which words of a page nobody sees: those are not read out
    lines       runs to lines, in the order in which they are read
    parts       the reports that one file holds, and their readings as one
    furniture   what a page prints that is not its text: running heads, page numbers, footnotes
    cleaning    lines to one clean text
    families    which kind of report this is, by its own printed words
    cover       council, days, lead inspector
    judgements  grades, on the framework's scale
    sections    the report's headings, and what lies below each
    markers     numbers, letters and bullets that lines open with
    preambles   what only announces a list
    nothing     sentences that say there is nothing to list
    boxes       what letters tell of one case, in a box among their text
    items       the entries of a list
    rows        the rows of a table, and paragraphs that nothing marks
    gaps        what a list left out that may have been an entry
    recommendations   which sections are recommendations, and to whom
"""
