"""Auta: finds how much help a person needs, and the door where it is given."""
