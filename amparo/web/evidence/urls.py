"""Addresses of evidence."""

from django.urls import path

from amparo.web.evidence.views import figures

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures/take-out/", figures.take_out, name="take-out-figures"),
]
