// CSV parser: a file as a table, with any usual separator, quoting and line ending.
import { yieldToEventLoop } from '../concurrency/event-loop.ts'
import { Refusal } from '../errors/refusal.ts'
import { decodeText, type Encoding } from './encoding.ts'
import { type CsvRecord, parseRecords } from './records.ts'

/** Bounds the memory and the time that checking one file takes. */
export interface FileLimits {
  lines: number
  bytes: number
}

export const SMALL_FILE: FileLimits = { lines: 2_000, bytes: 2_000_000 }
/** Of a whole catalogue. */
export const LARGE_FILE: FileLimits = { lines: 20_000, bytes: 10_000_000 }

const MAX_COLUMNS = 1_000

export interface Table {
  encoding: Encoding
  header: Line
  lines: Line[]
}

export type Line = CsvRecord

/** Yields to the event loop between records. @throws Refusal `file_too_large`, `not_csv`, `file_empty` */
export async function parseCsv(bytes: Uint8Array, limits = SMALL_FILE): Promise<Table> {
  if (bytes.length > limits.bytes) throw fileTooLarge(limits)
  const { text, encoding } = decodeText(bytes)
  const [header, ...lines] = await readLines(text, limits.lines)
  if (!header || lines.length === 0) throw EMPTY
  return { encoding, header, lines }
}

/** Blank lines are left out, but counted. */
async function readLines(text: string, most: number): Promise<Line[]> {
  const { separator, body, line: firstLine } = separatorOf(text)
  const lines: Line[] = []
  const pause = yieldToEventLoop()
  for (const { line, fields } of parseRecords(body, separator, firstLine)) {
    await pause()
    if (fields.length > MAX_COLUMNS) throw tooLarge(`${MAX_COLUMNS.toLocaleString('en')} columns`)
    if (fields.some((field) => field !== '')) lines.push({ line, fields: fields.map(textOf) })
    if (lines.length > most + 1) throw tooLarge(`${most.toLocaleString('en')} lines`)
  }
  return lines
}

const LONGEST_HEADER = 10_000

/**
 * The separator named by a first line `sep=;`, as Excel writes and reads it; otherwise the most frequent one in the
 * first line, outside quotes. On a tie the earlier of comma, semicolon and tab.
 */
function separatorOf(text: string): { separator: string; body: string; line: number } {
  const named = /^"?sep=([^\r\n"])"?[ ,;\t]*(?:\r\n|\r|\n|$)/i.exec(text)
  if (named) return { separator: named[1] as string, body: text.slice(named[0].length), line: 2 }
  const start = text.slice(0, LONGEST_HEADER)
  const first = /^\s*(?:[^\r\n"]|"[^"]*")*/.exec(start)?.[0].replace(/"[^"]*"/g, '') ?? ''
  const count = (separator: string) => first.split(separator).length
  const separator = [',', ';', '\t'].reduce((most, one) => (count(one) > count(most) ? one : most))
  return { separator, body: text, line: 1 }
}

/** `="07700 900000"` is a text that a spreadsheet must not take for a number. */
const textOf = (field: string) =>
  /^="([^"]*)"$/.exec(field)?.[1]?.trim() ?? withoutApostrophe(field)

/** Our own files have it before what a spreadsheet would take for a formula (writer.ts). */
const withoutApostrophe = (field: string) => field.replace(/^'(?='*[=+\-@\t\r＝＋－＠])/, '')

const tooLarge = (most: string) =>
  new Refusal(
    'too_large',
    'file_too_large',
    `A file can have at most ${most}. Split it into parts, each with the first line. Nothing is imported twice.`,
  )

export const fileTooLarge = ({ bytes }: Pick<FileLimits, 'bytes'>) =>
  tooLarge(`${bytes / 1_000_000} MB`)

const EMPTY = new Refusal(
  'invalid',
  'file_empty',
  'There is nothing to import. The file needs a first line with the names of the columns, and a line for each row.',
)
