"""Makes providers, offers and drafts of PTV's items and an editor's overlay. It knows no field of PTV's interface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.providers.imports.ptv.offers import offer_fields, offer_id
from bot.providers.imports.ptv.overlay import Fields, Overlay, laid_over, provider_fields
from bot.providers.imports.ptv.values import Channel, Item, Link, Organisation, Refused, Service
from bot.providers.imports.ptv.wanted import Wanted

_REQUIRED = ("channel", "names", "languages", "hours", "booking", "verified_at", "area", "price")
_CONTACTS = ("phone", "url", "email", "address")
_TEXTS = ("summary", "helps_with", "does_not_help_with", "call_charge", "url", "address", "access", "price")

_Found = Channel | Service | Organisation


@dataclass(frozen=True)
class Imported:
    """What became of every item. `providers` and `drafts` have the form of the provider files.

    `left_out`: texts of an offer that are not shown, for they are told in one language only. `unused`: keys of the
    overlay that no item has. `context`: how many services and organisations only said more of the channels.
    """

    file: Fields
    providers: list[dict[str, Any]]
    drafts: list[dict[str, Any]]
    refused: list[Refused]
    left_out: list[str]
    unused: list[str]
    context: int

    def document(self) -> dict[str, Any]:
        """The provider file."""
        drafts = {"drafts": self.drafts} if self.drafts else {}
        return {"area": "country", **self.file, "providers": self.providers, **drafts}


@dataclass(frozen=True)
class _Made:
    provider: dict[str, Any]
    offer: dict[str, Any]
    missing: list[str]
    left_out: list[str]


def build(items: Iterable[Item], overlay: Overlay, wanted: Wanted) -> Imported:
    """Every channel becomes offers or drafts, or is refused; in the order of their ids, whatever the input's order."""
    found, refused = _sorted_out(items)
    channels = {id_: item for id_, item in found.items() if isinstance(item, Channel)}
    services = {id_: item for id_, item in found.items() if isinstance(item, Service)}
    organisations = {id_: item for id_, item in found.items() if isinstance(item, Organisation)}
    linked = _linked(channels, services)
    made: list[_Made] = []
    for _, channel in sorted(channels.items()):
        links = linked.get(channel.id, [])
        reason = _kind_refused(channel, overlay) or wanted.refuses(channel, links, services)
        if reason:
            refused.append(_refuse(channel, reason))
            continue
        organisation = organisations.get(channel.organisation)
        made += [_make(key, channel, links, services, organisation, overlay) for key in overlay.keys_of(channel.id)]
    given = {link.service for links in linked.values() for link in links}
    owners = {channel.organisation for channel in channels.values()}
    refused += [_refuse(item, "a service without its channels") for id_, item in services.items() if id_ not in given]
    refused += [
        _refuse(item, "an organisation without channels") for id_, item in organisations.items() if id_ not in owners
    ]
    keys = {key for channel in channels for key in overlay.keys_of(channel)} | owners
    return Imported(
        file=overlay.file,
        providers=_grouped(one for one in made if not one.missing),
        drafts=[_draft(one) for one in made if one.missing],
        refused=refused,
        left_out=[f"{one.offer['id']}: {', '.join(one.left_out)}" for one in made if one.left_out and not one.missing],
        unused=[key for key in (*overlay.offers, *overlay.providers) if key not in keys],
        context=len(services.keys() & given) + len(organisations.keys() & owners),
    )


def _sorted_out(items: Iterable[Item]) -> tuple[dict[str, _Found], list[Refused]]:
    """The published items by id, the newest of each, and what is refused at first sight."""
    found: dict[str, _Found] = {}
    refused: list[Refused] = []
    for item in items:
        if isinstance(item, Refused):
            refused.append(item)
        elif not item.published:
            refused.append(_refuse(item, "not published"))
        else:
            known = found.get(item.id, item)
            older, newer = (item, known) if str(known.modified) > str(item.modified) else (known, item)
            found[item.id] = newer
            if known is not item:
                refused.append(_refuse(older, "the same item again"))
    return found, refused


def _refuse(item: _Found, reason: str) -> Refused:
    return Refused(item.id, item.names.get("fi") or item.names.get("sv", ""), reason)


def _kind_refused(channel: Channel, overlay: Overlay) -> str | None:
    if channel.kind not in ("page", "form"):
        return None
    given = any(overlay.offers.get(key, {}).get("channel") for key in overlay.keys_of(channel.id))
    return None if given else f"a {channel.kind} is no way to get help, unless the overlay gives it a channel"


def _linked(channels: Mapping[str, Channel], services: Mapping[str, Service]) -> dict[str, list[Link]]:
    """By channel one link a service: told by the channel, by the service, or by both."""
    links: dict[tuple[str, str], Link] = {}
    told = [link for channel in channels.values() for link in channel.links]
    told += [link for service in services.values() for link in service.links if link.channel in channels]
    for link in told:
        key = link.channel, link.service
        links[key] = _joined(links[key], link) if key in links else link
    linked: dict[str, list[Link]] = {}
    for (channel, _), link in sorted(links.items(), key=lambda entry: entry[0]):
        linked.setdefault(channel, []).append(link)
    return linked


def _joined(known: Link, link: Link) -> Link:
    return replace(
        known,
        tasks=known.tasks | link.tasks,
        charge=known.charge or link.charge,
        charge_text={**link.charge_text, **known.charge_text},
        hours=known.hours or link.hours,
        phones=known.phones or link.phones,
        emails=known.emails or link.emails,
        urls=known.urls or link.urls,
    )


def _make(
    key: str,
    channel: Channel,
    links: list[Link],
    services: Mapping[str, Service],
    organisation: Organisation | None,
    overlay: Overlay,
) -> _Made:
    added = overlay.offers.get(key, {})
    known = offer_fields(key, channel, links, services)
    offer = laid_over(known, added)
    left_out = [name for name in _TEXTS if _half(offer.get(name))]
    missing = _missing(offer, overlay, key in overlay.offers)
    if not any(name in offer and name not in left_out for name in _CONTACTS):
        missing.append("phone, url, email or address")
    provider = _provider(key, channel, offer, organisation, overlay)
    missing += [f"provider.{name}" for name in ("kind", *_languages_missing(provider)) if name not in provider]
    if not missing:
        offer = {name: value for name, value in offer.items() if name not in left_out}
    return _Made(provider, offer, missing, left_out)


def _half(text: Any) -> bool:
    """Whether a text is there in one language only."""
    return isinstance(text, Mapping) and len(text) < 2


def _missing(offer: Fields, overlay: Overlay, accepted: bool) -> list[str]:
    missing = [name for name in _REQUIRED if name not in offer and not (name == "area" and "area" in overlay.file)]
    if "names" in offer:
        missing += _languages_missing(offer)
    if _half(offer.get("price")):
        missing += [f"price.{language}" for language in ("fi", "sv") if language not in offer["price"]]
    # Only an editor can tell that this is help with e-services, and for whom: without an entry nothing is shown.
    return missing if accepted else [*missing, *(name for name in ("levels",) if name not in offer)]


def _languages_missing(fields: Fields) -> list[str]:
    return [f"names.{language}" for language in ("fi", "sv") if language not in fields.get("names", {})]


def _provider(
    key: str, channel: Channel, offer: Fields, organisation: Organisation | None, overlay: Overlay
) -> dict[str, Any]:
    """The organisation; or, when the overlay says of the offer what kind of provider gives it, one of its own."""
    own = provider_fields(overlay.offers.get(key, {}))
    if own:
        return {"id": f"{offer_id(key)}-provider", "names": offer.get("names", {}), **own}
    names = organisation.names if organisation else {}
    added = overlay.providers.get(channel.organisation, {})
    fields = {**laid_over({"names": names}, added), **provider_fields(added)}
    if not channel.organisation:
        return {"id": f"{offer_id(key)}-provider", **fields}
    return {"id": offer_id(channel.organisation), **fields, "source": {"system": "ptv", "id": channel.organisation}}


def _grouped(made: Iterable[_Made]) -> list[dict[str, Any]]:
    providers: dict[str, dict[str, Any]] = {}
    for one in made:
        providers.setdefault(one.provider["id"], {**one.provider, "offers": []})["offers"].append(one.offer)
    return [provider for _, provider in sorted(providers.items())]


def _draft(one: _Made) -> dict[str, Any]:
    known = {name: value for name, value in one.offer.items() if name != "id"}
    return {"id": one.offer["id"], "missing": one.missing, "known": {**known, "provider": one.provider}}
