// Cooperative yielding: long computations give the event loop back every few milliseconds.
import { setImmediate } from 'node:timers/promises'

/** Well below the 20 ms that a request may wait. */
const BUDGET_MS = 5

/** @returns a function to await in each iteration: it yields once `ms` are used up, and is free before that */
export function yieldToEventLoop(ms = BUDGET_MS): () => Promise<void> | undefined {
  let began = performance.now()
  return () => {
    if (performance.now() - began < ms) return undefined
    return setImmediate().then(() => {
      began = performance.now()
    })
  }
}
