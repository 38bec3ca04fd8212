"""Who may ask for what: each address has its roles here, and an address that has none opens to
nobody. docs/architecture.md has the same as a table."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.portal.member import Role

_DRAFTING = """
overview catalogue mark_template replace catalogue-file catalogue-earlier department_list bygone
send_bygone write_bygone indicators new_indicator edit_indicator remove_indicator remove_several
indicator_of rules rule settings turn_year template tags lock_draft unlock_draft send_pair
departments all_forms form write_letters letter issue department choose history receive
send_back all_returns returned
make_draft accept fill publish publish_now published published_before copies send_returned
withdraw merged_file returned_file merge take returned_original links issue_links revoke_link
hand_up handed_up districts take_packs write_districts districts_file choose_pack
"""
_RETURNS = "return_confirm return_send_back return_unlock return_extend evidence_of"
_ROUNDS = "rounds round_desk consult rule_view adoption_table"
_ROUND = "round_file no_view take_back propose give_view"
_REVIEWING = "comment answer check"
_READING = "findings ledger indicator compare_saved redline redline_file"
_COMPARING = "compare compare_static"
_DRAFTS = "drafts read_draft figure draft_file comments paragraph traced signatures sign"
_TOOLS = "tools serve_file serve_text attest result result_file"
_SYSTEM = "accounts new_account account_password account_state"
_BACKUP = "back_up backup_file"
_MACHINE = "examine"
_LOG = "keeping"
_MINE = """
mine mine_form mine_current mine_hand_in mine_confirm mine_confirmation mine_explain online
online_save online_check division divide attach attached withdraw_attached
"""
_SECURITY = "powers account_powers unlock"
_OWN = "password sign_out work"
OPEN = frozenset(("sign_in", "enter", "openid_connect_login", "openid_connect_callback"))

DESK_ONLY = frozenset(("new", "open", "restore"))  # a shared portal has one workspace, and keeps it

_WORKING = (Role.DRAFTING, Role.REVIEW)
_ALL = tuple(Role)
_GROUPS: tuple[tuple[str, tuple[Role, ...]], ...] = (
    (_DRAFTING, (Role.DRAFTING,)),
    (_RETURNS, (Role.DRAFTING,)),
    (_ROUNDS, (Role.DRAFTING,)),
    (_ROUND, (Role.DRAFTING, Role.DEPARTMENT)),
    ("round", (Role.DEPARTMENT,)),
    (_READING, _WORKING),
    (_REVIEWING, (*_WORKING, Role.LEADER)),
    (_COMPARING, (*_WORKING, Role.LEADER)),
    ("brief seen", (Role.DRAFTING, Role.LEADER)),
    (_DRAFTS, (*_WORKING, Role.LEADER)),
    (_TOOLS, _WORKING),
    (_MACHINE, (Role.DRAFTING,)),
    (_SYSTEM, (Role.SYSTEM,)),
    (_BACKUP, (Role.DRAFTING, Role.SYSTEM)),
    (_LOG, (Role.DRAFTING, Role.SYSTEM, Role.AUDIT)),
    (_MINE, (Role.DEPARTMENT,)),
    (_SECURITY, (Role.SECURITY,)),
    (_OWN, _ALL),
)
RIGHTS: Mapping[str, frozenset[Role]] = {
    name: frozenset(roles) for names, roles in _GROUPS for name in names.split()
}
# Where each begins.
HOMES: Mapping[Role, str] = {
    Role.DRAFTING: "overview",
    Role.DEPARTMENT: "mine",
    Role.REVIEW: "drafts",
    Role.LEADER: "brief",
    Role.SYSTEM: "accounts",
    Role.SECURITY: "powers",
    Role.AUDIT: "keeping",
}


def allowed(role: Role, name: str) -> bool:
    """Whether the role may ask for the address of that name."""
    return role in RIGHTS.get(name, ())


def may(role: Role) -> Mapping[str, bool]:
    """The addresses that the role may ask for, as templates look them up."""
    return _MAY[role]


_MAY = {role: {name: True for name, roles in RIGHTS.items() if role in roles} for role in Role}
