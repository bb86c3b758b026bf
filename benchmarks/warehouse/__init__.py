"""What the whole warehouse costs: to build, to keep a day longer, to store and to ask, by layer and style."""

STYLES = {
    "inmon": "3NF (Inmon)",
    "kimball": "star (Kimball)",
    "vault": "Data Vault",
    "vault_marts": "vault marts",
    "obt": "One Big Table",
}
