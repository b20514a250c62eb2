// Start-up errors, beside those of configuration and database.

/** `message` is one line for whoever starts the program. */
export class ListenError extends Error {
  override name = 'ListenError'
}

/** A worker ended before it was listening. It has printed its own message. */
export class WorkerError extends Error {
  override name = 'WorkerError'
}
