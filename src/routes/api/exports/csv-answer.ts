// CSV response, streamed from the database with back-pressure.
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { type Cell, type CsvFormat, csvHeader, csvLines } from '../../../lib/csv/writer.ts'
import { today } from '../../../lib/time/shop-time.ts'
import type { DescribedColumn } from '../../../schemas/exports/index.ts'

export interface Column<Row, Reading> extends DescribedColumn {
  of: (row: Row, reading: Reading) => Cell
}

export interface CsvFile<Row, Reading> {
  /** First part of the file name: `orders`. */
  name: string
  columns: readonly Column<Row, Reading>[]
  slices: AsyncGenerator<Row[]>
  reading: Reading
  format: CsvFormat
  timeZone: string
}

/** Reads the next batch when the previous one was sent; stops when the client disconnects. */
export function csvFile<Row, Reading>(reply: FastifyReply, file: CsvFile<Row, Reading>): Readable {
  const name = `${file.name}-${today(file.timeZone)}.csv`
  reply.headers({
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${name}"`,
    'x-content-type-options': 'nosniff',
  })
  // A HEAD request must not run the whole export.
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
