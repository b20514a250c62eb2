// A CSV file as an answer: written while it is read, and no faster than the reader takes it.
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { CsvFormat, DescribedColumn } from '../../schemas/exports.ts'
import { type Cell, csvHeader, csvLines } from '../../services/csv-writing.ts'
import { today } from '../../services/shop-time.ts'

export interface Column<Row, Reading> extends DescribedColumn {
  of: (row: Row, reading: Reading) => Cell
}

export interface CsvFile<Row, Reading> {
  /** What the file holds, in its name: `orders`. */
  name: string
  columns: readonly Column<Row, Reading>[]
  slices: AsyncGenerator<Row[]>
  reading: Reading
  format: CsvFormat
  timeZone: string
}

/** The stream asks for a slice when the one before has gone; when the reader leaves, it asks for no more. */
export function csvFile<Row, Reading>(reply: FastifyReply, file: CsvFile<Row, Reading>): Readable {
  const name = `${file.name}-${today(file.timeZone)}.csv`
  reply.headers({
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${name}"`,
    'x-content-type-options': 'nosniff',
  })
  // Who asks for the head alone would otherwise have the whole file written for nothing.
  if (reply.request.method === 'HEAD') return Readable.from([])
  return Readable.from(textOf(file), { objectMode: false, highWaterMark: 16_384 })
}

async function* textOf<Row, Reading>({
  columns,
  slices,
  reading,
  format,
}: CsvFile<Row, Reading>): AsyncGenerator<string> {
  yield csvHeader(
    columns.map(({ name }) => name),
    format,
  )
  for await (const rows of slices) {
    yield csvLines(
      rows.map((row) => columns.map(({ of }) => of(row, reading))),
      format,
    )
  }
}
