"""The room of the public pages."""

from django.apps import AppConfig


class Intake(AppConfig):
    """Names the room for Django."""

    name = "amparo.web.intake"
    label = "intake"
