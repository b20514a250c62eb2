// Compares two databases row by row, in key order.
import { createHash } from 'node:crypto'
import { type Progress, yieldToOthers } from './copy-rows.ts'
import type { Cell, Row, Source, Table } from './endpoints.ts'

export interface TableComparison {
  table: string
  rows: number
  /** SHA-256 in hex over all rows; equal rows give equal digests on either engine. */
  digests: { source: string; target: string }
  /** The first different row, in words, or `null`. */
  difference: string | null
}

/** Reads both sides to the end, also after a difference. */
export async function compareTable(
  source: Source,
  target: Source,
  table: Table,
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<TableComparison> {
  const [from, to] = [new Rows(source, table), new Rows(target, table)]
  let difference: string | null = null
  while (true) {
    const [here, there] = [await from.next(), await to.next()]
    if (here === undefined && there === undefined) break
    difference ??= differenceOf(table, here, there)
    if (here === undefined || from.count % 1_000 !== 0) continue
    await yieldToOthers(signal)
    progress(table.name, 1_000)
  }
  progress(table.name, from.count % 1_000)
  const digests = { source: from.digest(), target: to.digest() }
  return { table: table.name, rows: from.count, digests, difference }
}

class Rows {
  count = 0
  readonly #batches: AsyncIterator<Row[]>
  readonly #hash = createHash('sha256')
  #batch: Row[] = []
  #at = 0

  constructor(side: Source, table: Table) {
    this.#batches = side.batches(table)[Symbol.asyncIterator]()
  }

  async next(): Promise<Seen | undefined> {
    if (this.#at === this.#batch.length) {
      const { value, done } = await this.#batches.next()
      if (done) return undefined
      this.#batch = value
      this.#at = 0
    }
    const row = this.#batch[this.#at++] as Row
    const text = JSON.stringify(row.map(readable))
    this.#hash.update(text).update('\n')
    this.count += 1
    return { row, text }
  }

  digest(): string {
    return this.#hash.digest('hex')
  }
}

interface Seen {
  row: Row
  /** Equal for equal rows only. */
  text: string
}

/** Bytes are represented by their hash. */
const readable = (cell: Cell) =>
  cell instanceof Uint8Array ? { sha256: createHash('sha256').update(cell).digest('hex') } : cell

/** Names the row and its columns, never their contents, which may be secret. */
function differenceOf({ name, columns, key }: Table, here?: Seen, there?: Seen): string | null {
  if (here?.text === there?.text) return null
  const keyOf = ({ row }: Seen) => key.map((column) => row[columns.indexOf(column)]).join(' ')
  if (there === undefined || here === undefined) {
    return here
      ? `${name} ${keyOf(here)} is missing in the target`
      : `${name} ${keyOf(there as Seen)} is only in the target`
  }
  if (keyOf(here) !== keyOf(there)) {
    return `${name}: ${keyOf(here)} of the source stands against ${keyOf(there)} of the target`
  }
  const unlike = columns.filter((_, at) => textAt(here, at) !== textAt(there, at))
  return `${name} ${keyOf(here)} differs in ${unlike.join(', ')}`
}

const textAt = ({ row }: Seen, at: number) => JSON.stringify(readable(row[at] ?? null))
