"""What a row says of a promise: words, measure, lead, workstream, recommendations, first date.

A blank cell says nothing: what stands here stays. Nothing that cannot be told apart is linked.
"""

from improvement.trackers.effects import Effect
from improvement.trackers.naming import is_cut, title_of
from improvement.trackers.standing import Standing
from improvement.wording import day_words, listed
from inspections.cells import fold, one_line, tidy

NOT_KNOWN = "not known"


def promise(effect: Effect, standing: Standing) -> None:
    """Fill in what the row would make, or change, of its action's promises."""
    said = _said(effect, standing)
    for name, (value, words) in said.items():
        old, old_words = _stands(effect, standing, name)
        if value != old:
            effect.promises[name] = value
            effect.differs(name, old_words, words)
    record = effect.record
    if is_cut(effect.row) and "title" in effect.promises:
        where = "stay with the import" if record else "go into the note for the council only"
        effect.told.append(f"The action is longer than a title: its whole words {where}.")
    if record is None:
        return
    for name in record.amended_after & effect.promises.keys():
        effect.newer = True
        effect.told.append("This promise was changed here after the day of the file: it stays.")
        for kept in (effect.promises, effect.before, effect.after):
            del kept[name]
    effect.by_hand = bool(effect.promises) and record.action.public_at is not None


def _said(effect: Effect, standing: Standing) -> dict[str, tuple]:
    """What the row says: by field, the value and its words."""
    row, said = effect.row, {}
    title = title_of(row)
    said["title"] = title, title
    if measure := tidy(row.success_measure):
        said["success_measure"] = measure, measure
    if workstream := one_line(row.workstream):
        known = standing.workstreams.get(fold(workstream))
        words = known.title if known else workstream
        if len(words) > 160:
            effect.is_wrong(
                "Workstream", words, "This is longer than 160 characters.", "Shorten it."
            )
        said["workstream"] = words, words
    if row.leads:
        _lead(effect, standing, said)
    if row.recommendations or row.recommendation:
        _recommendations(effect, standing, said)
    return said


def _stands(effect: Effect, standing: Standing, name: str) -> tuple:
    """What stands in the action: the value and its words."""
    if effect.record is None:
        return None, ""
    action = effect.record.action
    if name == "lead":
        post = standing.posts_by_key.get(action.lead_id)
        return action.lead_id, post.title if post else ""
    if name == "workstream":
        titles = {one.pk: one.title for one in standing.workstreams.values()}
        title = titles.get(action.workstream_id, "")
        return title, title
    if name == "recommendations":
        keys = effect.record.recommendations
        return keys, _named(keys, standing)
    words = getattr(action, name)
    return (one_line(words) if name == "title" else tidy(words)), words


def _lead(effect: Effect, standing: Standing, said: dict) -> None:
    """The first post that the cell names; the others are told."""
    first, *others = effect.row.leads
    if others:
        effect.told.append(
            f"One post leads an action here: {first}. Not taken as leads: {listed(others)}."
        )
    if post := standing.posts.get(fold(first)):
        said["lead"] = post.pk, post.title
    else:
        effect.told.append(f"There is no post “{first}” here: the lead is left as it is.")


def _recommendations(effect: Effect, standing: Standing, said: dict) -> None:
    """Those of the plan's inspections that bear the references, or have the words."""
    found, unknown = set(), []
    for reference in effect.row.recommendations:
        keys = standing.by_reference.get(fold(reference), [])
        if len(keys) == 1:
            found.add(keys[0])
        elif keys:
            effect.told.append(
                f"“{reference}” is a recommendation of more than one report that this plan "
                "answers: link it on the action's page."
            )
        else:
            unknown.append(reference)
    words = fold(effect.row.recommendation)
    if words and not effect.row.recommendations:
        keys = [pk for pk, one in standing.recommendations.items() if fold(one.text) == words]
        found |= set(keys) if len(keys) == 1 else set()
    if unknown:
        effect.told.append(
            "Not found among the recommendations of the reports that this plan answers: "
            f"{listed(unknown)}."
        )
    if found:
        stand = effect.record.recommendations if effect.record else frozenset()
        unsaid = stand - standing.recommendations.keys()  # no file can name these: they stay
        said["recommendations"] = unsaid | found, _named(found, standing)


def _named(keys, standing: Standing) -> str:
    labels = (standing.recommendations[pk] for pk in sorted(keys) if pk in standing.recommendations)
    return listed([one.label or str(one) for one in labels])


# --- dates ---


def date(effect: Effect, *, has_original: bool, due_is_original: bool) -> None:
    """The first date of an action that is no public promise yet; and a later date asked for.

    `has_original`: the file has a column for the date first promised. Where it has not,
    `due_is_original` says that its only date is that one.
    """
    row, record = effect.row, effect.record
    said = row.original_due if has_original else (row.due if due_is_original else None)
    if record is None:
        effect.promises["original_due"] = said
        effect.differs("original_due", "", day_words(said) if said else NOT_KNOWN)
        _ask(effect, row.due, said)
        return
    action, stands = record.action, record.state.due_on
    is_promise = action.public_at is not None
    if said and said != action.original_due:
        if is_promise and has_original:
            effect.told.append("The date first promised never changes: it stays as it is here.")
        elif not is_promise and not record.state.moves:
            effect.promises["original_due"] = stands = said
            effect.differs("original_due", _day(action.original_due), day_words(said))
    _ask(effect, row.due, stands)


def _ask(effect: Effect, due, stands) -> None:
    """A request for a later date, where the file gives one; never silently a date."""
    record = effect.record
    if due is None or due == stands:
        return
    if record is not None and due == record.state.asked_for:
        return
    if record is not None and record.is_gone:
        return
    if record is not None and record.moved_after:
        effect.newer = True
        effect.told.append("A date was asked for or decided after the day of the file: it stays.")
    elif record is not None and due in record.refused:
        effect.told.append(f"{day_words(due)} was asked for and refused: it is not asked again.")
    elif record is not None and record.state.asked_for:
        effect.told.append(
            f"{day_words(record.state.asked_for)} is asked for already: decide on that first. "
            f"The file says {day_words(due)}."
        )
    elif stands is not None and due < stands:
        effect.told.append(
            f"The file gives an earlier date, {day_words(due)}. Here a date only moves to a later "
            "one that was agreed: it stays."
        )
    else:
        effect.move_to = due
        effect.differs("due", _day(stands), day_words(due))


def _day(day) -> str:
    return day_words(day) if day else NOT_KNOWN
