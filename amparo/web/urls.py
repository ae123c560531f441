"""All addresses. Each room lists its own; the language is the first part of every one, so no cookie is needed to keep it."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("", include("amparo.web.intake.urls")),
    path("", include("amparo.web.observatory.urls")),
    path("work/", include("amparo.web.people.urls")),
    path("work/", include("amparo.web.casework.urls")),
    path("work/", include("amparo.web.evidence.urls")),
)
handler400 = handler403 = handler404 = "amparo.web.failures.refused"
handler500 = "amparo.web.failures.failed"
