"""The directory's offers in the forms of other systems. No function writes a file."""

from bot.providers.csv_table import write_table as table
from bot.providers.export.geojson import geojson
from bot.providers.export.hsds import hsds
from bot.providers.export.schema_org import schema_org

__all__ = ["geojson", "hsds", "schema_org", "table"]
