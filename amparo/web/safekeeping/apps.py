"""The room where the records of the vault live."""

from django.apps import AppConfig


class Safekeeping(AppConfig):
    """Names the room for Django."""

    name = "amparo.web.safekeeping"
    label = "safekeeping"
