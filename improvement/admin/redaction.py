"""Removing words about a person, from whichever record they stand in."""

from councils.access import Can
from councils.scoping import posted
from improvement import workflow
from improvement.forms.deciding import RemoveWordsForm

REMOVE = {"remove-words": "Remove words about a person"}


class WordsRemovable:
    """For an `ActsAdmin` of rows whose words can be redacted; its `acts` hold `REMOVE`."""

    def acts_for(self, request, obj):
        acts = super().acts_for(request, obj)
        if self.may(request, Can.RELEASE, obj) and workflow.redactable(obj):
            return [*acts, "remove-words"]
        return acts

    def remove_words_view(self, request, object_id):
        record = self.record_for(request, object_id, "remove-words")
        form = RemoveWordsForm(posted(request), row=record, names=workflow.redactable(record))
        return self.answer(request, record, "remove-words", form, self.remove_words)

    def remove_words(self, record, form, **by_and_at):
        chosen = form.cleaned_data
        workflow.redact(
            row=record, fields=chosen["fields_to_clear"], why=chosen["why"], **by_and_at
        )
