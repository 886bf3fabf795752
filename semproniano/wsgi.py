"""WSGI entry point."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "semproniano.settings")

application = get_wsgi_application()

# All the pages' modules now, not when the first visitor comes. Then what lives as long as the process is put out of
# the garbage collector's sight: a pass over it would take a tenth of a second in the middle of an answer.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
