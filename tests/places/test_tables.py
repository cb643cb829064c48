"""The tables of venues and regions: what an editor may write, and what is told of a fault."""

from pathlib import Path

import pytest

from detente.errors import KnowledgeError
from detente.knowledge.cities import cities
from detente.knowledge.regions import read_regions, regions
from detente.knowledge.venues import read_venues, venues
from detente.places.choosing import kilometres


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Hall,Town,Norway,60,10,", "2:3: country"),
        ("Hall,Town,NOR,600,10,", "2:4: lat"),
        ("Hall,Town,NOR,60,1000,", "2:5: lon"),
        ("Hall,Town,NOR,north,10,", "2:4: column lat"),
        ("Hall,Town,NOR,60,10", "2:1: 5 cells"),
    ],
)
def test_a_wrong_venue_is_named_by_line_and_column(tmp_path: Path, line: str, fault: str):
    table = tmp_path / "venues.csv"
    table.write_text(f"name,city,country,lat,lon,aliases\n{line}\n")
    with pytest.raises(KnowledgeError, match=f"venues.csv:{fault}"):
        read_venues(table)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Here,moon,NOR,60,10,", "2:2: column kind"),
        ("Here,division,NO,60,10,", "2:3: country"),
        ("Here,division,NOR,-91,10,", "2:4: lat"),
        ("Here,division,NOR,60,181,", "2:5: lon"),
    ],
)
def test_a_wrong_region_is_named_by_line_and_column(tmp_path: Path, line: str, fault: str):
    table = tmp_path / "regions.csv"
    table.write_text(f"name,kind,country,lat,lon,aliases\n{line}\n")
    with pytest.raises(KnowledgeError, match=f"regions.csv:{fault}"):
        read_regions(table)


def test_the_shipped_tables_are_as_large_as_promised():
    assert len(venues()) >= 300
    assert len(regions()) >= 600


def test_every_venue_stands_near_a_city_of_its_country():
    """A venue far from every city of its country has a coordinate with a slip."""
    towns: dict[str, list[tuple[float, float]]] = {}
    for city in cities():
        towns.setdefault(city.country, []).append((city.lat, city.lon))
    lost = [
        (venue.name, venue.country)
        for venue in venues()
        if min((kilometres(venue.lat, venue.lon, *town) for town in towns.get(venue.country, ())), default=0)
        > 120
    ]
    assert lost == []


def test_every_place_lies_near_a_city_of_its_country():
    towns: dict[str, list[tuple[float, float]]] = {}
    for city in cities():
        towns.setdefault(city.country, []).append((city.lat, city.lon))
    lost = [
        (region.name, region.country)
        for region in regions()
        if region.kind == "place"
        and region.country in towns
        and min(kilometres(region.lat, region.lon, *town) for town in towns[region.country]) > 200
    ]
    assert lost == []
