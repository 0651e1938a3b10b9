"""The people of an authority and their roles, for who administers it."""

from django import forms
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from relance.kernel import members
from relance.kernel.errors import Missing
from relance.kernel.models import Account, Authority, Membership
from relance.kernel.permissions import authority_for
from relance.kernel.rules import Right, Role


class NewMember(forms.Form):
    email = forms.EmailField(label="Courriel", max_length=254)
    role = forms.ChoiceField(label="Rôle", choices=Role.choices)


@require_http_methods(["GET", "HEAD", "POST"])
def member_list(request: HttpRequest, authority: str) -> HttpResponse:
    """Who holds which role; and the form that gives one."""
    owner = authority_for(request.user, authority, Right.ADMINISTER)
    form = NewMember(request.POST or None)
    if request.method == "POST" and form.is_valid() and _given(request, owner, form):
        return redirect("kernel:members", authority=owner.slug)
    held = Membership.objects.filter(authority=owner).select_related("account")
    context = {
        "authority": owner,
        "form": form,
        "memberships": sorted(held, key=lambda one: (str(one.account).casefold(), one.role)),
    }
    wrong = request.method == "POST"
    return render(request, "kernel/members.html", context, status=422 if wrong else 200)


@require_POST
def member_remove(request: HttpRequest, authority: str, pk: int) -> HttpResponse:
    owner = authority_for(request.user, authority, Right.ADMINISTER)
    assert isinstance(request.user, Account)  # noqa: S101  # nobody else holds a right
    membership = (
        Membership.objects.filter(authority=owner, pk=pk).select_related("account", "authority").first()
    )
    if membership is None:
        raise Missing("Cette personne n’a plus ce rôle.")
    name, role = str(membership.account), membership.get_role_display()
    try:
        members.take_role_away(membership=membership, by=request.user, at=timezone.now())
    except members.LastAdministrator as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{name} n’a plus le rôle «\u00a0{role}\u00a0».")
    return redirect("kernel:members", authority=owner.slug)


def _given(request: HttpRequest, owner: Authority, form: NewMember) -> bool:
    assert isinstance(request.user, Account)  # noqa: S101  # nobody else holds a right
    role = Role(form.cleaned_data["role"])
    try:
        membership = members.give_role(
            authority=owner,
            email=form.cleaned_data["email"],
            role=role,
            by=request.user,
            at=timezone.now(),
            invite=lambda account: _invite(request, owner, account),
        )
    except members.AlreadyMember as refusal:
        form.add_error("role", str(refusal))
        return False
    messages.success(request, f"{membership.account} a le rôle «\u00a0{role.label}\u00a0».")
    return True


def _invite(request: HttpRequest, owner: Authority, account: Account) -> None:
    """Send the link by which the person chooses a password."""
    link = request.build_absolute_uri(members.password_path(account))
    context = {"authority": owner, "by": request.user, "link": link}
    send_mail(
        subject=f"{owner.name}\u00a0: votre compte Relance",
        message=render_to_string("kernel/mail/invitation.txt", context),
        from_email=None,
        recipient_list=[account.email],
    )
