// CSV export of all orders: throughput and memory.

import type { Server } from './processes.ts'
import type { Owner } from './sign-in.ts'
import { watchMemory } from './watch-memory.ts'

export interface Export {
  rows: number
  seconds: number
  rowsPerSecond: number
  megabytes: number
  /** Memory of the server before, and its peak during the export. */
  beforeMb: number
  mostMb: number
}

const NEW_LINE = 10

export async function measureExport(server: Server, { program }: Owner): Promise<Export> {
  const begun = performance.now()
  const url = `http://127.0.0.1:${server.port}/api/orders/export/csv`
  const beforeMb = server.memoryMb()
  const most = watchMemory(server)
  const answer = await fetch(url, { headers: program })
  if (answer.status !== 200 || !answer.body) throw new Error(`${url} answered ${answer.status}`)
  let [bytes, lines] = [0, 0]
  for await (const chunk of answer.body) {
    bytes += chunk.length
    for (let at = chunk.indexOf(NEW_LINE); at >= 0; at = chunk.indexOf(NEW_LINE, at + 1)) lines += 1
  }
  const seconds = (performance.now() - begun) / 1000
  const rows = lines - 1 // the first one names the columns
  return {
    rows,
    seconds,
    rowsPerSecond: rows / seconds,
    megabytes: bytes / 1e6,
    beforeMb,
    mostMb: most(),
  }
}
