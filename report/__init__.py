"""The comparison as one page, and the lineage of every column as another: `make report`.

Both are files that open without a server and ask for nothing. Figures come from `benchmarks/results/`,
queries from the models, rows from the warehouse that `make build` built; beside each stands the command that
makes it.
"""
