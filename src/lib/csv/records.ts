// CSV records of a text (RFC 4180), read one at a time, so that whoever reads them can yield in between.
import { Refusal } from '../errors/refusal.ts'

export interface CsvRecord {
  /** Line number in the text, from 1, as a text editor shows it. */
  line: number
  fields: string[]
}

/** Four texts of 4,000 characters and more fit. Beyond it, a quote lacks its end somewhere, or this is no table. */
const LONGEST_RECORD = 50_000

/**
 * Blank lines are records of one empty field. Spaces around a field are left out, unless they are quoted; a quote inside
 * a field without quotes is a character like any other (`5" hem`).
 * @param line number of the first line
 * @throws Refusal `not_csv`
 */
export function* parseRecords(
  text: string,
  separator: string,
  line = 1,
): Generator<CsvRecord, void, undefined> {
  const reader = new RecordReader(text, separator)
  while (!reader.isAtEnd) {
    const { fields, lineBreaks } = reader.readRecord(line)
    yield { line, fields }
    line += lineBreaks
  }
}

class RecordReader {
  readonly #text: string
  readonly #separator: string
  readonly #blanks: RegExp
  readonly #unquoted: RegExp
  #at = 0

  constructor(text: string, separator: string) {
    this.#text = text
    this.#separator = separator
    const escaped = separator.replace(/[\\\]^-]/g, '\\$&')
    this.#blanks = separator === '\t' ? /[ \f]*/y : separator === ' ' ? /[\t\f]*/y : /[ \t\f]*/y
    this.#unquoted = new RegExp(`[^\\r\\n${escaped}]*`, 'y')
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  readRecord(line: number): { fields: string[]; lineBreaks: number } {
    const start = this.#at
    const fields: string[] = []
    do {
      fields.push(this.#readField(line))
      if (this.#at - start > LONGEST_RECORD) throw tooLong(line)
    } while (this.#skip(this.#separator))
    if (this.#skip('\r\n') || this.#skip('\n') || this.#skip('\r') || this.isAtEnd) {
      return { fields, lineBreaks: breaksIn(this.#text.slice(start, this.#at)) }
    }
    throw misquoted(line)
  }

  #readField(line: number): string {
    this.#match(this.#blanks)
    if (!this.#skip('"')) return this.#match(this.#unquoted).replace(/[ \t\f]+$/, '')
    const field = this.#readQuoted(line)
    this.#match(this.#blanks)
    return field
  }

  #readQuoted(line: number): string {
    const start = this.#at
    for (;;) {
      const quote = this.#text.indexOf('"', this.#at)
      if (quote < 0) throw misquoted(line)
      if (quote - start > LONGEST_RECORD) throw tooLong(line)
      this.#at = quote + 1
      if (!this.#skip('"')) return this.#text.slice(start, quote).replaceAll('""', '"')
    }
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += match.length
    return match
  }

  #skip(part: string): boolean {
    const isNext = this.#text.startsWith(part, this.#at)
    if (isNext) this.#at += part.length
    return isNext
  }
}

/** CR LF is one line ending, in quotes too. */
const breaksIn = (text: string) => text.match(/\r\n|\r|\n/g)?.length ?? 0

const notCsv = (detail: string) => new Refusal('invalid', 'not_csv', detail)

const misquoted = (line: number) =>
  notCsv(
    `What begins in line ${line} cannot be read: a field in quotes must end with a quote, and a quote in it is written twice.`,
  )

const tooLong = (line: number) =>
  notCsv(
    `What begins in line ${line} is too long for a line of a table. Look for a quote that is never closed.`,
  )
