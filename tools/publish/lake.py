"""The Iceberg tables: a catalog, and publishing one table into it in one transaction."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock
from pyiceberg.catalog import Catalog, load_catalog
from pyiceberg.exceptions import (
    CommitFailedException,
    NoSuchTableError,
    TableAlreadyExistsError,
    ValidationException,
)
from pyiceberg.io import FileIO
from pyiceberg.io.pyarrow import ArrowProjectionVisitor, _dataframe_to_data_files
from pyiceberg.manifest import DataFile
from pyiceberg.partitioning import PARTITION_FIELD_ID_START, PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.table import Table, Transaction
from pyiceberg.table.metadata import TableMetadata
from pyiceberg.table.snapshots import Operation, Snapshot
from pyiceberg.transforms import parse_transform
from pyiceberg.types import DecimalType, IcebergType, ListType, NestedField, PrimitiveType, StructType
from pyiceberg.utils.config import Config
from sqlalchemy.exc import IntegrityError

from tools.publish import ObstacleError, TableObstacleError
from tools.publish.products import Product
from tools.publish.rows import (
    NO_VALUE,
    Partitioning,
    batches,
    columns,
    digests,
    iceberg_fields,
)

# Of the catalog, unless PyIceberg's own configuration describes it: https://py.iceberg.apache.org/configuration
CATALOG = "lake"
# How many seconds one waits for somebody else who is writing to the SQLite file.
PATIENCE = 30
# How often a table is published anew because somebody else changed it meanwhile.
ATTEMPTS = 5
# Property of a table: the snapshot that was published last, and the digests of its partitions.
STATE = "touchstone.published"
# Properties of a table when it is made: old versions of its metadata are deleted, what they lead to stays.
PROPERTIES = {
    "format-version": "2",
    "write.metadata.delete-after-commit.enabled": "true",
    "write.metadata.previous-versions-max": "20",
}
# Somebody else was first; nothing of this attempt is in the table.
_BEATEN = (CommitFailedException, ValidationException, TableAlreadyExistsError)


@dataclass(frozen=True)
class Outcome:
    """What became of a table: whether it is new, got a snapshot or other columns, and what was written."""

    relation: str
    is_new: bool
    snapshot_id: int | None
    schema_changes: tuple[str, ...]
    parts_written: int
    parts: int
    rows_written: int
    bytes_written: int
    seconds: float

    @property
    def is_changed(self) -> bool:
        """Whether anything was committed."""
        return self.snapshot_id is not None or bool(self.schema_changes)


def open_catalog(name: str, folder: Path) -> Catalog:
    """Open the catalog that PyIceberg's configuration describes, or else a SQLite file in the folder.

    Raises:
        ObstacleError: the folder cannot be written.
    """
    keep_null_lists()
    if configured := Config().get_catalog_config(name):
        return load_catalog(name, **configured)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ObstacleError(unwritable(folder, error)) from error
    if not os.access(folder, os.W_OK):
        raise ObstacleError(unwritable(folder, "no permission"))
    # the first to open it makes it
    with FileLock(folder / "catalog.lock"):
        return load_catalog(
            name,
            type="sql",
            uri=f"sqlite:///{folder.resolve()}/catalog.db?timeout={PATIENCE}",
            warehouse=f"file://{folder.resolve()}",
        )


def keep_null_lists() -> None:
    """Have PyIceberg keep a list of structs that is null, in this process.

    PyIceberg 0.12 makes it an empty list, when it writes and when it reads (apache/iceberg-python#3833).
    """
    rebuilt = ArrowProjectionVisitor.list
    if rebuilt.__name__ == "with_nulls":
        return

    def with_nulls(visitor: Any, list_type: Any, lists: Any, values: Any) -> Any:
        made = rebuilt(visitor, list_type, lists, values)
        if made is None or made.null_count == lists.null_count:
            return made
        return type(made).from_arrays(made.offsets, made.values, type=made.type, mask=lists.is_null())

    ArrowProjectionVisitor.list = with_nulls


def unwritable(folder: Path, error: object) -> str:
    """Return what is said of a folder that cannot be written."""
    return (
        f"{folder} cannot be written: {error}.\n"
        "Expected: a folder for the Iceberg tables and their catalog that this user can write.\n"
        "Tables that are there stay as they are. Give yourself access to it, or name another: "
        "TOUCHSTONE_PUBLISHED=/path/to/folder make publish"
    )


def publish(
    catalog: Catalog,
    warehouse: duckdb.DuckDBPyConnection,
    product: Product,
    summary: Mapping[str, str],
    replace_columns: bool = False,
) -> Outcome:
    """Make the Iceberg table equal to the relation in one transaction; leave it alone if it is equal.

    What is written is what differs from the snapshot that was published last: of a partitioned table the
    partitions with another digest, of others all rows. Where somebody else wrote the last snapshot, all rows
    are. `summary` goes into the snapshot. `replace_columns` gives a column whose type cannot be changed in
    place a new one under its name.

    Raises:
        TableObstacleError: the relation is not there, the catalog cannot be read, the table is somebody
            else's, a column cannot be changed in place, or others changed the table all the time.
    """
    began = time.monotonic()
    for _ in range(ATTEMPTS):
        with suppress(*_BEATEN):
            return _Attempt(catalog, warehouse, product, replace_columns).run(summary, began)
    raise TableObstacleError(
        f"{product}: somebody else changed the Iceberg table during each of {ATTEMPTS} attempts.\n"
        "Expected: one writer at a time; readers do no harm.\n"
        "The table is as the others left it. Wait for them, or end them, and run make publish again."
    )


class _Attempt:
    """One try at publishing a table; its files are deleted again if it comes to nothing."""

    def __init__(
        self,
        catalog: Catalog,
        warehouse: duckdb.DuckDBPyConnection,
        product: Product,
        replace_columns: bool,
    ) -> None:
        self._warehouse, self._product, self._relation = warehouse, product, str(product)
        self._replace_columns = replace_columns
        self._published = columns(warehouse, self._relation)
        self._fields = iceberg_fields(self._relation, self._published, product.documents)
        self._partitioning = (
            Partitioning.parse(self._relation, product.partition_by) if product.partition_by else None
        )
        if self._partitioning and self._partitioning.column not in {field.name for field in self._fields}:
            raise TableObstacleError(
                f"{self._relation}: is to be partitioned by {product.partition_by}, but has no such column.\n"
                f"Expected: one of {', '.join(field.name for field in self._fields)}.\n"
                "Put iceberg_partition_by right in the model's meta."
            )
        self._table = load(catalog, product)
        if self._table is not None and STATE not in self._table.properties:
            raise TableObstacleError(
                f"{self._relation}: the Iceberg table of this name was not published from here.\n"
                "Expected: none, or one that make publish has made; another's is not replaced.\n"
                "Publish elsewhere (TOUCHSTONE_PUBLISHED=/path/to/folder make publish), or drop that table."
            )
        self._written: list[DataFile] = []
        self._changes: tuple[str, ...] = ()
        self._transaction = (
            self._created(catalog) if self._table is None else Transaction(self._table, autocommit=False)
        )

    def run(self, summary: Mapping[str, str], began: float) -> Outcome:
        """Write what differs and commit it."""
        is_committing = False
        try:
            if self._table is not None:
                self._changes = tuple(self._evolve(self._table))
            now = self._digests()
            before = self._before()
            stale = {part for part, digest in now.items() if before is None or before.get(part) != digest}
            gone = set(before) - set(now) if before is not None else set()
            snapshot_id, parts_written = None, 0
            if stale or gone or before is None:
                snapshot_id, parts_written = self._write(now, stale, gone, before is None, summary)
            if snapshot_id is not None or self._changes:
                is_committing = True
                self._transaction.commit_transaction()
        except BaseException as error:
            # a commit that ended otherwise may be in the table
            if not is_committing or isinstance(error, _BEATEN):
                _delete(self._transaction._table.io, (file.file_path for file in self._written))
            if isinstance(error, NoSuchTableError):
                raise TableObstacleError(
                    f"{self._relation}: was dropped from the catalog while it was published.\n"
                    "Expected: nobody else drops or renames it meanwhile.\n"
                    "Run make publish again: it makes the table anew, without its earlier snapshots."
                ) from error
            raise
        return Outcome(
            relation=self._relation,
            is_new=self._table is None,
            snapshot_id=snapshot_id,
            schema_changes=self._changes,
            parts_written=parts_written,
            parts=len(now),
            rows_written=sum(file.record_count for file in self._written),
            bytes_written=sum(file.file_size_in_bytes for file in self._written),
            seconds=time.monotonic() - began,
        )

    def _created(self, catalog: Catalog) -> Transaction:
        """Begin the transaction that makes the table: until it is committed, there is none."""
        with suppress(IntegrityError):  # somebody else makes it at the same time
            catalog.create_namespace_if_not_exists(self._product.schema)
        numbers = {field.name: field.field_id for field in self._fields}
        return catalog.create_table_transaction(
            self._relation,
            Schema(*self._fields),
            partition_spec=PartitionSpec(*self._partition_fields(numbers)),
            properties={**PROPERTIES, "comment": self._product.description},
        )

    def _partition_fields(self, numbers: Mapping[str, int]) -> Iterator[PartitionField]:
        by = self._partitioning
        if by is not None:
            transform = parse_transform(f"{by.transform}[{by.width}]" if by.width else by.transform)
            yield PartitionField(
                numbers[by.column], PARTITION_FIELD_ID_START, transform, f"{by.column}_{by.transform}"
            )

    def _evolve(self, table: Table) -> Iterator[str]:
        """Bring columns, descriptions and partitioning to what the model has; yield what changed."""
        wanted = {field.name: field for field in self._fields}
        there = _names(table.schema())
        renamed = {
            old: new
            for new, old in self._product.renamed_from.items()
            if new in wanted and new not in there and old in there and old not in wanted
        }
        if renamed:
            with self._transaction.update_schema() as update:
                for old, new in renamed.items():
                    update.rename_column(old, new)
            yield from (f"{old} is now {new}" for old, new in renamed.items())
        schema = self._metadata.schema()
        unlike: list[NestedField] = [
            field
            for field in schema.fields
            if field.name in wanted and not fits(field.field_type, wanted[field.name].field_type)
        ]
        dropped = [field for field in schema.fields if field.name not in wanted]
        self._refuse(unlike, wanted, dropped)
        if unlike or dropped:
            with self._transaction.update_schema() as update:
                for field in [*unlike, *dropped]:
                    update.delete_column(field.name)
            yield from (f"{field.name} is gone" for field in dropped)
            yield from (
                f"{field.name} is of the type {wanted[field.name].field_type} now" for field in unlike
            )
        known = _names(self._metadata.schema())
        target = Schema(
            *(
                # rows of before do not have it
                NestedField(field.field_id, name, field.field_type, required=False, doc=field.doc)
                if name not in known
                else field
                for name, field in wanted.items()
            )
        )
        before = self._metadata.schema()
        with self._transaction.update_schema() as update:
            update.union_by_name(target)
        added = _names(self._metadata.schema()) - known - {field.name for field in unlike}
        yield from (f"{name} is new" for name in wanted if name in added)
        if not added and not unlike and self._metadata.schema() != before:
            yield "types or descriptions of columns"
        if table.properties.get("comment") != self._product.description:
            self._transaction.set_properties({"comment": self._product.description})
            yield "description"
        yield from self._repartition()

    def _repartition(self) -> Iterator[str]:
        spec = self._metadata.spec()
        wanted = list(self._partition_fields(_numbers(self._metadata.schema())))
        if [(field.source_id, str(field.transform)) for field in spec.fields] != [
            (field.source_id, str(field.transform)) for field in wanted
        ]:
            with self._transaction.update_spec() as update:
                for field in spec.fields:
                    update.remove_field(field.name)
                for field in wanted:
                    column = self._metadata.schema().find_column_name(field.source_id)
                    update.add_field(column, field.transform, field.name)
            yield f"is partitioned by {self._product.partition_by or 'nothing'} now"

    def _refuse(
        self,
        unlike: Sequence[NestedField],
        wanted: Mapping[str, NestedField],
        dropped: Sequence[NestedField],
    ) -> None:
        sources = {field.source_id for field in self._metadata.spec().fields}
        for field in [*unlike, *dropped]:
            if field.field_id in sources:
                raise TableObstacleError(
                    f"{self._relation}: its column {field.name} is gone or of another type, and the Iceberg "
                    "table is partitioned by it.\n"
                    "Expected: a column that the table is partitioned by stays.\n"
                    f"Drop {self._relation} from the catalog, its earlier snapshots with it, and publish "
                    "again; docs/publish_as_iceberg.md has the command."
                )
        if unlike and not self._replace_columns:
            described = "; ".join(
                f"{field.name} is {wanted[field.name].field_type} there and {field.field_type} in Iceberg"
                for field in unlike
            )
            raise TableObstacleError(
                f"{self._relation}: {described}.\n"
                "Expected: types that Iceberg can change in place (int to long, float to double, a decimal "
                "to more digits of the same scale, a new field in a struct).\n"
                "Change the model back, or publish with --replace-columns: the column becomes a new one "
                "under its name, all rows are written anew, and earlier snapshots keep the old one."
            )

    @property
    def _metadata(self) -> TableMetadata:
        return self._transaction.table_metadata

    def _digests(self) -> dict[str, tuple[int, str]]:
        compared = ", ".join(column.compared_sql for column in self._published)
        numbers = _numbers(self._metadata.schema())
        return digests(
            self._warehouse,
            f"(select {compared} from {self._relation})",
            {column.name: numbers[column.name] for column in self._published},
            self._partitioning,
        )

    def _before(self) -> dict[str, tuple[int, str]] | None:
        """Return the digests of the current snapshot, or None if it is not known what it holds."""
        if self._table is None:
            return None
        snapshot = _written_last(self._table)
        state = json.loads(self._table.properties.get(STATE, "{}"))
        if snapshot is None or state.get("snapshot") != snapshot.snapshot_id:
            return None
        return {part: (count, digest) for part, (count, digest) in state["parts"].items()}

    def _write(
        self,
        now: Mapping[str, tuple[int, str]],
        stale: set[str],
        gone: set[str],
        is_whole: bool,
        summary: Mapping[str, str],
    ) -> tuple[int, int]:
        """Stage one snapshot that replaces the parts; return its number and that of the parts.

        Where the table has files that are divided otherwise, it replaces all. PyIceberg's `overwrite` would
        make two snapshots, of which the first lacks the rows that are replaced.
        """
        touched = stale | gone
        replaced = []
        if self._table is not None:
            tasks = self._table.scan().plan_files()
            spec = self._metadata.spec()
            if not is_whole and any(task.file.spec_id != spec.spec_id for task in tasks):
                stale, is_whole = set(now), True
            replaced = [task.file for task in tasks if is_whole or _part(task.file) in touched]
        counts = {part: now[part][0] for part in sorted(stale)}
        for rows in batches(self._warehouse, self._relation, self._published, self._partitioning, counts):
            self._written.extend(_dataframe_to_data_files(self._metadata, rows, self._transaction._table.io))
        with self._transaction.update_snapshot(snapshot_properties=dict(summary)).overwrite() as snapshot:
            for file in replaced:
                snapshot.delete_data_file(file)
            for file in self._written:
                snapshot.append_data_file(file)
        state = {"snapshot": snapshot.snapshot_id, "parts": now}
        self._transaction.set_properties({STATE: json.dumps(state, sort_keys=True)})
        return int(snapshot.snapshot_id), len(now) if is_whole else len(touched)


def load(catalog: Catalog, product: Product) -> Table | None:
    """Return the Iceberg table of a product, or None if the catalog has none.

    Raises:
        TableObstacleError: the catalog leads to files that are not there.
    """
    try:
        return catalog.load_table(str(product))
    except NoSuchTableError:
        return None
    except FileNotFoundError as error:
        raise TableObstacleError(
            f"{product}: the catalog has the table, but its files are gone: {error}.\n"
            "Expected: the files that the catalog names, where they were written.\n"
            "Put the folder back, or drop the table from the catalog and publish again; "
            "docs/publish_as_iceberg.md has the command."
        ) from error


def difference(catalog: Catalog, warehouse: duckdb.DuckDBPyConnection, product: Product) -> str | None:
    """Read the Iceberg table and return in what it differs from the relation, or None if it does not.

    Raises:
        TableObstacleError: the relation is not in the warehouse, or the catalog leads to files that are not
            there.
    """
    table = load(catalog, product)
    if table is None:
        return "is not published"
    published = columns(warehouse, str(product))
    numbers = _numbers(table.schema())
    unlike = sorted(numbers.keys() ^ {column.name for column in published})
    if unlike:
        return f"has other columns: {', '.join(unlike)}"
    compared = ", ".join(column.compared_sql for column in published)
    (here,) = digests(warehouse, f"(select {compared} from {product})", numbers, None).values() or [(0, "")]
    with duckdb.connect() as reader:
        reader.register("published", table.scan().to_arrow_batch_reader())
        (there,) = digests(reader, "published", numbers, None).values() or [(0, "")]
    if here == there:
        return None
    if here[0] != there[0]:
        return f"{here[0]} rows in the warehouse and {there[0]} in Iceberg"
    return f"{here[0]} rows in both, but not the same"


def keep_newest(table: Table, count: int) -> int:
    """Leave the table its newest snapshots, and what has a tag or branch; delete the files of the others.

    Returns the number of files deleted. Nothing that is deleted belongs to a snapshot that stays.

    Raises:
        ValueError: the count is less than one.
    """
    if count < 1:
        raise ValueError(f"expected to keep at least one snapshot, not {count}")
    named = {reference.snapshot_id for reference in table.metadata.refs.values()}
    ordered = sorted(table.metadata.snapshots, key=lambda snapshot: snapshot.sequence_number or 0)
    expired = [one for one in ordered[:-count] if one.snapshot_id not in named]
    if not expired:
        return 0
    files = _files(table.io, expired)
    table.maintenance.expire_snapshots().by_ids([one.snapshot_id for one in expired]).commit()
    table.refresh()
    surplus = files - _files(table.io, table.metadata.snapshots)
    _delete(table.io, surplus)
    return len(surplus)


def _files(io: FileIO, snapshots: Iterable[Snapshot]) -> set[str]:
    """Return every file that the snapshots lead to, their own lists of manifests among them."""
    found = set()
    manifests = {}
    for snapshot in snapshots:
        found.add(snapshot.manifest_list)
        manifests.update({manifest.manifest_path: manifest for manifest in snapshot.manifests(io)})
    for path, manifest in manifests.items():
        found.add(path)
        found.update(entry.data_file.file_path for entry in manifest.fetch_manifest_entry(io))
    return found


def _delete(io: FileIO, paths: Iterable[str]) -> None:
    for path in paths:
        with suppress(OSError):
            io.delete(path)


def _written_last(table: Table) -> Snapshot | None:
    """Return the snapshot that brought the rows that the table has; to compact files changes none."""
    snapshot = table.current_snapshot()
    while snapshot is not None and snapshot.summary and snapshot.summary.operation == Operation.REPLACE:
        parent = snapshot.parent_snapshot_id
        snapshot = table.snapshot_by_id(parent) if parent is not None else None
    return snapshot


def _part(file: DataFile) -> str:
    """Return the name of a file's partition among the digests."""
    if not len(file.partition):
        return ""
    value = file.partition[0]
    return NO_VALUE if value is None else str(value)


def _names(schema: Schema) -> set[str]:
    return {field.name for field in schema.fields}


def _numbers(schema: Schema) -> dict[str, int]:
    return {field.name: field.field_id for field in schema.fields}


def fits(old: IcebergType, new: IcebergType) -> bool:
    """Tell whether a column of the old type can hold the new one, as it is or changed in place."""
    if isinstance(old, PrimitiveType) and isinstance(new, PrimitiveType):
        return old == new or _grows(old, new) or _grows(new, old)
    if isinstance(old, ListType) and isinstance(new, ListType):
        return fits(old.element_type, new.element_type)
    if isinstance(old, StructType) and isinstance(new, StructType):
        types = {field.name: field.field_type for field in new.fields}
        return all(field.name in types and fits(field.field_type, types[field.name]) for field in old.fields)
    return False


def _grows(old: PrimitiveType, new: PrimitiveType) -> bool:
    """Tell whether Iceberg lets the type become the other; PyIceberg's own `promote` allows more."""
    if isinstance(old, DecimalType) and isinstance(new, DecimalType):
        return bool(old.scale == new.scale and old.precision < new.precision)
    return (str(old), str(new)) in {("int", "long"), ("float", "double")}
