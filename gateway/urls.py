"""The questions on the way in."""

from django.urls import path

from gateway import views

app_name = "gateway"
urlpatterns = [
    path("", views.start, name="start"),
    path("answer/<str:key>/", views.question, name="question"),
    path("check/", views.check, name="check"),
]
