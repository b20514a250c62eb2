// Database errors, the same for every engine.

export type ConstraintKind = 'unique' | 'foreign_key' | 'check' | 'not_null' | 'other'

/** A constraint was violated. `target` names it: `users.email`, or the constraint. */
export class ConstraintError extends Error {
  constructor(
    readonly kind: ConstraintKind,
    readonly target: string,
    options: ErrorOptions,
  ) {
    super(`The change breaks a rule of the database (${kind}: ${target})`, options)
    this.name = 'ConstraintError'
  }
}

/** A shared commit failed: nothing was saved, a retry is safe. */
export class CommitError extends Error {
  /** @param reason a sentence for the shop, if the disk or the file needs attention */
  constructor(
    cause: unknown,
    readonly reason?: string,
  ) {
    super('The change was not saved: the database could not commit it', { cause })
    this.name = 'CommitError'
  }
}

/** A read failed: the disk fails, or the file is damaged. */
export class StorageError extends Error {
  /** @param reason a sentence for the shop */
  constructor(
    cause: unknown,
    readonly reason: string,
  ) {
    super(`The database cannot be read: ${reason}`, { cause })
    this.name = 'StorageError'
  }
}

/** The database does not answer; a retry is safe. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super('The database does not answer', { cause })
    this.name = 'UnreachableError'
  }
}

/** The program used the database in a way that would endanger data: always a bug. */
export class MisuseError extends Error {
  override name = 'MisuseError'
}

/** The database cannot be opened. `message` is one line for whoever starts the program. */
export class OpenError extends Error {
  override name = 'OpenError'
}
