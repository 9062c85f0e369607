"""A second reading of the log, by other means: to hold the stored periods against.

It shares no code with `improvement.record`, and asks no question of the database but for whole
rows. It is slow, and as plain as it can be.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

GONE_OR_DONE = {"complete", "business-as-usual", "withdrawn", "merged", "replaced"}
DONE = {"complete", "business-as-usual"}


def london(moment):
    return moment.astimezone(ZoneInfo("Europe/London")).date()


def by(moment, day):
    return moment is not None and london(moment) <= day


def stood(action, view, day, known=None):
    """The standing of the action at the end of `day` as a dict; None if it was not there yet.

    `known` is a dict of what was found already, for one who asks of many days.
    """
    known = {} if known is None else known
    told = of_the_log(action, view, day, known)
    if told is None or told["status"] not in OUT:
        return told
    last = day
    while (before := of_the_log(action, view, last, known)) and before["status"] in OUT:
        last -= timedelta(days=1)
    if before is None:
        return told
    kept = {name: plain(value) for name, value in before.items() if name not in NOT_KEPT}
    kept |= {name: named(action, name, last) for name in ("success_measure", "lead")}
    left = {"left_on": last + timedelta(days=1), "before": kept}
    return told | left | {"help_from_id": before["help_from_id"]}


OUT = {"withdrawn", "merged", "replaced"}
NOT_KEPT = {"update_id", "waiting_since", "help_from_id", "left_on", "before"}


def plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def named(action, name, day):
    """Whether the action named it at the end of `day`."""
    value = getattr(action, name)
    now = value.title if name == "lead" and value else value
    for one in action.amendments.filter(field=name).order_by("-recorded_at", "-pk"):
        if not by(one.recorded_at, day):
            now = one.old
    return bool(now and now.strip())


def of_the_log(action, view, day, known):
    """The same without what is told of the day before it left."""
    if (view, day) not in known:
        known[view, day] = read_anew(action, view, day)
    return known[view, day]


def read_anew(action, view, day):
    rows = list(action.updates.order_by("number"))
    if view == "seen":
        if not by(action.public_at, day):
            return None
        public = [row for row in rows if by(row.public_at, day)]
        waiting = [row for row in rows if by(row.recorded_at, day) and row not in public]
    else:
        if action.public_at is None or action.added_on > day:
            return None
        public = [row for row in rows if row.public_at is not None]
        waiting = []
    first_of = {}
    for row in rows:
        first_of[row] = first_of[row.corrects] if row.corrects else row
    heads = {}
    for row in public:
        heads[first_of[row]] = row
    told = sorted(heads.items(), key=lambda pair: (pair[1].effective_on, pair[0].number))
    told = [pair for pair in told if view == "seen" or pair[1].effective_on <= day]
    last = told[-1][1] if told else None

    steps = [
        step
        for step in action.sign_offs.order_by("recorded_at", "pk")
        if (by(step.recorded_at, day) if view == "seen" else step.effective_on <= day)
        and any(first_of[step.claim] == first_of[row] for row in public)
    ]
    status, in_force = (last.status if last else "not-started"), ""
    if steps and last:
        about = first_of[steps[-1].claim]
        if steps[-1].step in ("returned", "reopened"):
            in_force = steps[-1].step
            if status in DONE and about == told[-1][0]:
                status = "in-progress"
        else:
            for first, row in reversed(told):
                if row.status not in DONE:
                    break
                if first == about:
                    in_force = steps[-1].step
                    break

    agreed, asked = [], []
    for move in action.moves.order_by("number"):
        if by(move.decided_at, day):
            agreed += [move] if move.outcome == "agreed" else []
        elif by(move.recorded_at, day):
            asked.append(move)
    offered = [piece for piece in action.evidence.order_by("pk") if by(piece.recorded_at, day)]
    offered = [
        piece for piece in offered if not any(other.supersedes_id == piece.pk for other in offered)
    ]
    done_on = None
    if status in DONE:
        for _, row in reversed(told):
            if row.status not in DONE:
                break
            done_on = row.effective_on
    for_children = [
        piece for piece in offered if piece.shows == "impact" and not piece.dated < action.added_on
    ]
    since = last.effective_on if last else action.added_on
    if last and last.month_only:  # of which no more is known: its last day, unless written sooner
        following = (since.replace(day=1) + timedelta(days=32)).replace(day=1)
        since = max(since, min(following - timedelta(days=1), london(last.recorded_at)))
    unsettled = [
        row
        for row in waiting
        if not any(
            first_of[other] == first_of[row] and other.number > row.number for other in public
        )
    ]
    return {
        "status": status,
        "claimed": last.status if last else "not-started",
        "confidence": last.confidence if last and status not in GONE_OR_DONE else "",
        "impact": last.impact if last else "none-yet",
        "update_id": last.pk if last else None,
        "last_heard_on": last.effective_on if last else None,
        "report_due_on": since + timedelta(days=shortest(action.plan, since, day)),
        "due_on": agreed[-1].to_date if agreed else action.original_due,
        "moves": len(agreed),
        "asked_for": asked[-1].to_date if asked else None,
        "asked_on": london(asked[-1].recorded_at) if asked else None,
        "delivered_on": done_on,
        "evidence": len(offered),
        "evidenced": any(by(piece.checked_at, day) for piece in offered),
        "newest_evidence": newest(offered, day),
        "verified_by_lead": in_force in ("verified", "sustained")
        and any(
            first == first_of[steps[-1].claim] and row.by == steps[-1].checked_by
            for first, row in told
        ),
        "open_until": still_open(told) if status in DONE else None,
        "check_due_on": to_check(told, in_force, steps),
        "unchanged": 0 if status in GONE_OR_DONE else repeats([row for _, row in told]),
        **help_wanted(action, day, told if status not in GONE_OR_DONE else [], first_of),
        "step": in_force,
        "waiting_since": min((row.recorded_at for row in unsettled), default=None),
        "impact_evidence": len(for_children),
        "impact_evidenced": any(by(piece.checked_at, day) for piece in for_children),
        **on_the_way(action, day, list(heads.values())),
        "left_on": None,
        "before": None,
    }


def newest(offered, day):
    """The latest date among what was looked at by `day`; among all, if nothing was."""
    read = [piece for piece in offered if by(piece.checked_at, day)]
    return max([piece.dated for piece in read or offered], default=None)


def on_the_way(action, day, counting):
    """The milestones on `day`, by the reports that count; a claim holds from its own day."""
    promised, reached, changed, days = 0, 0, 0, []
    for milestone in action.milestones.order_by("pk"):
        due, dropped = milestone.original_due, False
        story = list(milestone.changes.order_by("recorded_at", "pk"))
        if any(one.kind == "added" and not by(one.recorded_at, day) for one in story):
            continue
        for one in story:
            if not by(one.recorded_at, day) or one.kind == "added":
                continue
            changed += 1
            if one.kind == "moved":
                due = one.to_date
            else:
                dropped = True
        done = [
            claim
            for claim in milestone.claims.all()
            if claim.update in counting and claim.reached_on <= day
        ]
        promised, reached = promised + 1, reached + bool(done)
        if not done and not dropped:
            days.append(due)
    return {
        "milestones": promised,
        "milestones_reached": reached,
        "milestones_changed": changed,
        "milestone_due_on": min(days, default=None),
    }


def to_check(told, in_force, steps):
    """The day of the check that business as usual owes: the first named one not yet reached."""
    if not told or told[-1][1].status != "business-as-usual":
        return None
    run = []
    for _, row in told:
        run = [*run, row] if row.status in DONE else []
    owed = None
    for row in run:
        named = row.next_check_on
        if named and (owed is None or row.effective_on >= owed or named < owed):
            owed = named
    if in_force == "sustained" and owed and steps[-1].effective_on >= owed:
        return None
    return owed


def still_open(told):
    """The day of the last report that was not of completion."""
    days = [row.effective_on for _, row in told if row.status not in DONE]
    return days[-1] if days else None


def repeats(rows):
    """How many of the last rows, in a row, say no more than the row before."""
    count = 0
    for place in range(len(rows) - 1, 0, -1):
        row, before = rows[place], rows[place - 1]
        same = all(
            getattr(row, n) == getattr(before, n) for n in ("status", "confidence", "impact")
        )
        heard = {"", *(other.what_changed for other in rows[:place])}
        if not same or row.what_changed not in heard:
            break
        count += 1
    return count


def help_wanted(action, day, told, first_of):
    """Who owes an answer on `day`, and since when."""
    answers = [row for row in action.help_answers.all() if by(row.recorded_at, day)]
    answered = {first_of[row.update] for row in answers}
    asked, since = (told[-1][1].help_from_id if told else None), None
    firsts = {first for first, _ in told}
    again = [row.update for row in answers if first_of[row.update] not in firsts]
    last = told[-1][1].effective_on if told else None
    over = any(row.help_from_id == asked and row.effective_on >= last for row in again if told)
    for first, row in reversed(told):
        if row.help_from_id != asked or first in answered or over:
            break
        since = row.effective_on
    wanted = asked is not None and since is not None
    return {"help_from_id": asked if wanted else None, "help_since": since if wanted else None}


def shortest(plan, since, day):
    """The shortest reporting interval in force from `since` to `day`."""
    changes = list(plan.amendments.filter(action=None).order_by("recorded_at", "pk"))
    days = int(changes[0].old) if changes else plan.reporting_interval_days
    found = []
    for change in changes:
        if change.effective_on <= since:
            days = int(change.new)
        elif change.effective_on <= day:
            found.append(int(change.new))
    return min([days, *found])
