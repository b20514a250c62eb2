// Migration files: numbered SQL without gaps, each identified by its checksum.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OpenError } from '../errors.ts'

export interface Migration {
  number: number
  name: string
  text: string
  sha256: string
}

const NAME = /^(\d{4})-[a-z0-9-]+\.sql$/

export function readMigrations(dir: string | URL): Migration[] {
  const folder = typeof dir === 'string' ? dir : fileURLToPath(dir)
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  const migrations = names.sort().map((name) => readMigration(folder, name))
  migrations.forEach(({ number, name }, index) => {
    if (number === index + 1) return
    const expected = String(index + 1).padStart(4, '0')
    throw new OpenError(
      `The migration ${expected} is missing before ${name}; install Hemline again.`,
    )
  })
  return migrations
}

function readMigration(folder: string, name: string): Migration {
  const number = Number(NAME.exec(name)?.[1])
  if (!Number.isInteger(number)) {
    throw new OpenError(`The migration ${name} must be named like 0002-what-it-does.sql.`)
  }
  // Git on Windows may check files out with CRLF; the migration is the same.
  const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
  return { number, name, text, sha256: createHash('sha256').update(text).digest('hex') }
}
