"""Two addresses."""

from django.urls import path

from bench.floor import views

urlpatterns = [
    path("read/<slug:key>/", views.line_show),
    path("write/<int:pk>/", views.line_mark),
]
