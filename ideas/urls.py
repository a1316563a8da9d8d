"""The hall, the lists, the threads."""

from django.urls import path

from ideas import views

app_name = "ideas"
urlpatterns = [
    path("groups/", views.hall, name="hall"),
    path("groups/<str:key>/", views.idea_list, name="list"),
    path("groups/<str:key>/new/", views.idea_new, name="new"),
    path("groups/<str:key>/similar/", views.similar, name="similar"),
    path("search/", views.search, name="search"),
    path("ideas/<str:public_id>/", views.thread, name="thread"),
    path("ideas/<str:public_id>/edit/", views.idea_edit, name="idea_edit"),
    path("ideas/<str:public_id>/withdraw/", views.idea_withdraw, name="idea_withdraw"),
    path("ideas/<str:public_id>/vote/", views.idea_vote, name="idea_vote"),
    path("ideas/<str:public_id>/comments/", views.comment_add, name="comment_add"),
    path("comments/<str:public_id>/", views.comment_place, name="comment"),
    path("comments/<str:public_id>/edit/", views.comment_edit, name="comment_edit"),
    path("comments/<str:public_id>/withdraw/", views.comment_withdraw, name="comment_withdraw"),
    path("comments/<str:public_id>/vote/", views.comment_vote, name="comment_vote"),
    path("comments/<str:public_id>/reply/", views.comment_reply, name="comment_reply"),
    path("comments/<str:public_id>/reply/form/", views.reply_form, name="reply_form"),
]
