"""The site map."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("workshop.accounts.urls")),
    path("", include("workshop.mailings.urls")),
    path("", include("workshop.privacy.urls")),
    path("", include("workshop.common.urls")),
    path("styleguide/", include("ideas.styleguide.urls")),
    path("w/<slug:slug>/questions/", include("gateway.urls")),
    path("w/<slug:slug>/report/", include("analysis.urls")),
    path("w/<slug:slug>/", include("ideas.urls")),
    path("", include("workshop.urls")),
]

handler400 = "workshop.common.views.bad_request"
handler403 = "workshop.common.views.forbidden"
handler404 = "workshop.common.views.not_found"
handler500 = "workshop.common.views.server_error"
