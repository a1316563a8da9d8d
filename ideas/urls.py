"""The hall, the lists, the threads, and a person's own page."""

from django.urls import path

from ideas import views

app_name = "ideas"
urlpatterns = [
    path("groups/", views.hall, name="hall"),
    path("groups/<str:key>/", views.idea_list, name="list"),
    path("groups/<str:key>/new/", views.idea_new, name="new"),
    path("shown/", views.shown, name="shown"),
    path("groups/<str:key>/similar/", views.similar, name="similar"),
    path("search/", views.search, name="search"),
    path("mine/", views.mine, name="mine"),
    path("mine/digest/", views.mine_digest, name="mine_digest"),
    path("mine/<str:section>/", views.mine_list, name="mine_list"),
    path("groups/<str:key>/new/draft/", views.new_draft, name="new_draft"),
    path("groups/<str:key>/new/draft/discard/", views.new_draft_discard, name="new_draft_discard"),
    path("ideas/<str:public_id>/", views.thread, name="thread"),
    path("ideas/<str:public_id>/edit/", views.idea_edit, name="idea_edit"),
    path("ideas/<str:public_id>/withdraw/", views.idea_withdraw, name="idea_withdraw"),
    path("ideas/<str:public_id>/vote/", views.idea_vote, name="idea_vote"),
    path("ideas/<str:public_id>/history/", views.idea_history, name="idea_history"),
    path("ideas/<str:public_id>/report/", views.idea_report, name="idea_report"),
    path("ideas/<str:public_id>/follow/", views.follow, name="follow"),
    path("ideas/<str:public_id>/news/", views.news, name="news"),
    path("ideas/<str:public_id>/comments/", views.comment_add, name="comment_add"),
    path("ideas/<str:public_id>/comments/list/", views.comment_list, name="comment_list"),
    path("comments/<str:public_id>/", views.comment_link, name="comment"),
    path("comments/<str:public_id>/replies/", views.comment_replies, name="comment_replies"),
    path("comments/<str:public_id>/history/", views.comment_history, name="comment_history"),
    path("comments/<str:public_id>/report/", views.comment_report, name="comment_report"),
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
