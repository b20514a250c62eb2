// Signing secrets: generated on the first start unless configured, stored beside the database.
import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Secrets {
  jwtSecret: string
  cookieSecret: string
}

/** Reads `secrets.json`, or creates it, readable only by its owner. */
export function loadSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json')
  try {
    return read(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  make(dataDir, file)
  return read(file)
}

function read(file: string): Secrets {
  const { jwtSecret, cookieSecret } = parsed(file, readFileSync(file, 'utf8'))
  if (isSecret(jwtSecret) && isSecret(cookieSecret)) return { jwtSecret, cookieSecret }
  throw damaged(file)
}

const isSecret = (value: unknown): value is string =>
  typeof value === 'string' && value.length >= 32

function parsed(file: string, text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text))
  } catch {
    throw damaged(file)
  }
}

const damaged = (file: string) =>
  new Error(
    `${file} is damaged. Delete it to make new secrets; everybody will have to sign in again.`,
  )

function make(dataDir: string, file: string): void {
  const secret = () => randomBytes(32).toString('base64url')
  const secrets: Secrets = { jwtSecret: secret(), cookieSecret: secret() }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  // Written under another name and then linked, so that a crash leaves no partial file.
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(fresh, file)
  } catch (error) {
    // Another process that starts at this moment was faster: its secrets count. Some file systems have no links.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') renameSync(fresh, file)
  }
  rmSync(fresh, { force: true })
}
