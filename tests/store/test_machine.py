"""The ledger against a model in plain Python: whatever is done in whatever order, both say the same."""

from __future__ import annotations

import itertools

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from threedkit.errors import JobError, LeaseLostError
from threedkit.store import FINAL, Counts, JobStore, from_ranges
from threedkit.store.states import MOVES

FRAMES = st.lists(st.integers(0, 5), max_size=4, unique=True)
PICK = st.integers(0, 1000)
NUMBERS = itertools.count()


class Model:
    """A job, as simple as can be."""

    def __init__(self, number, total, priority, after):
        self.number, self.priority, self.after = number, priority, after
        self.status, self.wish, self.lease = "queued", "", None
        self.frames = dict.fromkeys(range(total), "queued")

    def those(self, numbers, *states):
        return [index for index in sorted(numbers) if self.frames[index] in states]

    def put(self, numbers, state):
        self.frames.update(dict.fromkeys(numbers, state))

    def move(self, status):
        self.status = status
        if status in FINAL or (status, self.wish) in {("paused", "pause"), ("running", "resume"), ("queued", "resume")}:
            self.wish = ""


class Machine(RuleBasedStateMachine):
    """Jobs of up to six frames, and up to three leases a job, of which at most one holds."""

    def __init__(self, database, receipt, failure, new_job):
        super().__init__()
        self.store = JobStore(database)
        self.receipt, self.failure, self.new_job = receipt, failure, new_job
        self.jobs: dict[str, Model] = {}
        self.leases = []
        self.touched: set[str] = set()

    @initialize(states=st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.booleans()), min_size=1, max_size=3))
    def begin_anywhere(self, states):
        """Some jobs, each in any state, in somebody's hands or not."""
        for status, held in states:
            self._submit(4, 0, ())
            name = f"job-{max(job.number for job in self.jobs.values())}"
            self._leased(self.store.lease("machine", name))
            if status == "succeeded":
                self.store.skip(name, range(4))
                self.jobs[name].put(range(4), "skipped")
            for step in {"queued": (), "succeeded": ("running", "succeeded")}.get(status, (status,)):
                self.leases[-1].move(step)
                self.jobs[name].move(step)
            if not held:
                self.release(0)

    def name(self, pick):
        """One of the jobs; rarely one that is not there."""
        return [*self.jobs, *self.jobs, "nothing"][pick % (2 * len(self.jobs) + 1)]

    def held(self, pick):
        """One of the last leases, its job, and whether it still holds."""
        lease = self.leases[-(pick % min(len(self.leases), 4)) - 1]
        job = self.jobs.get(lease.job)
        holds = job is not None and job.lease is lease
        if holds:
            self.touched.add(lease.job)
        return lease, job, holds

    # Whatever is refused must be refused by both

    def attempt(self, allowed, act, error=JobError):
        if allowed:
            return act()
        with pytest.raises(error):
            act()
        return None

    def unmet(self, job):
        return any(name in self.jobs and self.jobs[name].status != "succeeded" for name in job.after)

    # Submission and leases

    @rule(total=st.integers(1, 6), priority=st.integers(-1, 1), after=st.none() | PICK)
    def submit(self, total, priority, after):
        after = None if after is None else self.name(after)
        known = after in self.jobs and self.jobs[after].status != "cancelled"
        self._submit(total, priority, (after,) if known else ())

    def _submit(self, total, priority, after):
        number = next(NUMBERS)
        name = f"job-{number}"
        self.store.submit(self.new_job(name, total, priority=priority, after=after))
        self.jobs[name] = Model(number, total, priority, after)
        self.touched.add(name)

    @rule()
    def lease_next(self):
        free = [
            (-job.priority, job.number, name)
            for name, job in self.jobs.items()
            if job.lease is None and not self.unmet(job)
            and (job.status in {"queued", "running"} or (job.status == "paused" and job.wish))
        ]  # fmt: skip
        lease = self.store.lease("machine")
        assert (lease.job if lease else None) == (min(free)[2] if free else None)
        self._leased(lease)

    @rule(pick=PICK)
    def lease_one(self, pick):
        name = self.name(pick)
        if name not in self.jobs:
            self.attempt(False, lambda: self.store.lease("machine", name))
            return
        job = self.jobs[name]
        lease = self.store.lease("machine", name)
        assert (lease is not None) == (job.lease is None and job.status in {"queued", "running", "paused"})
        self._leased(lease)

    def _leased(self, lease):
        if lease is not None:
            self.leases.append(lease)
            self.jobs[lease.job].lease = lease
            self.touched.add(lease.job)
            assert lease.record.status in {"queued", "paused"}

    @rule(pick=PICK)
    def take_over(self, pick):
        """The runner is lost: another one looks long enough, and gets the job."""
        name = self.name(pick)
        job = self.jobs.get(name)
        if job is None or job.lease is None or job.status in FINAL:
            return
        now = [0.0]
        observer = JobStore(self.store.database, clock=lambda: now[0])
        observer._watch.is_lost = lambda number, token, beat: True
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("threedkit.store.jobs.rows.is_dead", lambda owner: False)
            job.lease = observer.lease("observer", name)
        assert job.lease is not None
        self.leases.append(job.lease)
        job.put(job.those(job.frames, "running"), "queued")
        if job.status == "running":
            job.move("queued")
        self.touched.add(name)

    # Work

    @rule(pick=PICK, status=st.sampled_from([*sorted(MOVES), "running", "failed"]))
    def move(self, pick, status):
        lease, job, holds = self.held(pick)
        if not holds:
            self.attempt(False, lambda: lease.move(status), LeaseLostError)
            return
        legal = status in MOVES[job.status]
        legal &= status != "succeeded" or not job.those(job.frames, "queued", "running", "failed")
        legal &= status != "running" or not self.unmet(job)
        self.attempt(legal, lambda: lease.move(status))
        if legal:
            job.move(status)
            if status == "cancelled":
                self._cancel_dependents(lease.job)

    @rule(pick=PICK, frames=FRAMES)
    def begin(self, pick, frames):
        lease, job, holds = self.held(pick)
        begun = self.attempt(holds, lambda: lease.begin(frames), LeaseLostError)
        if holds:
            assert begun == job.those(set(frames) & set(job.frames), "queued")
            job.put(begun, "running")

    @rule(pick=PICK, finished=FRAMES, failed=FRAMES, again=FRAMES, back=FRAMES)
    def settle(self, pick, finished, failed, again, back):
        lease, job, holds = self.held(pick)
        groups = (finished, failed, again, back)
        seen: set[int] = set()
        for group in groups:  # a frame has one outcome
            group[:] = [index for index in group if index not in seen]
            seen |= set(group)
        known = holds and seen <= set(job.frames)
        self.attempt(
            known,
            lambda: lease.settle(
                finished=[self.receipt(index) for index in finished],
                failed=[self.failure(index) for index in failed],
                again=[self.failure(index) for index in again],
                put_back=back,
            ),
        )
        if known:
            job.put(finished, "succeeded")
            job.put(job.those(failed, "queued", "running"), "failed")
            job.put(job.those([*again, *back], "running"), "queued")

    @rule(pick=PICK, frames=FRAMES)
    def reopen(self, pick, frames):
        lease, job, holds = self.held(pick)
        found = self.attempt(holds, lambda: lease.reopen(frames), LeaseLostError)
        if holds:
            assert found == job.those(set(frames) & set(job.frames), "succeeded")
            job.put(found, "queued")

    @rule(pick=PICK)
    def release(self, pick):
        lease, job, holds = self.held(pick)
        lease.release()
        if holds:
            job.lease = None
            job.put(job.those(job.frames, "running"), "queued")
            if job.status == "running":
                job.move("queued")

    # Steering

    @rule(pick=PICK, what=st.sampled_from(["pause", "resume", "pause", "resume", "cancel"]))
    def wish(self, pick, what):
        name = self.name(pick)
        job = self.jobs.get(name)
        act = lambda: self.store.wish(name, what)  # noqa: E731 - used in each branch
        self.touched.add(name)
        if job is None:
            self.attempt(False, act)
        elif what == "cancel" and (job.status in FINAL or job.wish == "cancel"):
            act()
        elif job.wish == "cancel":
            self.attempt(False, act)
        elif job.lease is None:
            self._wish_at_once(name, job, what, act)
        elif (job.wish, what) in {("pause", "resume"), ("resume", "pause")}:
            act()
            job.wish = ""
        else:
            legal = job.status == "paused" if what == "resume" else "paused" in MOVES[job.status] or what == "cancel"
            self.attempt(legal, act)
            if legal:
                job.wish = what

    def _wish_at_once(self, name, job, what, act):
        target = {"pause": "paused", "resume": "queued", "cancel": "cancelled"}[what]
        stays = what == "resume" and job.status == "queued"
        legal = stays or target in MOVES[job.status]
        if what == "resume":
            legal &= job.status != "failed"
        self.attempt(legal, act)
        if legal:
            job.wish = ""
            if not stays:
                job.put(job.those(job.frames, "running"), "queued")
                job.move(target)
            if target == "cancelled":
                self._cancel_dependents(name)

    def _cancel_dependents(self, name):
        for other, job in self.jobs.items():
            if name in job.after and job.status not in {"succeeded", "cancelled", "failed"}:
                job.move("cancelled")
                self.touched.add(other)
                self._cancel_dependents(other)

    @rule(pick=PICK, frames=FRAMES)
    def skip(self, pick, frames):
        name = self.name(pick)
        job = self.jobs.get(name)
        self.touched.add(name)
        legal = job is not None and job.status not in {"succeeded", "cancelled"} and set(frames) <= set(job.frames)
        self.attempt(legal, lambda: self.store.skip(name, frames))
        if legal:
            job.put(job.those(frames, "queued", "running", "failed"), "skipped")

    @rule(pick=PICK, frames=st.none() | FRAMES)
    def retry(self, pick, frames):
        name = self.name(pick)
        job = self.jobs.get(name)
        self.touched.add(name)
        legal = job is not None and job.status not in {"succeeded", "cancelled"}
        legal = legal and (frames is None or set(frames) <= set(job.frames))
        self.attempt(legal, lambda: self.store.retry(name, frames))
        if legal:
            job.put(
                job.those(job.frames, "failed") if frames is None else job.those(frames, "failed", "skipped"), "queued"
            )
            if job.status == "failed":
                job.move("queued")

    @rule(pick=PICK)
    def delete(self, pick):
        name = self.name(pick)
        job = self.jobs.get(name)
        if job is not None and job.status not in FINAL and pick % 3:
            return  # or there would soon be no job left
        legal = job is not None and job.lease is None
        self.attempt(legal, lambda: self.store.delete(name))
        if legal:
            if job.status != "succeeded":
                self._cancel_dependents(name)
            del self.jobs[name]

    # Both say the same

    @invariant()
    def agree(self):
        for name in self.touched & self.jobs.keys():
            job, record = self.jobs[name], self.store.get(name)
            states = list(job.frames.values())
            counted = Counts(*(states.count(s) for s in ("queued", "running", "succeeded", "failed", "skipped")))
            assert (record.status, record.wish, record.counts) == (job.status, job.wish, counted)
            assert bool(record.runner) == (job.lease is not None)
            assert {one.index: one.state for one in self.store.frames(name)} == job.frames
            assert from_ranges(self.store.missing(name)) == job.those(job.frames, "queued", "running")
            events = self.store.events(name)
            assert [event.number for event in events] == list(range(1, len(events) + 1))
            told = [event.data["status"] for event in events if event.kind == "status"]
            assert (["queued", *told])[-1] == job.status
        self.touched.clear()

    def teardown(self):
        for job in self.jobs.values():
            if job.lease is not None:
                job.lease.release()
        for name in self.jobs:
            self.store.delete(name)
        assert self.store.list().jobs == ()


ACTIONS = {
    "wish": [{"what": what} for what in ("pause", "resume", "cancel")],
    "move": [{"status": status} for status in sorted(MOVES)],
    "begin": [{"frames": [1, 2]}],
    "settle": [{"finished": [0], "failed": [1], "again": [2], "back": [3]}],
    "reopen": [{"frames": [0, 1, 2, 3]}],
    "release": [{}],
    "skip": [{"frames": [0, 1]}],
    "retry": [{"frames": None}, {"frames": [0, 1]}],
    "take_over": [{}],
    "lease_one": [{}],
    "delete": [{}],
}


@pytest.mark.parametrize("status", sorted(MOVES))
def test_every_act_in_every_state(status, database, receipt, failure, new_job):
    """The model's rules one after the other, on a job in that state, in somebody's hands and not."""
    for held, (act, cases) in itertools.product((False, True), ACTIONS.items()):
        for values in cases:
            machine = Machine(database, receipt, failure, new_job)
            machine.begin_anywhere([(status, held)])
            getattr(machine, act)(pick=0, **values)
            machine.agree()
            machine.teardown()


def test_the_ledger_does_what_the_model_says(database, receipt, failure, new_job):
    run_state_machine_as_test(
        lambda: Machine(database, receipt, failure, new_job),
        settings=settings(max_examples=20, stateful_step_count=20, suppress_health_check=list(HealthCheck)),
    )
