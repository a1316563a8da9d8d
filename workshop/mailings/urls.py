"""The plan of the mailings, leaving their list, and a workshop's invitation packs."""

from django.urls import path

from workshop.mailings import views

app_name = "mailings"
urlpatterns = [
    path("mailings/stop/<str:token>/", views.stop, name="stop"),
    path("w/<slug:slug>/mail/", views.preferences, name="preferences"),
    path("mail/events/", views.events, name="events"),
    path("w/<slug:slug>/mailings/", views.plan, name="plan"),
    path("w/<slug:slug>/mailings/new/", views.new, name="new"),
    path("w/<slug:slug>/mailings/<str:key>/", views.mailing, name="mailing"),
    path("w/<slug:slug>/mailings/<str:key>/when/", views.when, name="when"),
    path("w/<slug:slug>/mailings/<str:key>/decide/", views.decide, name="decide"),
    path("w/<slug:slug>/mailings/<str:key>/text/", views.text, name="text"),
    path("w/<slug:slug>/mailings/<str:key>/preview/", views.preview, name="preview"),
    path("w/<slug:slug>/mailings/<str:key>/who/", views.who, name="who"),
    path("w/<slug:slug>/mailings/<str:key>/who/size/", views.who_size, name="who_size"),
    path("w/<slug:slug>/mailings/<str:key>/before/", views.before, name="before"),
    path("w/<slug:slug>/channels/", views.channels, name="channels"),
    path("w/<slug:slug>/channels/<str:key>/", views.pack, name="pack"),
    path("w/<slug:slug>/channels/<str:key>/sheet/", views.sheet, name="sheet"),
    path("w/<slug:slug>/channels/<str:key>/qr.svg", views.qr, name="qr"),
]
