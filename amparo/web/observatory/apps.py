"""The room of what is published about States."""

from django.apps import AppConfig


class Observatory(AppConfig):
    """Names the room for Django."""

    name = "amparo.web.observatory"
    label = "observatory"
