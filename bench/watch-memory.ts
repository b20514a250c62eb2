// The most memory that a server holds over some time.
import type { Server } from './processes.ts'

const EVERY_MS = 50

/** Looks from now on; the answer ends it, and is the most it saw, in megabytes. */
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
