"""The hall, the lists, the threads."""

from django.urls import path

from ideas import views

app_name = "ideas"
urlpatterns = [
    path("groups/", views.hall, name="hall"),
    path("groups/<str:key>/", views.idea_list, name="list"),
    path("groups/<str:key>/new/", views.idea_new, name="new"),
    path("groups/<str:key>/new/draft/", views.new_draft, name="new_draft"),
    path("groups/<str:key>/new/draft/discard/", views.new_draft_discard, name="new_draft_discard"),
    path("ideas/<str:public_id>/", views.thread, name="thread"),
    path("ideas/<str:public_id>/edit/", views.idea_edit, name="idea_edit"),
    path("ideas/<str:public_id>/withdraw/", views.idea_withdraw, name="idea_withdraw"),
    path("ideas/<str:public_id>/vote/", views.idea_vote, name="idea_vote"),
    path("ideas/<str:public_id>/comments/", views.comment_add, name="comment_add"),
    path("ideas/<str:public_id>/comments/draft/", views.write_draft, name="write_draft"),
    path(
        "ideas/<str:public_id>/comments/draft/discard/",
        views.write_draft_discard,
        name="write_draft_discard",
    ),
    path("ideas/<str:public_id>/evidence/", views.evidence, name="evidence"),
    path(
        "ideas/<str:public_id>/evidence/staff/", views.evidence_for_staff, name="evidence_for_staff"
    ),
    path("comments/<str:public_id>/", views.comment_place, name="comment"),
    path("comments/<str:public_id>/edit/", views.comment_edit, name="comment_edit"),
    path("comments/<str:public_id>/withdraw/", views.comment_withdraw, name="comment_withdraw"),
    path("comments/<str:public_id>/vote/", views.comment_vote, name="comment_vote"),
    path("comments/<str:public_id>/reply/", views.comment_reply, name="comment_reply"),
    path(
        "comments/<str:public_id>/reply/draft/",
        views.comment_reply_draft,
        name="comment_reply_draft",
    ),
    path(
        "comments/<str:public_id>/reply/draft/discard/",
        views.comment_reply_draft_discard,
        name="comment_reply_draft_discard",
    ),
    path("comments/<str:public_id>/reply/form/", views.reply_form, name="reply_form"),
]
