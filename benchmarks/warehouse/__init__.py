"""What the whole warehouse costs: to build, to keep a day longer, to store and to ask, by layer and style."""
