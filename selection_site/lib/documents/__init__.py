"""Documents of people, searched for the national numbers that nobody should send.

Files from outside are opened only in a child process with limits (`child`), never in the process
that asks; the numbers themselves never leave it. pypdf is therefore not imported here.
"""

from selection_site.lib.documents.findings import Finding, Findings, masked
from selection_site.lib.documents.jobs import find_numbers
from selection_site.lib.documents.text import numbers_in

__all__ = ["Finding", "Findings", "find_numbers", "masked", "numbers_in"]
