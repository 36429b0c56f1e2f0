"""More days for single provinces: the list of a year, the form, and the decision."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.enums import PROVINCE_ROLES, Role
from groups.requests import Request, posted
from groups.rules import oversees
from selection_site.lib import dates
from submissions import rules, services
from submissions.forms.extensions import ExtensionForm, ReasonForm
from submissions.models import Call, Extension
from submissions.selectors import extensions as selectors
from submissions.services import ExtensionRefusedError


def _call(request: Request, year: int) -> Call:
    """The year, for those who oversee it and for provinces."""
    if not (oversees(request.user) or request.user.provinces(*PROVINCE_ROLES)):
        raise Http404
    return get_object_or_404(Call.objects.visible_to(request.user), year=year)


@require_safe
def extensions(request: Request, year: int) -> HttpResponse:
    """The extensions of a year that this person may see, those to decide on top."""
    return _page(request, _call(request, year), {}, 200)


def _page(
    request: Request, call: Call, refused: dict[int, ReasonForm], status: int
) -> HttpResponse:
    user = request.user
    found = list(selectors.extensions(user, call))
    entries = [
        {
            "extension": each,
            "may_decide": each.is_proposed and rules.may_decide_extension(user, each),
            "may_propose": each.is_asked and rules.may_propose_extension(user),
            "is_own": each.proposed_by_id == user.pk,
            "form": refused.get(each.pk) or ReasonForm(prefix=f"refuse-{each.pk}"),
        }
        for each in found
    ]
    context = {
        "call": call,
        "entries": entries,
        "may_write": call.is_before_round_1 and _writes(request, call),
        "proposes": rules.may_propose_extension(user),
    }
    return render(request, "submissions/extensions.html", context, status=status)


def _writes(request: Request, call: Call) -> list[str]:
    """The provinces for which this person may ask for days or propose them."""
    rows = call.submissions.taking_part().order_by()
    on_roster = set(rows.values_list("province", flat=True))
    if rules.may_propose_extension(request.user):
        return sorted(on_roster)
    own = request.user.provinces(Role.PROVINCE)
    return [
        code for code in own if code in on_roster and rules.may_ask_extension(request.user, code)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: Request, year: int) -> HttpResponse:
    """Ask for more days, or propose them; what a province asked for is there to begin with."""
    call = _call(request, year)
    provinces = _writes(request, call)
    if not provinces:
        raise Http404
    proposes = rules.may_propose_extension(request.user)
    wanted = request.GET.get("province", "")
    asked = call.extensions.asked().filter(province__in=provinces, province=wanted).first()
    initial: dict[str, object] = {"province": wanted} if wanted else {}
    if asked:
        initial |= {"due_on": asked.due_on, "reason": asked.reason}
    form = ExtensionForm(posted(request), provinces=provinces, initial=initial)
    if form.is_valid() and _written(request, call, form, proposes=proposes):
        return redirect("submissions:extensions", year)
    context = {
        "call": call,
        "form": form,
        "asked": asked,
        "proposes": proposes,
    }
    status = 422 if form.is_bound else 200
    return render(request, "submissions/extension_form.html", context, status=status)


def _written(request: Request, call: Call, form: ExtensionForm, *, proposes: bool) -> bool:
    act = services.propose_extension if proposes else services.ask_extension
    said = form.cleaned_data
    try:
        made = act(call, said["province"], said["due_on"], reason=said["reason"], by=request.user)
    except ExtensionRefusedError as refusal:
        form.add_error(None, str(refusal))
        return False
    text = (
        _("Proposed: %(province)s up to %(day)s. The director decides.")
        if proposes
        else _("Asked for: %(province)s up to %(day)s. The department has a message.")
    )
    facts = {"province": made.province, "day": dates.localized(made.due_on)}
    messages.success(request, text % facts)
    return True


def _one(request: Request, pk: int) -> Extension:
    return get_object_or_404(Extension.objects.visible_to(request.user).for_list(), pk=pk)


@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    extension = _one(request, pk)
    try:
        services.approve_extension(extension, by=request.user)
    except ExtensionRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("Approved: plans of %(province)s are taken up to %(day)s. Its offices are told.")
        facts = {"province": extension.province, "day": dates.localized(extension.due_on)}
        messages.success(request, text % facts)
    return redirect("submissions:extensions", extension.call.year)


@require_POST
def refuse(request: Request, pk: int) -> HttpResponse:
    extension = _one(request, pk)
    form = ReasonForm(request.POST, prefix=f"refuse-{pk}")
    if form.is_valid():
        try:
            services.refuse_extension(
                extension, reason=form.cleaned_data["reason"], by=request.user
            )
        except ExtensionRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Refused. The province is told the reason."))
            return redirect("submissions:extensions", extension.call.year)
    return _page(request, extension.call, {pk: form}, 422)
