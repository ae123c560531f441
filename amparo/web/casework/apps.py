"""The room of reports and cases."""

from django.apps import AppConfig


class Casework(AppConfig):
    """Names the room for Django."""

    name = "amparo.web.casework"
    label = "casework"
