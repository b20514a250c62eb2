// Worker thread that computes a new shop while the main thread stores it: one batch for each message.
import { parentPort, workerData } from 'node:worker_threads'
import { type NewShop, plannedRows } from './planned-rows.ts'

const batches = plannedRows(workerData as NewShop)
parentPort?.on('message', () => {
  const { value, done } = batches.next()
  parentPort?.postMessage(done ? null : value)
  if (done) parentPort?.close()
})
