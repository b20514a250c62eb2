// Peak memory of a server over time.
import type { Server } from './processes.ts'

const EVERY_MS = 50

/** Starts sampling; calling the result stops it and returns the peak in megabytes. */
export function watchMemory(server: Server): () => number {
  let most = server.memoryMb()
  const look = () => {
    most = Math.max(most, server.memoryMb())
  }
  const timer = setInterval(look, EVERY_MS).unref()
  return () => {
    clearInterval(timer)
    look()
    return most
  }
}
