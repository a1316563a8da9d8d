"""The questions on the way in, and the look at them that staff take."""

from django.urls import path

from gateway import views
from gateway.correcting import correct
from gateway.doors import gateway_view, preview_view

app_name = "gateway"
urlpatterns = [
    path("", gateway_view(views.start), name="start"),
    path("answer/<str:key>/", gateway_view(views.question), name="question"),
    path("section/<int:number>/", gateway_view(views.section), name="section"),
    path("check/", gateway_view(views.check), name="check"),
    path("correct/<str:key>/", correct, name="correct"),
    path("preview/", preview_view(views.preview), name="preview"),
    path("preview/answer/<str:key>/", preview_view(views.question), name="preview_question"),
    path("preview/section/<int:number>/", preview_view(views.section), name="preview_section"),
    path("preview/check/", preview_view(views.check), name="preview_check"),
]
