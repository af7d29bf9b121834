"""Parquet files: flat columns only, checksums looked at, every value as exact text."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from funnel.errors import Sentence, sentence
from funnel.forms.apart import Refused, Told, run
from funnel.forms.plain_cells import cell_text, number_text, unmistakable, write_rows

ROWS = 50_000


def tables(source: Path, folder: Path, _currencies: frozenset[str]) -> Told:
    """The one table of a Parquet file; raises Refused when a page does not agree with its checksum."""
    try:
        # Pages are only compared with their checksums on demand.
        file = pq.ParquetFile(source, page_checksum_verification=True)
        kept = [field for field in file.schema_arrow if _is_flat(field.type)]
        if not kept:
            raise Refused(sentence("The Parquet file holds no column of plain values; export it as CSV."))
        write_rows(_rows(file, kept), folder / "table0")
    except (pa.ArrowInvalid, OSError) as cause:
        raise Refused(sentence("The Parquet file is damaged or cut short. Export it again.")) from cause
    return Told(("",), tuple(_notes(file.schema_arrow, kept)))


def _is_flat(kind: pa.DataType) -> bool:
    return not pa.types.is_nested(kind) or pa.types.is_dictionary(kind)


def _notes(schema: pa.Schema, kept: list[pa.Field]) -> Iterator[Sentence]:
    names = {field.name for field in kept}
    nested = [name for name in schema.names if name not in names]
    if nested:
        yield sentence("Columns that hold lists or records were not read: {columns}.", columns=", ".join(nested))
    floats = [field.name for field in kept if pa.types.is_floating(field.type)]
    if floats:
        yield sentence(
            "Numbers in {columns} are stored as floating point; they were read to 15 digits.", columns=", ".join(floats)
        )


def _rows(file: pq.ParquetFile, kept: list[pa.Field]) -> Iterator[list[str]]:
    names = [field.name for field in kept]
    yield names
    places = [place for place, field in enumerate(file.schema_arrow) if field in kept]
    for batch in file.iter_batches(batch_size=ROWS):
        columns = [_texts(batch.column(place)) for place in places]
        yield from (list(row) for row in zip(*columns, strict=True))


def _texts(column: pa.Array) -> list[str]:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _texts(column.dictionary_decode())
    if pa.types.is_timestamp(kind):
        return _moments(column)
    if pa.types.is_decimal(kind):
        return ["" if value is None else unmistakable(format(value, "f")) for value in column.to_pylist()]
    if pa.types.is_float32(kind) or pa.types.is_float16(kind):
        # The shortest text of a short float, not the digits it has as a long one.
        return ["" if value is None else number_text(float(format(value, ".7g"))) for value in column.to_pylist()]
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return ["" if value is None else value.decode("utf-8", "replace") for value in column.to_pylist()]
    return [cell_text(value) for value in column.to_pylist()]


def _moments(column: pa.Array) -> list[str]:
    zoned = column.type.tz is not None
    micros = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    found = micros.cast(pa.timestamp("us", "UTC" if zoned else None)).to_pylist()
    plain = (moment if moment is None or not zoned else moment.astimezone(UTC).replace(tzinfo=None) for moment in found)
    return ["" if moment is None else moment.isoformat(sep=" ") + ("Z" if zoned else "") for moment in plain]


if __name__ == "__main__":
    run(tables)
