// Child process side of supervision: receives the stop message, reports listening and fatal errors.
import cluster from 'node:cluster'
import { type ServerReport, STOP, STOP_SIGNALS, SUPERVISED } from './shutdown.ts'

/** Workers inherit the environment of their server. */
const isServer = () =>
  !cluster.isWorker && process.env[SUPERVISED] === 'true' && process.send !== undefined

export const isSupervised = (): boolean => cluster.isWorker || isServer()

/** Signals that `stopWhenTold` handles. */
export const supervisedSignals = () => (isSupervised() ? [...STOP_SIGNALS] : [])

/**
 * Calls `stop` once. A supervised process often gets two requests: Ctrl+C and some service managers signal every
 * process, and the supervisor sends a message as well.
 */
export function stopWhenTold(stop: () => void): void {
  if (!isSupervised()) return
  let isStopping = false
  const stopOnce = () => {
    if (!isStopping) stop()
    isStopping = true
  }
  for (const signal of STOP_SIGNALS) process.on(signal, stopOnce)
  process.on('message', (message) => {
    if (message === STOP) stopOnce()
  })
  // The supervisor has gone. Workers are ended by node:cluster then.
  if (isServer()) process.on('disconnect', stopOnce)
}

/** To `npm start`; a worker's messages go to the other workers instead. */
export function tellSupervisor(told: ServerReport): void {
  if (isServer() && process.connected) process.send?.(told, undefined, undefined, () => undefined)
}
