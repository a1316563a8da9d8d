"""The account: an e-mail address and, for staff, a password."""

import secrets
import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac

from workshop.accounts.addresses import address_key


def new_session_salt() -> str:
    """Return a fresh salt of a person's sessions (128 bits, hexadecimal)."""
    return secrets.token_hex(16)


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
    # Every session of the person holds a digest of it: a new one ends them all.
    session_salt = models.CharField(max_length=32, default=new_session_salt, editable=False)

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

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must hold to count: it changes with password and salt."""
        value = f"{self.password}:{self.session_salt}"
        salt = "workshop.accounts.session"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


class CodeRequest(models.Model):
    """One sign-in code that was asked for: how often for an address, and how often guessed.

    Address and network are kept as keyed hashes, and rows go after a day (see services.code_send).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address_hash = models.CharField(max_length=64, editable=False)
    network_hash = models.CharField(max_length=64, editable=False, blank=True)
    asked_at = models.DateTimeField(editable=False)
    guesses = models.PositiveSmallIntegerField(default=0, editable=False)
    spent = models.BooleanField(default=False, editable=False)

    class Meta:
        indexes = [
            models.Index("address_hash", "asked_at", name="code_request_by_address"),
            models.Index("network_hash", "asked_at", name="code_request_by_network"),
        ]

    def __str__(self) -> str:
        return f"Code request {self.pk}"


class KnownNetwork(models.Model):
    """A network from which a person has signed in, as a hash that is another for each person.

    Whoever asks for codes in somebody's name from elsewhere cannot use up what is theirs here.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_networks")
    network_hash = models.CharField(max_length=64, editable=False)
    seen_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "network_hash"], name="known_network_once")
        ]


class OutboxMessage(models.Model):
    """A message of an account (a sign-in code) that waits to be sent; its row goes with it.

    Written before the answer, sent by a worker of its own: a mail server that is slow or away
    neither holds a request nor tells whether an address is known.
    """

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField()
    # After this the message helps nobody any more.
    deadline_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("next_attempt_at", name="outbox_due")]
