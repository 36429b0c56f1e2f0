from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.enums import Buyer, BuyingStep
from budgets.services.ledger import STEP_OF
from selection_site.lib import fields, thai

MONEY_STEPS = set(STEP_OF.values())


class NoteForm(forms.Form):
    """Why something goes back or is corrected."""

    note = fields.ThaiTextField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CorrectionForm(forms.Form):
    """Why an entry is reversed; it stands beside the entry in the ledger."""

    reason = fields.ThaiTextField(label=_("Reason"), max_length=300)


class PurchaseForm(forms.Form):
    """What is bought, by which office, from whom."""

    title = fields.ThaiTextField(
        label=_("What is bought"),
        max_length=200,
        help_text=_("As in the plan's budget, for example: steel shelves and price labels."),
    )
    buyer = forms.ChoiceField(
        label=_("Buying office"), choices=Buyer.choices, widget=forms.RadioSelect
    )
    seller = fields.ThaiTextField(
        label=_("Seller"),
        max_length=150,
        required=False,
        help_text=_("Needed before the order is placed; it can be added later."),
    )
    egp_number = forms.CharField(
        label=_("e-GP project number"),
        max_length=20,
        required=False,
        help_text=_("Usually 11 digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "medium"}),
    )

    def clean_egp_number(self) -> str:
        number = thai.to_arabic_digits(thai.normalise(self.cleaned_data["egp_number"]))
        if number and not (number.isascii() and number.isdigit()):
            raise forms.ValidationError(
                _("“%(text)s” is not an e-GP number. Write its digits only, for example %(like)s."),
                params={"text": number, "like": "63071234567"},
            )
        return number


class StepForm(forms.Form):
    """One step of a purchase, with its amount when it moves money."""

    kind = forms.ChoiceField(choices=BuyingStep.choices, widget=forms.HiddenInput)
    done_on = fields.BEDateField(
        label=_("Done on"), widget=forms.TextInput(attrs={"data-width": "short"})
    )
    amount = fields.SatangField(
        label=_("Amount"),
        min_value=1,
        max_value=10**12,
        widget=forms.TextInput(attrs={"data-suffix": _("baht"), "data-width": "short"}),
    )
    reference = fields.ThaiTextField(
        label=_("Document number"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"data-width": "medium"}),
    )
    note = fields.ThaiTextField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: object, step: BuyingStep, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.step = step
        self.initial["kind"] = step.value
        if step not in MONEY_STEPS:
            del self.fields["amount"]
