"""The room of figures."""

from django.apps import AppConfig


class Evidence(AppConfig):
    """Names the room for Django."""

    name = "amparo.web.evidence"
    label = "evidence"
