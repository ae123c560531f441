"""Addresses of the pages about States, instruments and provisions, and of published evidence."""

from django.urls import URLPattern, path

from amparo.web.observatory.views import files, finding, incidents, instruments, provisions, releases, states

urlpatterns: list[URLPattern] = [
    path("states/", finding.index, name="states"),
    path("states/<state>/", states.state, name="state"),
    path("states/<state>/acts.svg", files.acts, name="state-acts"),
    path("states/<state>/acts.csv", files.state_csv, name="state-csv"),
    path("states/<state>/data.json", files.state_json, name="state-json"),
    path("states/<state>/claims/", states.claims, name="state-claims"),
    path("states/<state>/claims/<status>/<theme>/", states.claimed, name="state-claimed"),
    path("states/<state>/people/", states.people, name="state-people"),
    path("states/<state>/peers/", states.peers, name="state-peers"),
    path("states/<state>/what-if/", states.what_if, name="state-what-if"),
    path("instruments/<instrument>/", instruments.instrument, name="instrument"),
    path("instruments/<instrument>/world.svg", files.world, name="instrument-world"),
    path("instruments/<instrument>/states.csv", files.instrument_csv, name="instrument-csv"),
    path("instruments/<instrument>/data.json", files.instrument_json, name="instrument-json"),
    path("provisions/<path:provision>/data.json", files.provision_json, name="provision-json"),
    path("provisions/<path:provision>/", provisions.provision, name="provision-states"),
    path("shapes/<name>.json", files.shape, name="shape"),
    path("sources/", finding.sources, name="sources"),
    path("dead-and-missing/", incidents.dead_and_missing, name="dead-and-missing"),
    path("dead-and-missing/<by>.svg", incidents.picture, name="dead-and-missing-picture"),
    path("dead-and-missing/<name>.csv", incidents.table, name="dead-and-missing-csv"),
    path("evidence/", releases.index, name="published"),
    path("evidence/<slug>/", releases.release, name="published-release"),
    path("evidence/<slug>/everything.zip", releases.everything, name="published-everything"),
    path("evidence/<slug>/files/<name>", releases.file, name="published-file"),
    path("evidence/<slug>/<int:at>/", releases.part, name="published-part"),
    path("evidence/<slug>/<int:at>/by/<int:by>/", releases.part, name="published-split"),
    path("evidence/<slug>/<int:at>/picture.svg", releases.picture, name="published-picture"),
]
