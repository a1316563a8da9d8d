"""Pages about anonymity, privacy and access."""

from django.urls import path

from workshop.privacy import views

app_name = "privacy"
urlpatterns = [
    path("anonymity/", views.anonymity, name="anonymity"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("help/", views.help_page, name="help"),
    path("w/<slug:slug>/you/", views.you, name="you"),
    path("w/<slug:slug>/you/download/", views.download, name="download"),
    path("w/<slug:slug>/you/address/", views.address, name="address"),
    path("w/<slug:slug>/you/address/code/", views.address_code, name="address_code"),
    path("w/<slug:slug>/you/erase/", views.erase, name="erase"),
    path("w/<slug:slug>/you/sign-out/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("w/<slug:slug>/seal/", views.seal, name="seal"),
]
