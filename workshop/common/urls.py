"""URLs that belong to no room."""

from django.urls import path

from workshop.common import views

app_name = "common"
urlpatterns = [path("healthz", views.healthz, name="healthz")]
