"""The account: an e-mail address and, for staff, a password."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from workshop.accounts.addresses import address_key


class UserManager(BaseUserManager["User"]):
    """Makes accounts and finds them by any spelling of their address."""

    def get_by_natural_key(self, username: str) -> "User":
        """Return the account of an address, however it is spelled; raises User.DoesNotExist."""
        return self.get(email_key=address_key(username))

    def create_user(self, email: str, password: str | None = None, **extra) -> "User":
        """Return a new account; without a password it signs in by code alone."""
        user = self.model(email=self.normalize_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra) -> "User":
        """Return a new account with every permission."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who may sign in; the e-mail address is the only name."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    is_staff = models.BooleanField("may enter the staff pages", default=False)
    is_active = models.BooleanField("may sign in", default=True)
    created_on = models.DateField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    def __str__(self) -> str:
        return self.email

    def save(self, *args, **kwargs) -> None:
        """Store the account under the one form of its address."""
        self.email_key = address_key(self.email)
        if (fields := kwargs.get("update_fields")) is not None and "email" in fields:
            kwargs["update_fields"] = {*fields, "email_key"}
        super().save(*args, **kwargs)


class CodeRequest(models.Model):
    """One sign-in code that was asked for: how often for an address, and how often guessed.

    The address is kept as a keyed hash, and rows go after a day (see services.code_send).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address_hash = models.CharField(max_length=64, editable=False)
    asked_at = models.DateTimeField(editable=False)
    guesses = models.PositiveSmallIntegerField(default=0, editable=False)
    spent = models.BooleanField(default=False, editable=False)

    class Meta:
        indexes = [models.Index("address_hash", "asked_at", name="code_request_by_address")]

    def __str__(self) -> str:
        return f"Code request {self.pk}"
