"""The people of the demo: one team, three client firms. Keys are their mail names, short and stable."""

from __future__ import annotations

from typing import Final, NamedTuple

from workboard.domain.people import Company, Person

ME_NAME: Final = "Dana"
ME_ID: Final = "dana"
LEAD_ID: Final = "sam"

ME: Final = Person(ME_ID, ME_NAME, "dana@northdesk.example", "me", "Northdesk", "Service desk")
COLLEAGUES: Final = (
    Person("marcus", "Marcus Bell", "marcus@northdesk.example", "staff", "Northdesk", "Service desk"),
    Person("priya", "Priya Nair", "priya@northdesk.example", "staff", "Northdesk", "Service desk"),
    Person("jonas", "Jonas Weber", "jonas@northdesk.example", "staff", "Northdesk", "Service desk"),
    Person("aoife", "Aoife Kelly", "aoife@northdesk.example", "staff", "Northdesk", "Service desk"),
)
LEAD: Final = Person(LEAD_ID, "Sam Okafor", "sam@northdesk.example", "staff", "Northdesk", "Service desk")
TEAM: Final = (ME, *COLLEAGUES, LEAD)
STAFF: Final = {person.id: person for person in TEAM}


class Firm(NamedTuple):
    """A client: its name, its contract's tier, its two sites, and who writes to us."""

    company: Company
    tier: str
    sites: tuple[str, str]
    contacts: tuple[Person, ...]


def _firm(key: str, name: str, tier: str, phone: str, sites: tuple[str, str], *names: str) -> Firm:
    contacts = tuple(
        Person(
            id=f"{key}.{who.split()[-1].lower()}",
            name=who,
            mail=f"{who.split()[-2].lower()}.{who.split()[-1].lower()}@{key}.example",
            kind="client",
            company=name,
            site=sites[place % 2],
            phone=f"{phone} {20 + place}",
        )
        for place, who in enumerate(names)
    )
    return Firm(Company(key, name, sites[0], phone), tier, sites, contacts)


FIRMS: Final = {
    "alder": _firm(
        "alder", "Alder & Pine Dental", "gold", "020 7946 0310", ("Alder Street", "Pine Road"),
        "Ruth Osei", "Leah Moran", "Hannah Blythe", "Owen Frith", "Dr Samir Patel", "Grace Adeyemi",
    ),
    "birch": _firm(
        "birch", "Birch Legal", "silver", "020 7946 0452", ("Kings Row", "Harbour Office"),
        "Tom Ito", "Ana Reyes", "Charlotte Webb", "Martin Hale", "Sofia Lindqvist",
    ),
    "cedar": _firm(
        "cedar", "Cedar Labs", "gold", "020 7946 0587", ("Unit 4", "Science Park"),
        "Paul Nkemelu", "Ines Cardoso", "Viktor Hahn", "Mei Tan", "Robert Ashby", "Julia Stern", "Kofi Mensah",
        "Elin Berg",
    ),
}  # fmt: skip
CONTACTS: Final = {person.id: person for firm in FIRMS.values() for person in firm.contacts}
EVERYBODY: Final = (*TEAM, *CONTACTS.values())


def firm_of(contact_id: str) -> Firm:
    """``birch.ito`` → Birch Legal."""
    return FIRMS[contact_id.partition(".")[0]]
