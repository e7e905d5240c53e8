"""`{% here "innovation" public_id=innovation.public_id %}`: an address within the place where somebody acts."""

from __future__ import annotations

from typing import Any

from django import template

from iga_portal.web.here import here as here_address

register = template.Library()


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], name: str, **kwargs: Any) -> str:
    return here_address(context["request"], name, **kwargs)
