"""Started by its path, in a process of its own: runs a module without opening the front door.

`import selection_site` loads Celery and what it needs, three times the work of a look into a clip.
A package of the same name without that door is put in its place; this process needs nothing else
of it. The arguments are the module and its order.
"""

import runpy
import sys
from pathlib import Path
from types import ModuleType

house = ModuleType("selection_site")
house.__path__ = [str(Path(__file__).resolve().parents[2])]
sys.modules["selection_site"] = house

runpy.run_module(sys.argv.pop(1), run_name="__main__")
