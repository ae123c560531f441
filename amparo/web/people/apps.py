"""The room of organisations, offices and members."""

from django.apps import AppConfig


class People(AppConfig):
    """Names the room for Django."""

    name = "amparo.web.people"
    label = "people"
