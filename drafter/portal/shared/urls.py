"""Which address shows which page of the shared portal."""

from __future__ import annotations

from django import conf
from django.urls import URLPattern, URLResolver, include, path

from drafter.portal import urls
from drafter.portal.pages import division, evidence, mine, online
from drafter.portal.shared.pages import accounts, links, powers, sign_in

Patterns = list[URLPattern | URLResolver]

_OWN: Patterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("password/", sign_in.password, name="password"),
    path("enter/<str:token>/", sign_in.enter, name="enter"),
    path("links/", links.links, name="links"),
    path("links/issued/", links.issue, name="issue_links"),
    path("links/<int:own>/revoked/", links.revoke, name="revoke_link"),
    path("mine/", mine.mine, name="mine"),
    path("mine/form.xlsx", mine.form, name="mine_form"),
    path("mine/current", mine.current, name="mine_current"),
    path("mine/received/", mine.hand_in, name="mine_hand_in"),
    path("mine/confirmed/", mine.confirm, name="mine_confirm"),
    path("mine/confirmation.docx", mine.confirmation, name="mine_confirmation"),
    path("mine/explained/", mine.explain, name="mine_explain"),
    path("mine/evidence/", evidence.attach, name="attach"),
    path("mine/evidence/<int:serial>", evidence.mine, name="attached"),
    path("mine/evidence/<int:serial>/withdrawn/", evidence.withdraw, name="withdraw_attached"),
    path("mine/online/", online.online, name="online"),
    path("mine/online/saved/", online.save, name="online_save"),
    path("mine/online/checked/", online.check, name="online_check"),
    path("mine/division/", division.division, name="division"),
    path("mine/division/saved/", division.divide, name="divide"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.new, name="new_account"),
    path("accounts/<int:own>/password/", accounts.reset, name="account_password"),
    path("accounts/<int:own>/state/", accounts.switch, name="account_state"),
    path("powers/", powers.powers, name="powers"),
    path("powers/<int:own>/", powers.change, name="account_powers"),
    path("powers/unlocked/", powers.unlock, name="unlock"),
]
urlpatterns: Patterns = [*_OWN, *urls.urlpatterns]
if conf.settings.OIDC:
    urlpatterns.append(path("", include("allauth.socialaccount.providers.openid_connect.urls")))
handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500
