from django.apps import AppConfig
from django.core import checks

from selection_site.lib.pdf import pdf_font_check


class SelectionSiteConfig(AppConfig):
    name = "selection_site"

    def ready(self) -> None:
        checks.register(pdf_font_check)
