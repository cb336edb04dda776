"""How Pelican makes the site: thin adapters that locate and forward; they decide nothing."""
