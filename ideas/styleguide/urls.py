"""Where the styleguide is."""

from django.urls import path

from ideas.styleguide.views import styleguide

app_name = "styleguide"
urlpatterns = [path("", styleguide, name="page")]
