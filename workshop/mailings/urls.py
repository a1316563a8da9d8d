"""Leaving a mailing list."""

from django.urls import path

from workshop.mailings import views

app_name = "mailings"
urlpatterns = [path("stop/<str:token>/", views.stop, name="stop")]
