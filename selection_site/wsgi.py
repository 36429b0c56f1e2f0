import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selection_site.settings.base")

# Pages are short and bound by the processor: with the usual 5 ms the threads of a process take
# the interpreter from each other so often that eight of them serve less than one.
sys.setswitchinterval(0.05)

application = get_wsgi_application()
