"""Addresses of evidence."""

from django.urls import path

from amparo.web.evidence.views import figures, release, releases

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures/overview/", figures.figures_overview, name="figures-overview"),
    path("figures/take-out/", figures.take_out, name="take-out-figures"),
    path("releases/", releases.releases, name="releases"),
    path("releases/limit/", releases.declare_allowance, name="declare-allowance"),
    path("releases/new/", releases.new_release, name="new-release"),
    path("releases/<str:release_id>/", release.release, name="release"),
    path("releases/<str:release_id>/make/", release.make, name="make-release"),
    path("releases/<str:release_id>/sign/", release.sign, name="sign-release"),
    path("releases/<str:release_id>/publish/", release.publish, name="publish-release"),
    path("releases/<str:release_id>/withdraw/", release.withdraw, name="withdraw-release"),
    path("releases/<str:release_id>/files/<str:name>", release.file, name="release-file"),
]
