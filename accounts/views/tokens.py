from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, needs
from accounts.actions.tokens import TokenRefused, make_token, revoke_token
from accounts.forms import TokenForm
from accounts.models import ApiToken
from accounts.permissions import Permission
from accounts.queries import tokens_of


@never_cache
@require_http_methods(["GET", "POST"])
@needs(Permission.MEMBERS)
def tokens(request: WorkspaceRequest) -> HttpResponse:
    """Who else comes in. The answer to a new one shows its secret, once."""
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = make_token(
                workspace=request.workspace, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except TokenRefused as refused:
            form.add_error("name", str(refused))
        else:
            form = TokenForm()
    context = {
        "form": form,
        "secret": secret,
        "tokens": tokens_of(request.workspace),
        "today": timezone.now().astimezone(request.workspace.zone).date(),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "accounts/tokens.html", context, status=status)


@require_POST
@needs(Permission.MEMBERS)
def token_revoke(request: WorkspaceRequest, public_id: str) -> HttpResponse:
    token = get_object_or_404(ApiToken, public_id=public_id)
    if revoke_token(token=token, by=request.user, at=timezone.now()):
        messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("accounts:tokens", request.workspace.slug)
