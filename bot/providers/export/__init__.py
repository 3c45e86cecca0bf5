"""The directory's offers in the forms of other systems. No function writes a file."""

from bot.providers.export.geojson import geojson
from bot.providers.export.hsds import hsds
from bot.providers.export.schema_org import schema_org
from bot.providers.imports.csv_table import write_table as table

__all__ = ["geojson", "hsds", "schema_org", "table"]
