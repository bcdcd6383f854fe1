"""How large a scenario file may be, and why: every limit of a check in one place.

A check of any file takes seconds and a bounded part of the memory, whoever wrote the file. All
limits lie far beyond what scenarios need: the longest that came with the program has some 50 keys.
"""

FILE_BYTES = 5_000_000
"""Size of a file, and of all files of a chain together: read whole before anything is known."""

LAYERS = 16
"""Files of a chain, overlays included: each is read, and faults must stay findable by hand."""

NESTING = 20
"""Tables and lists inside each other: readers of TOML go down them by recursion."""

KEY_PARTS = 20
"""Parts of a dotted key, each of which is a table: work grows with their square."""

LINES = 100_000
"""Lines of a file, remarks included: each may make a node of its syntax tree."""

KEYS = 10_000
"""Keys of a file: each is held against the schema."""

LIST_ENTRIES = 10_000
"""Entries of one list."""

SIGNS = 100_000
"""Texts, brackets, commas and equals signs of a file: each makes a node of its syntax tree."""

RECORDS = 500
"""Records of one key: each is compared with all others by its id."""

TEXT = 20_000
"""Characters of a text between quotes."""

TITLE = 200
"""Characters of a title: it stands over every figure."""

INTENT = 2_000
"""Characters of the question that a scenario asks."""

WHOLE_NUMBER = 2**63
"""What whole numbers stay below: TOML promises no more, and no array holds a longer one."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years that a run may begin and end in: cohorts grow with its length, and with them the memory."""

FAULTS = 100
"""Faults told of one scenario: each looks for the nearest word among all known ones."""

FAULTS_OF_SYNTAX = 20
"""Faults told of a text that is not TOML: beyond them it is some other kind of file."""

READ_AGAIN = 500_000
"""Characters read again while a broken text is mended fault by fault."""

EXPLAINED = 200_000
"""Characters of a broken text that is looked into: trees of broken syntax grow slowly."""

SHOWN = 200
"""Characters of a line that are looked at to explain what is wrong with it."""
