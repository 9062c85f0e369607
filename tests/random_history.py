"""A random life of one action, written as people would write it: through the workflow."""

import random
from datetime import datetime, timedelta

from councils.access import Role
from councils.days import LONDON, day_of
from improvement import workflow
from improvement.models import ActionState, Evidence, Milestone, SignOff
from improvement.record import refresh
from tests import factories

STATUSES = ("not-started", "in-progress", "in-progress", "in-progress", "complete", "complete")
SURE = ("on-track", "at-risk", "off-track")


class Life:
    """Goes on by `days`; each act is drawn from those that the record then allows."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.now = datetime(2026, 1, 5, 9, 30, tzinfo=LONDON)
        council = factories.CouncilFactory()
        self.lead, self.officer, self.publisher, self.secretary = (
            factories.UserFactory(roles=[(council, role)])
            for role in (Role.ACTION_LEAD, Role.PLAN_OFFICER, Role.PUBLISHER, Role.BOARD_SECRETARY)
        )
        post = factories.PostFactory(council=council)
        factories.PostHoldingFactory(post=post, user=self.lead)
        self.other = factories.PostFactory(council=council)
        self.plan = factories.PlanFactory(council=council, publish_from=self.now)
        self.action = factories.ActionFactory(
            plan=self.plan,
            lead=post,
            added_on=day_of(self.now) - timedelta(days=self.random.randrange(30)),
            original_due=day_of(self.now) + timedelta(days=self.random.randrange(10, 120)),
            public_at=self.now,
        )
        for title in ("A first team", "Two teams"):
            Milestone.objects.create(
                action=self.action, title=title, original_due=self._ahead(5, 80)
            )
        refresh([self.action.pk])

    def live(self, acts):
        """The action after so many acts; `days` holds each day on which there was one."""
        self.days = {self.action.added_on, day_of(self.now)}
        for _ in range(acts):
            # Often the same day, and sometimes close to midnight, in summer and in winter.
            hours = self.random.choice((0, 1, 5, 13, 24, 24 * 3, 24 * 20, 24 * 40))
            self.now += timedelta(hours=hours, minutes=self.random.randrange(60))
            self.days.add(day_of(self.now))
            self.random.choice(
                [self.report] * 4
                + [self.correct, self.release, self.release, self.ask, self.decide]
                + [self.offer, self.check, self.sign, self.amend, self.redact, self.help]
                + [self.add_milestone, self.move_milestone, self.drop_milestone, self.leave]
                + [self.reword]
            )()
        return self.action

    def _ahead(self, least, most):
        return day_of(self.now) + timedelta(days=self.random.randrange(least, most))

    def _outstanding(self, but=()):
        """A milestone of which no report counts that says it was reached."""
        now = workflow.stages_now(self.action)
        free = [
            pk for pk, one in now.items() if one.is_outstanding or (pk in but and not one.dropped)
        ]
        return self._any(self.action.milestones.filter(pk__in=free))

    def add_milestone(self):
        workflow.add_milestone(
            action=self.action,
            title="One team more",
            due=self._ahead(-5, 60),
            why="The board asked.",
            by=self.officer,
            at=self.now,
        )

    def move_milestone(self):
        if milestone := self._outstanding():
            now = workflow.stages_now(self.action)[milestone.pk].due_on
            self._change(milestone, to=now + timedelta(days=self.random.choice((-9, 20, 40))))

    def drop_milestone(self):
        if (milestone := self._outstanding()) and self.random.random() < 0.5:
            self._change(milestone)

    def _change(self, milestone, **to):
        act = workflow.move_milestone if to else workflow.drop_milestone
        said = {"why": "As agreed.", "agreed_by": "The board", "by": self.officer}
        act(milestone=milestone, at=self.now, **said, **to)

    def _reached(self, on, but=()):
        """What a report of that day says of milestones: sometimes that one was reached before."""
        milestone = self._outstanding(but) if self.random.random() < 0.4 else None
        return {milestone: on - timedelta(days=self.random.choice((0, 4)))} if milestone else {}

    def report(self, **more):
        on = day_of(self.now) - timedelta(days=self.random.choice((0, 0, 0, 2, 9)))
        wrong = more.get("corrects")
        own = wrong.reached.values_list("milestone_id", flat=True) if wrong else ()
        status = self.random.choice(STATUSES)
        open_ = status in ("not-started", "in-progress")
        gone = self.action.states.get(audience="internal").status in ActionState.GONE
        workflow.report_progress(
            action=self.action,
            by=self.officer if gone else self.lead,  # who alone brings back what left the plan
            at=self.now,
            status=status,
            confidence=self.random.choice(SURE) if open_ else "",
            reason="As it is.",
            what_changed=self.random.choice(("", "", "Two came.", "Three came.")),
            **self._help(),
            effective_on=on,
            reached=self._reached(on, own),
            impact=self.random.choice(("none-yet", "none-yet", "evidenced")),
            **more,
        )

    def leave(self):
        """Taken out of the plan: a rare report, and most often soon released."""
        if self.random.random() < 0.6:
            workflow.report_progress(
                action=self.action,
                by=self.officer,
                at=self.now,
                status="withdrawn",
                reason="It is not needed.",
                effective_on=day_of(self.now) - timedelta(days=self.random.choice((0, 0, 5))),
            )

    def reword(self):
        measure = self.random.choice(("", "Nine in ten.", "Eight in ten."))
        if self.action.public_at:
            workflow.amend(
                action=self.action,
                changes={"success_measure": measure},
                why="As agreed.",
                by=self.officer,
                at=self.now,
            )
            self.action.refresh_from_db()

    def _help(self):
        asked = self.random.choice((None, None, self.action.lead, self.other))
        return {"help_from": asked, "help_needed": "Two more desks."} if asked else {}

    def help(self):
        state = self.action.states.get(audience="internal")
        if state.help_from_id:
            workflow.answer_help(
                action=self.action, words="They are ordered.", by=self.officer, at=self.now
            )

    def correct(self):
        wrong = self._any(self.action.updates.filter(corrections=None))
        if wrong:
            self.report(corrects=wrong)

    def release(self):
        waiting = list(self.action.updates.waiting())
        some = [row for row in waiting if self.random.random() < 0.7]
        if some:
            workflow.release(plan=self.plan, rows=some, by=self.publisher, at=self.now)

    def ask(self):
        if not self.action.moves.filter(outcome="").exists():
            due_on = self.action.states.get(audience="internal").due_on
            later = max(due_on, day_of(self.now)) + timedelta(days=self.random.randrange(1, 60))
            workflow.ask_for_later_date(
                action=self.action, to=later, reason="More time.", by=self.lead, at=self.now
            )

    def decide(self):
        move = self._any(self.action.moves.filter(outcome=""))
        if move:
            workflow.decide_later_date(
                move=move,
                outcome=self.random.choice(("agreed", "refused")),
                where="The board",
                by=self.secretary,
                at=self.now,
            )

    def offer(self):
        old = self._any(self.action.evidence.filter(superseded_by=None))
        factories.EvidenceFactory(
            action=self.action,
            recorded_at=self.now,
            added_by=self.lead,
            dated=day_of(self.now) - timedelta(days=self.random.choice((0, 0, 400))),
            shows=self.random.choice(("done", "impact")),
            supersedes=old if self.random.random() < 0.3 else None,
        )

    def check(self):
        piece = self._any(Evidence.objects.filter(action=self.action, checked_at=None))
        if piece:
            workflow.check_evidence(evidence=piece, by=self.officer, at=self.now)

    def sign(self):
        claim = self._any(self.action.updates.filter(status="complete"))
        if claim:
            step = self.random.choice(("proposed", "verified", "returned", "sustained", "reopened"))
            done = step in ("verified", "sustained")
            SignOff.objects.create(
                action=self.action,
                claim=claim,
                step=step,
                recorded_at=self.now,
                effective_on=day_of(self.now) - timedelta(days=self.random.choice((0, 3))),
                by=self.officer,
                checked_by=self.random.choice((self.lead, self.officer)) if done else None,
                where="The board",
                note="As it is.",
            )
            refresh([self.action.pk])

    def amend(self):
        days = self.random.choice((14, 31, 60, 92))
        workflow.change_interval(
            plan=self.plan, days=days, why="As agreed.", by=self.officer, at=self.now
        )

    def redact(self):
        said = self._any(self.action.updates.exclude(reason="").filter(redacted_at=None))
        if said:
            workflow.redact(
                row=said, fields=["reason"], why="It named a child.", by=self.publisher, at=self.now
            )

    def _any(self, rows):
        rows = list(rows)
        return self.random.choice(rows) if rows else None
