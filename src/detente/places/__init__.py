"""Takes analysed sentences and the story's own words about itself, gives every place with country and coordinates, never says who acts."""

from detente.places.choosing import country_of
from detente.places.finding import find
from detente.places.gazetteer import Place, PlaceTables, build

__all__ = ["Place", "PlaceTables", "build", "country_of", "find"]
