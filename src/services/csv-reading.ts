// A CSV file as a table, however the program that wrote it did so: separators, quotes, ends of lines, letters.
import { isUtf8 } from 'node:buffer'
import { type CsvError, parse } from 'csv-parse/sync'
import { Refusal } from './refusal.ts'

/** Bounds how long everybody else waits: a file is imported in one transaction, or not at all. */
export const MOST_LINES = 2_000
export const MOST_BYTES = 2_000_000

export type Encoding = 'utf-8' | 'utf-16le' | 'windows-1252'

export interface Table {
  encoding: Encoding
  /** The fields of the first line. */
  header: string[]
  lines: Line[]
}

export interface Line {
  /** Where it begins in the file, counted from 1: as a text editor shows it. */
  line: number
  fields: string[]
}

/** @throws Refusal `file_too_large`, `not_csv`, `file_empty` */
export function readTable(bytes: Uint8Array): Table {
  if (bytes.length > MOST_BYTES) throw tooLarge(`${MOST_BYTES / 1_000_000} MB`)
  const { text, encoding } = decoded(bytes)
  const [header, ...lines] = records(text)
  if (!header || lines.length === 0) throw EMPTY
  if (lines.length > MOST_LINES) throw tooLarge(`${MOST_LINES.toLocaleString('en')} lines`)
  return { encoding, header: header.fields, lines }
}

/**
 * Old programs on Windows write its own letters; what is not valid UTF-8 is taken for those.
 * @throws Refusal `not_csv`
 */
export function decoded(bytes: Uint8Array): { text: string; encoding: Encoding } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return read(bytes, 'utf-16le')
  // A workbook is a zip archive; text has no zero bytes.
  if (bytes.includes(0)) throw NOT_TEXT
  return isUtf8(bytes) ? read(bytes, 'utf-8') : read(bytes, 'windows-1252')
}

/** Takes a byte order mark away too. */
function read(bytes: Uint8Array, encoding: Encoding) {
  const text = new TextDecoder(encoding).decode(bytes)
  if (text.includes('\0')) throw NOT_TEXT
  return { text, encoding }
}

interface Parsed {
  record: string[]
  info: { lines: number }
}

function records(text: string): Line[] {
  try {
    const found = parse(text, {
      delimiter: separatorOf(text),
      info: true,
      relax_column_count: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as Parsed[]
    return found.map(({ record, info }) => ({
      line: info.lines - breaksIn(record),
      fields: record.map(withoutApostrophe),
    }))
  } catch (error) {
    throw broken(error as CsvError)
  }
}

/** The one that the first line has most of, outside quotes. */
function separatorOf(text: string): string {
  const first = /^(?:[^\r\n"]|"[^"]*")*/.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? ''
  const count = (separator: string) => first.split(separator).length
  return [',', ';', '\t'].reduce((most, one) => (count(one) > count(most) ? one : most))
}

const breaksIn = (fields: readonly string[]) =>
  fields.reduce((count, field) => count + field.split(/\r\n|\r|\n/).length - 1, 0)

/** Our own files have it in front of what a spreadsheet would take for a formula. */
const withoutApostrophe = (field: string) => field.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, '')

const tooLarge = (most: string) =>
  new Refusal(
    'too_large',
    'file_too_large',
    `A file can have at most ${most}. Cut it in parts, each with the first line; nothing is imported twice.`,
  )

const NOT_TEXT = new Refusal(
  'unsupported',
  'not_csv',
  'This is no CSV file. Save the table as CSV first (in Excel: Save as, CSV UTF-8).',
)

const EMPTY = new Refusal(
  'invalid',
  'file_empty',
  'There is nothing to import. The file needs a first line with the names of the columns, and a line for each row.',
)

/** A quote that never ends, say: everything after it would be read wrongly. */
function broken({ lines, message }: CsvError): Refusal {
  const where = typeof lines === 'number' ? `Line ${lines} cannot be read` : 'It cannot be read'
  return new Refusal(
    'invalid',
    'not_csv',
    `${where}: a field in quotes must end with a quote, and a quote in it is written twice. (${message})`,
  )
}
