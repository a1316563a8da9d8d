"""The hall, the lists, the threads."""

from django.urls import path

from ideas import views

app_name = "ideas"
urlpatterns = [
    path("groups/", views.hall, name="hall"),
    path("groups/<str:key>/", views.idea_list, name="list"),
    path("ideas/<str:public_id>/", views.thread, name="thread"),
]
