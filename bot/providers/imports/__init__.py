"""From other systems to provider files: tables, PTV, the libraries' register; and how such a file is written."""
