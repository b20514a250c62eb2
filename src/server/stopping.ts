// How the processes of one program stop together.

/** What the first process tells its workers. */
export const STOP = 'stop'

export const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** How long a process has for the requests that are under way. */
export const GRACE_MS = 10_000

/** How long the first process waits for the others: longer than any of them takes. */
export const GRACE_OF_ALL_MS = GRACE_MS + 2_000
