// Schemas of CSV exports: format parameters and response; the filters are those of the lists.
import { Type } from '@sinclair/typebox'
import { DECIMALS, SEPARATORS } from '../../lib/csv/writer.ts'
import { OneOf } from '../common.ts'

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
      description: 'Decimal separator of amounts: 125.50 or 125,50',
    }),
  ),
}

const READING =
  'UTF-8 with a byte order mark (Python: `utf-8-sig`), lines end with CRLF, fields are quoted as RFC 4180 says. A text that a spreadsheet would take for a formula has an apostrophe in front; amounts and phone numbers have none. Rows come by id, each once, as it was when it was read; what is added while the file is being written may be missing. A file that breaks off is not complete: the connection is cut, and never closed as if it had ended.'

export interface DescribedColumn {
  name: string
  says: string
}

/** Description for the OpenAPI document, with all columns. */
export const csvDescription = (intro: string, columns: readonly DescribedColumn[]): string =>
  [
    `${intro} ${READING}`,
    'Columns, with names that stay; later versions may add some at the end:',
    columns.map(({ name, says }) => `- \`${name}\`: ${says}`).join('\n'),
  ].join('\n\n')

/** The 200 response with a CSV file. */
export const csvAnswer = (columns: readonly DescribedColumn[]) => ({
  description: 'The file',
  headers: {
    'Content-Disposition': {
      type: 'string',
      description: 'File name with the date',
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
})
