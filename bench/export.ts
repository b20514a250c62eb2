// The CSV of all orders: how fast it flows, and how much memory it takes.
import type { Owner } from './people.ts'
import type { Server } from './processes.ts'

export interface Export {
  seconds: number
  megabytes: number
  /** The most memory of the server while it wrote. */
  memoryMb: number
}

/** Undefined where the server has no export. */
export async function exportAll(server: Server, { program }: Owner): Promise<Export | undefined> {
  const begun = performance.now()
  const url = `http://127.0.0.1:${server.port}/api/orders/export/csv`
  const answer = await fetch(url, { headers: program })
  if (answer.status !== 200 || !answer.body) return undefined
  let bytes = 0
  let memoryMb = server.memoryMb()
  let looked = begun
  for await (const chunk of answer.body) {
    bytes += chunk.length
    if (performance.now() - looked < 100) continue
    looked = performance.now()
    memoryMb = Math.max(memoryMb, server.memoryMb())
  }
  return { seconds: (performance.now() - begun) / 1000, megabytes: bytes / 1e6, memoryMb }
}
