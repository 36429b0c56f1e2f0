"""People and posts, for the administrator; the auditor reads along."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import rules, selectors, services
from groups.enums import Role
from groups.forms import InvitedForm, NamesForm, PeopleFilter, PostForm, RoleForm
from groups.models import Post, User
from groups.requests import Request, only, posted

A_PAGE = 50


@only(rules.sees_people)
def people(request: Request) -> HttpResponse:
    form = PeopleFilter(request.GET)
    form.is_valid()
    chosen = {name: form.cleaned_data.get(name, "") for name in ("q", "role")}
    found = selectors.people(request.user, text=chosen["q"], role=chosen["role"])
    page = Paginator(selectors.with_posts(found), A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "query": query.urlencode(),
        "may_manage": rules.may_manage_people(request.user),
    }
    return render(request, "groups/people.html", context)


@only(rules.sees_people)
def person(request: Request, pk: int) -> HttpResponse:
    """One person: contact, how the invitation fares, the posts held now and before."""
    row = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    context = {
        "person": row,
        "posts_of_person": selectors.history(row),
        "invitation": selectors.last_invitation(row),
        "may_manage": rules.may_manage_people(request.user),
    }
    return render(request, "groups/person.html", context)


@only(rules.may_manage_people)
def invite(request: Request) -> HttpResponse:
    """Take in a person: first which post, then who and where."""
    chosen = RoleForm(request.GET if "role" in request.GET else None)
    if not chosen.is_valid():
        return render(request, "groups/invite.html", {"chosen": chosen})
    role = Role(chosen.cleaned_data["role"])
    form, post = InvitedForm(posted(request)), PostForm(posted(request), role=role)
    if all([form.is_valid(), post.is_valid()]):
        try:
            user = services.add_person(
                form.cleaned_data["email"], form.names, role, by=request.user, **post.scope
            )
        except (services.PeopleRefusedError, ValidationError) as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("%(person)s is invited.") % {"person": user})
            return redirect("groups:person", user.pk)
    context = {"chosen": chosen, "form": form, "post": post, "forms": [form, post]}
    return render(request, "groups/invite.html", context, status=422 if form.is_bound else 200)


@only(rules.may_manage_people)
def give_post(request: Request, pk: int) -> HttpResponse:
    """Give a further post: first which, then where or for which year."""
    row = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    chosen = RoleForm(request.GET if "role" in request.GET else None)
    if not chosen.is_valid():
        return render(request, "groups/give_post.html", {"person": row, "chosen": chosen})
    role = Role(chosen.cleaned_data["role"])
    form = PostForm(posted(request), role=role)
    if form.is_valid():
        try:
            post = services.appoint(row, role, by=request.user, **form.scope)
        except (services.PeopleRefusedError, ValidationError) as refusal:
            _show(form, refusal)
        else:
            text = _("%(person)s now holds the post: %(post)s.") % {"person": row, "post": post}
            messages.success(request, text)
            return redirect("groups:person", pk)
    context = {"person": row, "chosen": chosen, "form": form, "role": role}
    return render(request, "groups/give_post.html", context, status=422 if form.is_bound else 200)


@require_POST
@only(rules.may_manage_people)
def end_post(request: Request, pk: int) -> HttpResponse:
    people = User.objects.visible_to(request.user)
    post = get_object_or_404(Post.objects.select_related("user"), pk=pk, user__in=people)
    try:
        services.end_post(post, by=request.user)
    except services.PeopleRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The post is ended: %(post)s.") % {"post": post})
    return redirect("groups:person", post.user_id)


@require_POST
@only(rules.may_manage_people)
def reinvite(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    services.invite(row, by=request.user)
    text = _("A link to choose a password is on its way to %(address)s.")
    messages.success(request, text % {"address": row.email})
    return redirect("groups:person", pk)


@only(rules.may_manage_people)
def change(request: Request, pk: int) -> HttpResponse:
    """Change a person's name or telephone."""
    row = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    form = NamesForm(posted(request), initial=initial_names(row))
    if form.is_valid():
        services.change_person(row, form.names, by=request.user)
        messages.success(request, _("The changes are saved."))
        return redirect("groups:person", pk)
    context = {"person": row, "form": form}
    return render(request, "groups/change.html", context, status=422 if form.is_bound else 200)


def initial_names(person: User) -> dict[str, str]:
    return {name: getattr(person, name) for name in NamesForm.base_fields}


def _show(form: forms.Form, refusal: Exception) -> None:
    """Put a refusal where it belongs: at its field if the form has it, else on top."""
    if not isinstance(refusal, ValidationError):
        form.add_error(None, str(refusal))
        return
    for field, errors in refusal.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)
