"""Web-shop customers and their addresses, and the loyalty members of the stores, as they change.

A customer changes at most once a month: a new tier that spending has reached, or a new telephone number,
mail address or consent; moves change the address only. Tiers never fall. Newsletter consent is delivered
from 2025 on. A few customers ask to be forgotten.
"""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from generator import standing
from generator.clock import DAY, HOUR, NEVER, Ints, month_start
from generator.draw import between, stream
from generator.orders import Orders
from generator.outbox import Outbox
from generator.persons import (
    FIRST_NAMES,
    LAST_NAMES,
    STREETS_A_COUNTRY,
    home_columns,
    mails,
    plain_names,
    random_homes,
    random_places,
)
from generator.schema import CONSENT_COLUMN, CONSENT_FROM
from generator.text import array, constant, dates, flags, ids, integers, join, null_where, pick, stamps
from generator.world import World, places

_COUNTRIES = [c.code for c in standing.COUNTRIES]


class People:
    """Simulates customers and members month by month."""

    def __init__(self, world: World, box: Outbox) -> None:
        self._world, self._box = world, box

    def before(self) -> None:
        """Deliver the customers and addresses of before the first day."""
        self._register(np.flatnonzero(self._world.customers.registered < 0), 0)

    def arrivals(self, month: int) -> None:
        """Deliver the customers who register in a month; call it before their orders are simulated."""
        registered = self._world.customers.registered
        start, end = month_start(month) * DAY, month_start(month + 1) * DAY
        self._register(np.flatnonzero((registered >= start) & (registered < end)), month + 1)

    def changes(self, month: int, orders: Orders) -> None:
        """Move customers on by what they bought and did in a month, and deliver the changes."""
        c = self._world.customers
        rng = stream(self._world.seed, "profiles", month)
        start, end = month_start(month) * DAY, month_start(month + 1) * DAY
        reached = self._tier_times(orders)
        promoted = np.flatnonzero(reached > 0)
        self._deliver(promoted, "u", reached[promoted])

        count = len(c)
        here = (c.registered < start) & (c.leaves > start) & (reached == 0)
        kind = rng.random(count)
        at = start + between(rng, DAY, end - start - DAY, count)
        new_phone, new_mail = here & (kind < 0.008), here & (kind >= 0.008) & (kind < 0.012)
        consents = here & (kind >= 0.012) & (kind < 0.016) & (at >= CONSENT_FROM * DAY)
        moves = here & (kind >= 0.02) & (kind < 0.03)
        c.phone[new_phone] += 1 + 10 * month
        c.mail_host[new_mail] = (c.mail_host[new_mail] + 1) % len(standing.MAIL_HOSTS)
        c.consents[consents] ^= True
        changed = np.flatnonzero(new_phone | new_mail | consents)
        self._deliver(changed, "u", at[changed])

        moved = np.flatnonzero(moves)
        c.place[moved] = random_places(rng, c.country[moved])
        c.street[moved] = between(rng, 0, STREETS_A_COUNTRY - 1, len(moved))
        c.house[moved] = between(rng, 1, 120, len(moved))
        self._addresses(moved, "u", at[moved])

    def erasures(self) -> None:
        """Deliver the requests of customers to be forgotten: one customer in 175 asks."""
        rng = stream(self._world.seed, "erasure_requests")
        count = len(self._world.customers) // 175
        who = rng.choice(len(self._world.customers), count, replace=False)
        at = np.maximum(self._world.customers.registered[who], 0) + between(rng, 90 * DAY, 300 * DAY, count)
        order = np.argsort(at, kind="stable")
        who, at = who[order], at[order]
        self._box.add("shop.erasure_requests", at + HOUR, {
            "op": constant("c", count), "changed_at": stamps(at + HOUR),
            "request_id": ids("ER", np.arange(count) + 1, 5), "subject_system": constant("shop", count),
            "subject_id": ids("C", who + 1, 6), "requested_at": stamps(at),
        })  # fmt: skip

    def extract_members(self, day: int) -> None:
        """Deliver the extract of all members of a day: those who have joined and not left."""
        m = self._world.members
        who = np.flatnonzero((m.joined <= day) & (m.leaves > day))
        who = who[np.argsort(m.number[who])]
        linked = m.person[who] >= 0
        plain_last = plain_names()[1].take(array(m.last_name[who]))
        by_mail = linked & m.same_mail[who]
        by_name = linked & ~m.same_mail[who]
        last = LAST_NAMES.take(array(m.last_name[who]))
        last = pc.if_else(array(by_mail), plain_last, last)
        last = pc.if_else(array(by_name), pc.ascii_lower(last), last)
        theirs = pc.ascii_upper(
            mails(m.first_name[who], m.last_name[who], m.person[who] + 1, m.mail_host[who])
        )
        own = mails(m.first_name[who], m.last_name[who], m.number[who], m.mail_host[who], mark="m")
        mail = pc.if_else(array(by_mail), theirs, null_where(by_name, own))
        self._box.add("pos.loyalty_members", np.arange(len(who)), {
            "member_no": ids("M", m.number[who], 5), "first_name": FIRST_NAMES.take(array(m.first_name[who])),
            "last_name": last, "email": mail, "birth_date": dates(m.birth[who]),
            "postcode": pick(places().postcodes, m.place[who]), "country_code": pick(_COUNTRIES,
                m.country[who]),
            "home_store_no": pick([x.id for x in standing.LOCATIONS], m.store[who]),
            "joined_date": dates(m.joined[who]), "points_balance": integers(m.points[who]),
        }, day=np.full(len(who), day))  # fmt: skip

    def _tier_times(self, orders: Orders) -> Ints:
        """Add a month's spending and raise tiers; returns when each was reached, 0 where it is as before."""
        c = self._world.customers
        who = np.flatnonzero(orders.customer >= 0)
        who = who[np.argsort(orders.customer[who], kind="stable")]
        customer = orders.customer[who]
        running = np.cumsum(orders.spent[who])
        begins = np.searchsorted(customer, customer, side="left")
        running += c.spent[customer] - np.where(begins > 0, running[begins - 1], 0)
        tier = np.searchsorted(standing.TIER_SPEND, running, side="right")
        final = c.tier.copy()
        np.maximum.at(final, customer, tier)
        np.add.at(c.spent, customer, orders.spent[who])
        reached = np.zeros(len(c), dtype=np.int64)
        crossing = np.flatnonzero((tier == final[customer]) & (final[customer] > c.tier[customer]))
        first = crossing[np.unique(customer[crossing], return_index=True)[1]]
        reached[customer[first]] = orders.at[who[first]] + HOUR
        c.tier[:] = final
        return reached

    def _register(self, who: Ints, month: int) -> None:
        c = self._world.customers
        self._deliver(who, "c", c.registered[who])
        self._addresses(who, "c", c.registered[who])
        second = who[c.has_billing[who]]
        rng = stream(self._world.seed, "billing_addresses", month)
        self._box.add("shop.addresses", c.registered[second] + 60,
                      random_homes(rng, c.billing_country[second]) | {
            "op": constant("c", len(second)), "changed_at": stamps(c.registered[second] + 60),
            "address_id": ids("A", second * 10 + 12, 7), "customer_id": ids("C", second + 1, 6),
            "address_type": constant("billing", len(second)),
        })  # fmt: skip

    def _deliver(self, who: Ints, op: str, at: Ints) -> None:
        """Deliver the present state of customers as changes."""
        c = self._world.customers
        dial = pick(standing.DIAL_CODES, c.country[who])
        silent = at < CONSENT_FROM * DAY
        self._box.add("shop.customers", at, {
            "op": constant(op, len(who)), "changed_at": stamps(at), "customer_id": ids("C", who + 1, 6),
            "email": mails(c.first_name[who], c.last_name[who], who + 1, c.mail_host[who]),
            "first_name": FIRST_NAMES.take(array(c.first_name[who])),
            "last_name": LAST_NAMES.take(array(c.last_name[who])),
            "birth_date": null_where(c.birth[who] == NEVER, dates(np.where(c.birth[who] == NEVER, 0,
                c.birth[who]))),
            "phone": null_where(who % 5 == 3, join(dial, integers(c.phone[who]), sep=" ")),
            "loyalty_tier": pick(standing.TIERS, c.tier[who]),
            "acquisition_channel": pick(standing.CHANNELS, c.channel[who]),
            "registered_at": stamps(c.registered[who]), "country_code": pick(_COUNTRIES, c.country[who]),
            CONSENT_COLUMN: null_where(silent, flags(c.consents[who])),
        })  # fmt: skip

    def _addresses(self, who: Ints, op: str, at: Ints) -> None:
        c = self._world.customers
        homes = home_columns(c.country[who], c.place[who], c.street[who], c.house[who])
        self._box.add("shop.addresses", at, homes | {
            "op": constant(op, len(who)), "changed_at": stamps(at), "address_id": ids("A", who * 10 + 11, 7),
            "customer_id": ids("C", who + 1, 6), "address_type": constant("shipping", len(who)),
        })  # fmt: skip
