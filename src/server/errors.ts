// What may keep the program from starting, beside its configuration and its database.

/** `message` is one line for the person who started the program. */
export class ListenError extends Error {
  override name = 'ListenError'
}

/** A worker ended before it was open. It has written its own line. */
export class WorkerError extends Error {
  override name = 'WorkerError'
}
