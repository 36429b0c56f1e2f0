"""Started by its path, in a process of its own: runs `child` without opening the front door.

`import selection_site` loads Celery and what it needs. A package of the same name without that
door is put in its place; this process needs nothing else of it.
"""

import runpy
import sys
from pathlib import Path
from types import ModuleType

house = ModuleType("selection_site")
house.__path__ = [str(Path(__file__).resolve().parents[2])]
sys.modules["selection_site"] = house

runpy.run_module("selection_site.lib.documents.child", run_name="__main__")
