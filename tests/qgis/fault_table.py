"""What happened to each connector under each fault, gathered by the tests and printed when they are done."""

ROWS = []


def lines():
    """Give the table, a line each."""
    heads = ("connector", "fault", "what happened", "rows lost")
    found = [heads, *sorted(ROWS)]
    widths = [max(len(row[at]) for row in found) for at in range(3)]
    for row in found:
        yield "  ".join((*(text.ljust(width) for text, width in zip(row, widths)), row[3])).rstrip()
