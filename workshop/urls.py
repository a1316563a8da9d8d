"""The front page, and each workshop's public pages."""

from django.urls import path

from workshop import views

app_name = "workshop"
urlpatterns = [
    path("", views.home, name="home"),
    path("w/<slug:slug>/", views.landing, name="landing"),
    path("w/<slug:slug>/look.css", views.look, name="look"),
    path("w/<slug:slug>/card.png", views.card, name="card"),
    path("w/<slug:slug>/logos/<slug:public_id>", views.logo, name="logo"),
    path("w/<slug:slug>/from/<str:channel>/", views.arrive, name="arrive"),
    path("w/<slug:slug>/pre-register/", views.preregister, name="preregister"),
    path("w/<slug:slug>/pre-register/code/", views.preregister_code, name="preregister_code"),
    path("w/<slug:slug>/pre-register/done/", views.preregistered, name="preregistered"),
    path("w/<slug:slug>/join/", views.join, name="join"),
    path("w/<slug:slug>/join/code/", views.code, name="code"),
]
