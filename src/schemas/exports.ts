// How a CSV file is written, as the reader asks for it; the filters are those of the list.
import { type Static, Type } from '@sinclair/typebox'
import { OneOf } from './common.ts'

export const SEPARATORS = ['comma', 'semicolon', 'tab'] as const
export const DECIMALS = ['point', 'comma'] as const

export const csvFormat = {
  separator: Type.Optional(
    OneOf(SEPARATORS, {
      default: 'comma',
      description:
        'What stands between two fields. A spreadsheet in a country that writes 125,50 expects `semicolon`',
    }),
  ),
  decimal: Type.Optional(
    OneOf(DECIMALS, {
      default: 'point',
      description: 'How amounts are written: 125.50 as everywhere in the API, or 125,50',
    }),
  ),
}

const CsvFormat = Type.Object(csvFormat)
export type CsvFormat = Static<typeof CsvFormat>

/** What everybody should know who reads such a file. */
const READING =
  'UTF-8 with a byte order mark (Python: `utf-8-sig`), lines end with CRLF, fields are quoted as RFC 4180 says. A text that a spreadsheet would take for a formula has an apostrophe in front; amounts and phone numbers have none. Rows come by id, each once, as it was when it was read; what is added while the file is being written may be missing. A file that breaks off is not complete: the connection is cut, and never closed as if it had ended.'

export interface DescribedColumn {
  name: string
  says: string
}

/** For the OpenAPI document: what the route gives, and every column with its meaning. */
export const csvDescription = (intro: string, columns: readonly DescribedColumn[]): string =>
  [
    `${intro} ${READING}`,
    'Columns, with names that stay; later versions may add some at the end:',
    columns.map(({ name, says }) => `- \`${name}\`: ${says}`).join('\n'),
  ].join('\n\n')

/** The 200 of a route that answers a CSV file. */
export const csvAnswer = (columns: readonly DescribedColumn[]) =>
  ({
    description: 'The file',
    headers: {
      'Content-Disposition': {
        type: 'string',
        description: 'The name of the file, with the day in the shop',
      },
    },
    content: {
      'text/csv': {
        schema: {
          type: 'string',
          examples: [`${columns.map(({ name }) => name).join(',')}\r\n`],
        },
      },
    },
  }) as never
