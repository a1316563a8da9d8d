"""The front page, and each workshop's public pages."""

from django.urls import path

from workshop import views

app_name = "workshop"
urlpatterns = [
    path("", views.home, name="home"),
    path("w/<slug:slug>/", views.landing, name="landing"),
    path("w/<slug:slug>/join/", views.join, name="join"),
    path("w/<slug:slug>/pre-register/", views.preregister, name="preregister"),
]
