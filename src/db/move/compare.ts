// Holds two databases against each other, row by row in the order of the keys.
import { createHash } from 'node:crypto'
import { othersTurn, type Progress } from './carry.ts'
import type { Cell, Row, Side, Table } from './side.ts'

/** What was found of a table: alike when `difference` is null. */
export interface Compared {
  table: string
  /** Rows of the source. */
  rows: number
  /** SHA-256 in hex over all rows of each side; the same for the same rows on either engine. */
  digests: { source: string; target: string }
  /** The first row that is not the same, in words, or null. */
  difference: string | null
}

/** Reads both sides to the end, also past a difference. */
export async function compareTable(
  source: Side,
  target: Side,
  table: Table,
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<Compared> {
  const [from, to] = [new Rows(source, table), new Rows(target, table)]
  let difference: string | null = null
  while (true) {
    const [here, there] = [await from.next(), await to.next()]
    if (here === undefined && there === undefined) break
    difference ??= differenceOf(table, here, there)
    if (here === undefined || from.count % 1_000 !== 0) continue
    await othersTurn(signal)
    progress(table.name, 1_000)
  }
  progress(table.name, from.count % 1_000)
  const digests = { source: from.digest(), target: to.digest() }
  return { table: table.name, rows: from.count, digests, difference }
}

/** The rows of one side one by one, counted and hashed on the way. */
class Rows {
  count = 0
  readonly #batches: AsyncIterator<Row[]>
  readonly #hash = createHash('sha256')
  #batch: Row[] = []
  #at = 0

  constructor(side: Side, table: Table) {
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
  /** The same for the same row, and only for it. */
  text: string
}

/** Bytes stand for themselves by their hash. */
const readable = (cell: Cell) =>
  cell instanceof Uint8Array ? { sha256: createHash('sha256').update(cell).digest('hex') } : cell

/** Names the row and its columns, never what is in them: it may be a secret. */
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
