// Migration records: compares what has run in a database with what the program has. The same for every engine.
import { OpenError } from '../errors.ts'
import type { Migration } from './files.ts'

export type AppliedMigration = Pick<Migration, 'number' | 'name' | 'sha256'>

/**
 * The migrations that have not run, in order.
 * @throws OpenError if one was edited after it ran, the record has a gap, or the database is newer than the program
 */
export function missingMigrations(
  applied: readonly AppliedMigration[],
  migrations: readonly Migration[],
) {
  refuseNewer(applied, migrations)
  refuseGap(applied)
  return migrations.filter((migration) => {
    const record = applied.find(({ number }) => number === migration.number)
    if (record !== undefined) refuseChanged(record, migration)
    return record === undefined
  })
}

/** @param place name of the database @throws OpenError if its schema is not exactly this program's */
export function requireCurrent(
  applied: readonly AppliedMigration[],
  migrations: readonly Migration[],
  place: string,
): void {
  const [next] = missingMigrations(applied, migrations)
  if (next === undefined) return
  if (applied.length === 0) throw new OpenError(`${place} has no shop in it.`)
  throw new OpenError(
    `${place} is of an older version: migration ${next.name} has not run. Start its shop once with` +
      ' this version, and stop it again.',
  )
}

function refuseNewer(applied: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  const newest = applied.at(-1)
  if (newest === undefined || newest.number <= migrations.length) return
  throw new OpenError(
    `The database is newer than this program: it has migration ${newest.name}, and the program ends` +
      ` at ${migrations.at(-1)?.name ?? 'none'}. Start the newer Hemline, or restore an older backup.`,
  )
}

function refuseGap(applied: readonly AppliedMigration[]): void {
  const gap = applied.findIndex(({ number }, index) => number !== index + 1)
  if (gap === -1) return
  throw new OpenError(
    `The database lacks the record of migration ${gap + 1} but has later ones. Restore a backup.`,
  )
}

function refuseChanged(record: AppliedMigration, migration: Migration): void {
  if (record.sha256 === migration.sha256) return
  throw new OpenError(
    `The migration ${migration.name} was edited after this database had run it. Put the file back` +
      ' as it was and write the change as a new migration (or, with test data only, start with an' +
      ' empty DATA_DIR).',
  )
}
