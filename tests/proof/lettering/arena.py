"""Where a run of letters is killed: a program with its own database.

    RELANCE_DATABASE_URL=… python -m tests.proof.lettering.arena 12

prints one JSON object.
"""

import io
import json
import os
import random
import signal
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.proof.ledger.arena import prepare

FILES = 40
START = datetime(2020, 7, 1, 9, tzinfo=UTC)


def scene() -> Any:
    """The rent fund with decided files, and its texts of letters."""
    from django.db import transaction

    from relance.applications import actions
    from relance.applications.actions import bulk
    from relance.applications.models import Outcome
    from relance.applications.queries.queue import Filter
    from tests.applications.build import many
    from tests.applications.lettered import lettered
    from tests.support import cast as people

    town = lettered(people.gather(), now=START)
    many(town, FILES)
    run = actions.prepare_run(
        call=town.call, outcome=Outcome.ACCEPTED, wanted=Filter(), by=town.instructor, at=town.later()
    )
    actions.confirm_run(run=run, by=town.decider, at=town.later())
    run = bulk.of_authority(town.authority, run.pk)
    with transaction.atomic():
        while bulk.decide_step(run, town.later()):
            pass
    bulk.end_run(run, town.later())
    return town


def kill(deaths: int) -> dict[str, Any]:
    """Letters whose worker is killed again and again, after so many statements, wherever that is."""
    from django.db import connection
    from django.utils import timezone

    from relance.applications.actions.lettering import confirm_letters, prepare_letters
    from relance.applications.actions.lettering import jobs as lettering
    from relance.applications.actions.lettering.runs import MAKE
    from relance.applications.models import Run
    from relance.kernel import jobs
    from relance.kernel.models import Job

    lettering.CHUNK = 4  # type: ignore[misc]  # more places to die at
    town = scene()
    jobs.run_waiting()
    run = prepare_letters(call=town.call, by=town.instructor, at=town.later())
    jobs.run_waiting()
    run = Run.objects.of(town.authority).get(pk=run.pk)
    confirm_letters(run=run, by=town.instructor, at=town.later())
    chance, died = random.Random(11), 0
    mine = Job.objects.of(town.authority).filter(kind=MAKE)

    def work(after: int) -> None:
        seen = 0

        def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
            nonlocal seen
            seen += 1
            if seen == after:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            jobs.run_waiting()

    while not mine.filter(state="done").exists():
        connection.close()
        child = os.fork()
        if child == 0:
            work(chance.randrange(5, 60) if died < deaths else 10**9)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        died += os.WIFSIGNALED(status)
        # nobody waits a minute for a lease here: the dead one's is over
        mine.filter(state="running").update(leased_until=timezone.now() - timedelta(seconds=1), attempts=0)
    return outcome(town, run.pk) | {"deaths": died, "errors": list(mine.values_list("error", flat=True))}


def outcome(town: Any, pk: int) -> dict[str, Any]:
    """What the letters, their files and the print file say at the end."""
    import hashlib

    import pypdfium2

    from relance.applications.models import Letter, Run
    from relance.kernel import files

    run = Run.objects.of(town.authority).select_related("file").get(pk=pk)
    letters = list(Letter.objects.of(town.authority).select_related("file", "application").order_by("pk"))
    assert run.file is not None
    with pypdfium2.PdfDocument(io.BytesIO(files.read(run.file))) as pdf:
        printed = [page.get_textpage().get_text_range() for page in pdf]
    numbers = list(run.items.order_by("place").values_list("application__number", flat=True))
    return {
        "files": FILES,
        "letters": len(letters),
        "of files": len({letter.application_id for letter in letters}),
        "replaced": sum(letter.superseded_at is not None for letter in letters),
        "digests hold": all(
            letter.file is not None and hashlib.sha256(files.read(letter.file)).hexdigest() == letter.sha256
            for letter in letters
        ),
        "state": run.state,
        "items": dict(Counter(run.items.values_list("state", flat=True))),
        "pages": len(printed),
        "in order": all(number in page for number, page in zip(numbers, printed[::2], strict=True)),
        "backs white": not "".join(printed[1::2]),
    }


def main(words: list[str]) -> int:
    prepare()
    print(json.dumps(kill(int(words[0]))))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relance.settings")
    os.environ.setdefault("RELANCE_MODE", "test")
    sys.exit(main(sys.argv[1:]))
