"""Files of other forms than text: each becomes tables of text, in a child process with limits of time and memory.

Nothing here knows what the tables mean; intake chooses among them and reads them like any other text.
"""

from funnel.forms.apart import Form, TextTable, tables_of

__all__ = ["Form", "TextTable", "tables_of"]
