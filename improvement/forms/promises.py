"""Actions and plans as they are built; once published, as they are amended in the open."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import Truncator

from councils.models import Post
from councils.scoping import CheckedForm, is_key
from councils.screening import screen
from improvement.forms.fields import words
from improvement.models import Action, Plan, Workstream
from improvement.workflow.publishing import (
    PUBLIC_WORDS_OF_ACTION,
    PUBLIC_WORDS_OF_PLAN,
    screened,
)


class PromiseForm(CheckedForm):
    """A draft is edited freely. What is published is amended: why, and who agreed.

    `version` is the newest version of the record that the person had before them: an older one
    is refused, so that nobody undoes what they have not seen.
    """

    public_words: tuple[str, ...] = ()

    why = words(
        "Why does it change?",
        help_text="Public. Needed when you change something that was promised.",
    )
    agreed_by = forms.CharField(
        label="Who agreed, and where?",
        required=False,
        max_length=200,
        help_text="Public. The board and its date: Improvement Board, 3 October 2026.",
    )
    answer = forms.CharField(
        label="If the page asks: why may these words be published?",
        required=False,
        max_length=300,
        help_text="Only if the words look like personal data and are not.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    AMENDING = ("why", "agreed_by", "answer", "version")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_published():
            self.fields["version"].initial = self.newest_version()
        else:
            for name in self.AMENDING:
                del self.fields[name]
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3

    def is_published(self) -> bool:
        """Public, or under embargo: then a promise is amended, not edited."""
        raise NotImplementedError

    def newest_version(self):
        return self.instance.history.values_list("history_id", flat=True).first()

    @property
    def is_amending(self) -> bool:
        """Whether something changes that the public was promised."""
        return "why" in self.fields and bool(self.promised_changes())

    def promised_changes(self) -> dict:
        names = [name for name in self.changed_data if name in self.instance.PROMISED]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def clean(self):
        cleaned = super().clean()
        if not self.is_amending:
            return cleaned
        if not cleaned.get("why"):
            self.add_error("why", "Say why: the public will read it.")
        if cleaned.get("version") != self.newest_version():
            raise ValidationError(
                "Somebody has changed this while you were writing. Open it again in another "
                "window, look at what they changed, and make your change there."
            )
        return cleaned

    def _post_clean(self):
        """Screened here, where the instance holds the new words and nothing is saved yet."""
        super()._post_clean()
        if self.is_amending and not self.cleaned_data.get("answer"):
            for found in self.suspicions():
                self.add_error(
                    "answer",
                    f"“{found.words}” ({found.where}) looks like {found.looks_like}. Change the "
                    "words above, or say here why they may be published.",
                )

    def suspicions(self):
        names = [name for name in self.public_words if name in self.changed_data]
        return screened(self.instance, names, str(self.instance))

    def amendment(self) -> dict:
        """What `workflow.amend` and `amend_plan` ask for, besides who and when."""
        cleaned = self.cleaned_data
        return {
            "changes": self.promised_changes(),
            "why": cleaned["why"],
            "agreed_by": cleaned["agreed_by"],
            "answers": {found.key: cleaned["answer"] for found in self.suspicions()},
        }


class ActionForm(PromiseForm):
    """One action of a plan. What can be chosen is the plan's: its parts, its council's posts."""

    public_words = PUBLIC_WORDS_OF_ACTION

    class Meta:
        model = Action
        exclude = ("public_at",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "plan" in self.fields:
            self.fields["plan"].widget = forms.HiddenInput()
        plan = self._plan()
        if plan is not None:
            self._offer("workstream", plan.workstreams.all())
            self._offer("lead", plan.council.posts.all())
            self._offer_recommendations(plan)

    def is_published(self):
        return self.instance.public_at is not None

    def _plan(self):
        """The plan of the action; of a new one, that of the page's address or of the form."""
        if self.instance.plan_id:
            return self.instance.plan
        given = self.data.get("plan") if self.is_bound else self.initial.get("plan")
        plans = self.fields["plan"].queryset if "plan" in self.fields else Plan.objects.none()
        return plans.filter(pk=given).first() if is_key(given) else None

    def _offer(self, name, rows):
        if name in self.fields:
            self.fields[name].widget = forms.Select()
            self.fields[name].queryset = rows

    def _offer_recommendations(self, plan):
        """Those of the findings that the plan answers, and those that it is linked to already."""
        if "recommendations" not in self.fields:
            return
        field = self.fields["recommendations"]
        linked = self.instance.recommendations.values("pk") if self.instance.pk else ()
        answered = Q(inspection__in=plan.inspections.values("pk"), withdrawn_at__isnull=True)
        rows = field.queryset.filter(answered | Q(pk__in=linked))
        field.queryset = rows.order_by("inspection", "body", "section", "order")
        field.label_from_instance = lambda row: Truncator(f"{row.label} {row.text}").words(40)


class PlanForm(PromiseForm):
    """A plan, without its workstreams and actions."""

    public_words = PUBLIC_WORDS_OF_PLAN

    class Meta:
        model = Plan
        exclude = ("publish_from", "embargo_readers")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field, council = self.fields.get("inspections"), self.instance.council_id
        if field is not None and council:
            field.queryset = field.queryset.filter(council=council)

    def is_published(self):
        return self.instance.publish_from is not None


class WorkstreamForm(CheckedForm):
    """A part of a plan. Its words are public as soon as an action stands in it."""

    class Meta:
        model = Workstream
        fields = ("order", "title", "sponsor")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        council = self.instance.plan.council_id if self.instance.plan_id else None
        if "sponsor" in self.fields and council:
            self.fields["sponsor"].queryset = Post.objects.filter(council=council)

    def clean(self):
        cleaned = super().clean()
        plan, sponsor = self.instance.plan, cleaned.get("sponsor")
        if sponsor and sponsor.council_id != plan.council_id:
            self.add_error("sponsor", f"{sponsor} belongs to another council.")
        if plan.publish_from and "title" in self.changed_data:
            for found in screen(cleaned.get("title", "")):
                self.add_error("title", f"“{found.words}” looks like {found.looks_like}.")
        return cleaned
