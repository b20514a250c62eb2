// How long a shop that does not exist yet takes from the start of the process to its first answer.
import { startHemline } from './processes.ts'
import { emptyFolder, removeFolder } from './shops.ts'

const TRIES = 3

/** The middle of some tries, in milliseconds. */
export async function startOfEmpty(): Promise<number> {
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
