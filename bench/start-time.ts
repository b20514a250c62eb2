// Start-up time of a new shop, from process start to the first response.
import { startHemline } from './processes.ts'
import { emptyFolder, removeFolder } from './shops.ts'

const TRIES = 3

/** Median of several starts, in milliseconds. */
export async function measureStart(): Promise<number> {
  const times: number[] = []
  for (let tried = 0; tried < TRIES; tried++) {
    const dataDir = emptyFolder()
    try {
      const server = await startHemline({ dataDir, databaseUrl: null })
      times.push(server.startMs)
      await server.stop()
    } finally {
      removeFolder(dataDir)
    }
  }
  return Math.round(times.sort((a, b) => a - b)[1] ?? Number.NaN)
}
