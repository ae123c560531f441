"""Addresses of the way in, and of people. Ids are random; no address holds a name, a word or a secret."""

from django.urls import path

from amparo.web.people.views import colleagues, custody, gate, joining, lockdown, organisation, own_access

_ACTS = ("end-sessions", "ask-factor-reset", "stop-administrator")

urlpatterns = [
    path("begin/", gate.work, name="work"),
    path("sign-in/", gate.sign_in, name="sign-in"),
    path("second-factor/", gate.second_factor, name="second-factor"),
    path("sign-out/", gate.sign_out, name="sign-out"),
    path("join/", joining.join, name="join"),
    path("people/", organisation.people, name="people"),
    path("people/organisation/", organisation.organisation, name="organisation"),
    path("people/offices/add/", organisation.add_office, name="add-office"),
    path("people/offices/<slug:code>/", organisation.office, name="office"),
    path("people/invite/", colleagues.invite, name="invite"),
    path("people/let-in/", colleagues.let_in, name="let-in"),
    path("people/cover/", colleagues.cover, name="cover"),
    path("people/<str:member_id>/", colleagues.member, name="member"),
    path("people/<str:member_id>/leave/", colleagues.leave_member, name="leave-member"),
    path("people/<str:member_id>/invite-again/", colleagues.invite_again, name="invite-again"),
    path("people/<str:member_id>/roles/<int:post_id>/take/", colleagues.take_role, name="take-role"),
    path("people/<str:member_id>/make-administrator/", colleagues.make_administrator, name="make-administrator"),
    *(path(f"people/<str:member_id>/{act}/", colleagues.change_member, {"act": act}, name=act) for act in _ACTS),
    path("my-keys/", own_access.my_keys, name="my-keys"),
    path("my-keys/passphrase/", own_access.change_passphrase, name="change-passphrase"),
    path("my-keys/second-factor/", own_access.replace_second_factor, name="replace-second-factor"),
    path("my-keys/spare-codes/", own_access.renew_spare_codes, name="renew-spare-codes"),
    path("my-keys/end-others/", own_access.end_other_sessions, name="end-other-sessions"),
    path("custody/", custody.custody, name="custody"),
    path("custody/custodians/", custody.custodians, name="custodians"),
    path("custody/second-factor/<str:member_id>/", custody.agree_reset, name="agree-reset"),
    path("recovery/", custody.recover, name="recover"),
    path("recovery/phrase/", custody.recover_with_phrase, name="recover-with-phrase"),
    path("recovery/<str:recovery_id>/", custody.recovery, name="recovery"),
    path("recovery/<str:recovery_id>/stop/", custody.stop_recovery, name="stop-recovery"),
    path("signals/", custody.signals, name="signals"),
    path("signals/<str:signal_id>/look-at/", custody.look_at_signal, name="look-at-signal"),
    path("lockdown/", lockdown.lockdown, name="lockdown"),
    path("lockdown/lift/", lockdown.lift_lockdown, name="lift-lockdown"),
]
