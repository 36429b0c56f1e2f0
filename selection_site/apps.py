from django.apps import AppConfig


class SelectionSiteConfig(AppConfig):
    name = "selection_site"
