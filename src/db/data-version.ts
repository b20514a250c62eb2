// Whether anything was committed to a SQLite file, by this process or by another.
import type { Connection } from './connection.ts'

/**
 * A mark of the committed state, asked for once in a turn of the event loop: a turn answers many requests, and asking
 * takes as long as much of their work. So a commit of another process may be seen one turn later; one of our own is
 * seen at once, because `commits` has risen.
 * @param commits how often this process has committed
 */
export function dataVersion(reader: Connection, commits: () => number): () => number {
  // SQLite counts for each connection how often others have committed, also those of another process.
  const pragma = reader.prepare<[], number>('PRAGMA data_version').pluck()
  let known: number | undefined
  let knownAt = 0
  const forget = () => {
    known = undefined
  }
  return () => {
    if (known !== undefined && knownAt === commits()) return known
    if (known === undefined) setImmediate(forget)
    known = Number(pragma.get())
    knownAt = commits()
    return known
  }
}
