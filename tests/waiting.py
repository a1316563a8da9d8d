"""Two transactions at once on PostgreSQL, where the second has to wait for the first."""

import threading
from collections.abc import Callable

from django.db import connection, connections, transaction


def second_waits_for_first(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Run both, the second while the first is not committed; fail where it does not wait."""
    failures: list[Exception] = []

    def run() -> None:
        try:
            with transaction.atomic():
                second()
        except Exception as error:  # noqa: BLE001
            failures.append(error)
        connections.close_all()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        while thread.is_alive() and not _waits_for_a_lock():
            thread.join(0.01)
        assert thread.is_alive(), "the second did not wait"
    thread.join()
    assert failures == []


def _waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_clear_snapshot()")  # else one look would do for all
        cursor.execute(
            "select exists(select 1 from pg_stat_activity where wait_event_type = 'Lock'"
            " and datname = current_database())"
        )
        return cursor.fetchone()[0]
