"""Django's own, which also finds the two forms of a plural that is kept for later (`iga_portal.notices.words.plural`)."""

from __future__ import annotations

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=plural:1,2"]
