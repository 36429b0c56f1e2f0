"""Foreign files are opened only here: in a child process with limits, without our secrets.

`outside` is what the process that asks needs, `inside` what the child does first, `launch` the way
from the one to the other. None of them imports anything but the standard library.
"""
