"""Pages about anonymity, privacy and access."""

from django.urls import path

from workshop.privacy import views

app_name = "privacy"
urlpatterns = [
    path("anonymity/", views.anonymity, name="anonymity"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("help/", views.help_page, name="help"),
]
