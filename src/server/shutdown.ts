// Shutdown protocol between the processes of one program: messages and grace periods.

/** Message that asks a child process to stop. */
export const STOP = 'stop'

export const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Milliseconds for requests in progress. */
export const GRACE_MS = 10_000

/** After an uncaught exception: the process's state is not to be trusted. */
export const FAULT_GRACE_MS = 250

/** How long the supervisor waits for its workers: longer than any of them takes. */
export const GRACE_OF_ALL_MS = GRACE_MS + 2_000

/** Environment variable of a server started by `npm start`. */
export const SUPERVISED = 'HEMLINE_SUPERVISED'

/** From the server to `npm start`: the port it listens on, or the error that ends it. */
export interface ServerReport {
  port?: number
  fault?: string
}
