"""What may be published, and as which files: the domain. No Pelican, no Jinja, no clock, no network."""
