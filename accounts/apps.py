from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from accounts.finding import Place, register_place

        for place in (
            Place(_("Members"), "accounts:members", "users"),
            Place(_("Mail"), "accounts:mail_log", "mail"),
        ):
            register_place(place)
