"""Addresses of the way in, and of people."""

from django.urls import path

from amparo.web.people.views import gate

urlpatterns = [
    path("sign-in/", gate.sign_in, name="sign-in"),
    path("second-factor/", gate.second_factor, name="second-factor"),
    path("sign-out/", gate.sign_out, name="sign-out"),
]
