"""What every page shows around its own content."""

from django.http import HttpRequest

from amparo.web.people.models import Organisation


def surroundings(request: HttpRequest) -> dict[str, object]:
    """The organisation, and who is signed in, if anybody."""
    return {"organisation": Organisation.objects.first(), "signed_in": getattr(request, "signed_in", None)}
