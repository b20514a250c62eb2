// A route that answers a CSV file: all rows that a filter finds.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox'
import type { Reader } from '../../../db/database.ts'
import type { Awaitable } from '../../../lib/concurrency/awaitable.ts'
import { csvAnswer, csvDescription, csvFormat } from '../../../schemas/exports/index.ts'
import { answers } from '../../../schemas/problems/details.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import type { Reading } from './columns.ts'
import { type Column, csvFile } from './csv-answer.ts'

interface CsvExport<Filter extends TProperties, Row> {
  noun: 'Customers' | 'Orders' | 'Payments' | 'Products' | 'Users'
  /** Of the document; the noun unless said. */
  tag?: string
  /** What the file holds, for the document. */
  intro: string
  filter: Filter
  columns: readonly Column<Row, Reading>[]
  /** The rows by id, some hundreds at a time. */
  rows(db: Reader, filter: Static<TObject<Filter>>): Awaitable<AsyncGenerator<Row[]>>
}

export const csvExport =
  <Filter extends TProperties, Row>({
    noun,
    tag = noun,
    intro,
    filter,
    columns,
    rows,
  }: CsvExport<Filter, Row>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const name = noun.toLowerCase() as Lowercase<typeof noun>
    app.get(`/api/${name}/export/csv`, {
      config: { permission: `${name}.export` },
      schema: {
        tags: [tag],
        summary: `${noun} as a CSV file`,
        description: csvDescription(intro, columns),
        operationId: `export${noun}`,
        produces: ['text/csv'],
        querystring: Type.Object({ ...filter, ...csvFormat }, { additionalProperties: false }),
        response: answers({ 200: csvAnswer(columns) }),
      },
      handler: async (request, reply) => {
        const { separator, decimal, ...found } = request.query as FormattedQuery<Filter>
        const format = { separator, decimal }
        const db = await app.db.forLists()
        const { currency, timeZone } = await findSettings(db)
        return csvFile(reply, {
          name,
          columns,
          slices: await rows(db, found as Static<TObject<Filter>>),
          reading: { currency, timeZone, format },
          format,
          timeZone,
        })
      },
    })
  }

type FormattedQuery<Filter extends TProperties> = Static<TObject<Filter>> &
  Static<TObject<typeof csvFormat>>
