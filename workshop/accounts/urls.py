"""Signing in and out, and second factors: allauth's URLs."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
