"""`make docs`: the dbt docs as one page that needs no server and no network.

dbt writes what it knows; this package makes the page of it: names become links, the tables of each style
are drawn from their own keys, and the guides of docs/ stand beside the models.
"""
