"""Signing out, and what staff need to sign in. Participants sign in on a workshop's own pages.

Only the pages of allauth that we use are served: there is no sign-up, no password by e-mail.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

from workshop.accounts.guards import clearly, staff_only

urlpatterns = [
    path("login/", clearly(account.login), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", staff_only(account.reauthenticate), name="account_reauthenticate"),
    path("2fa/", staff_only(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", clearly(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", staff_only(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/app/", staff_only(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/app/remove/", staff_only(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/codes/", staff_only(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "2fa/codes/new/",
        staff_only(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/codes/download/",
        staff_only(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
