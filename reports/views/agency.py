"""The letterhead and the emblem of the department's letters."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.requests import Request, only
from reports import rules, services
from reports.forms.agency import AgencyForm, EmblemForm
from reports.models import Agency
from reports.selectors.agency import agency as letterhead
from reports.selectors.agency import missing
from selection_site.lib import uploads


@only(rules.sees_agency)
def agency(request: Request) -> HttpResponse:
    """What letters begin and end with; the administrator changes it here."""
    kept = letterhead()
    if request.method == "POST":
        form = AgencyForm(request.POST, instance=letterhead())
        if form.is_valid() and _saved(request, form):
            return redirect("reports:agency")
        return _page(request, kept, form, EmblemForm(), status=422)
    return _page(request, kept, AgencyForm(instance=letterhead()), EmblemForm())


def _saved(request: Request, form: AgencyForm) -> bool:
    try:
        services.save_agency(form.cleaned_data, by=request.user)
    except (services.AgencyRefusedError, ValidationError) as error:
        form.add_error(
            None, str(error) if isinstance(error, services.AgencyRefusedError) else error
        )
        return False
    messages.success(request, _("The letterhead is saved. Letters to come carry it."))
    return True


def _page(
    request: Request, kept: Agency, form: AgencyForm, emblem: EmblemForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "agency": kept,
        "rows": [
            (
                field.label,
                field.value() if field.name != "capacity" else kept.get_capacity_display(),
            )
            for field in AgencyForm(instance=kept)
        ],
        "missing": missing(kept),
        "form": form,
        "emblem_form": emblem,
        "may_set": rules.may_set_agency(request.user),
    }
    return render(request, "reports/agency.html", context, status=status)


@require_POST
@only(rules.may_set_agency)
def set_emblem(request: Request) -> HttpResponse:
    form = EmblemForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.set_emblem(form.cleaned_data["emblem"], by=request.user)
        except (services.AgencyRefusedError, uploads.UploadError) as error:
            form.add_error("emblem", str(error))
        else:
            messages.success(request, _("The emblem is kept. Letters to come carry it."))
            return redirect("reports:agency")
    kept = letterhead()
    return _page(request, kept, AgencyForm(instance=letterhead()), form, status=422)


@require_POST
@only(rules.may_set_agency)
def remove_emblem(request: Request) -> HttpResponse:
    services.remove_emblem(by=request.user)
    messages.success(
        request, _("Letters to come leave the place of the Garuda free, with an outline.")
    )
    return redirect("reports:agency")


@only(rules.sees_agency)
def emblem(request: Request) -> HttpResponseBase:
    """The emblem as it is printed."""
    path = letterhead().garuda_path
    if not path:
        raise Http404
    return uploads.serve(request, path, name="emblem.jpg", content_type="image/jpeg", inline=True)
