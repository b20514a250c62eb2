// What an engine reports, in words that are the same for every engine.

export type ConstraintKind = 'unique' | 'foreign_key' | 'check' | 'not_null' | 'other'

/** A statement broke a rule of the schema. `target` names what: `users.email`, or a constraint. */
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

/** The commit a write shared with others did not happen: nothing of it was saved, it may be sent again. */
export class CommitError extends Error {
  constructor(cause: unknown) {
    super('The change was not saved: the database could not commit it', { cause })
    this.name = 'CommitError'
  }
}

/** The database does not answer: what was asked may be asked again. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super('The database does not answer', { cause })
    this.name = 'UnreachableError'
  }
}

/** The program used the database in a way that would endanger data: a fault, never the user's doing. */
export class MisuseError extends Error {
  override name = 'MisuseError'
}

/** The database cannot be opened. `message` is one line for the person who starts the program. */
export class OpenError extends Error {
  override name = 'OpenError'
}
