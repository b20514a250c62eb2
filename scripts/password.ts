// `npm run password -- owner@example.com`: a new password for somebody who cannot sign in, made on the server.
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { loadConfig } from '../src/config/index.ts'
import type { Database } from '../src/db/database.ts'
import { openDatabase } from '../src/db/open.ts'
import { Refusal } from '../src/lib/errors/refusal.ts'
import { originOf } from '../src/plugins/requests/origin.ts'
import { createPasswordLink } from '../src/services/access/passwords/links.ts'
import { resetFactor } from '../src/services/access/second-factor/index.ts'
import { type Account, findAccount } from '../src/services/access/sign-in/index.ts'
import { foldEmail, hashedChanges, updateUser } from '../src/services/access/users/index.ts'
import { type Change, change, SYSTEM } from '../src/services/shared/change.ts'
import { findSettings } from '../src/services/shop/settings/read.ts'
import { runCommand, UsageError } from './command.ts'

const HELP = `Usage: npm run password -- <e-mail> [--set] [--reset-second-factor]

Prints a link with which the person chooses a new password. It works once, for 24 hours. The shop may stay open.

  --set                  ask for the new password here instead; all devices of the person are signed out
  --reset-second-factor  also turn off two-step sign-in, for a lost phone
`

const OPTIONS = {
  set: { type: 'boolean' },
  'reset-second-factor': { type: 'boolean' },
} as const

runCommand({ help: HELP, options: OPTIONS, files: 1 }, async (options, [email]) => {
  if (!email) throw new UsageError('Name the e-mail of the account. See --help.')
  const config = loadConfig(process.env)
  const db = await openDatabase(config)
  try {
    const account = await findAccount(db, foldEmail(email))
    if (!account) throw new UsageError(`There is no account with the e-mail ${email}.`)
    if (options['reset-second-factor']) await resetSecondFactor(db, account)
    if (options.set) await setPassword(db, account)
    else await printLink(db, config, account)
  } catch (error) {
    if (error instanceof Refusal) throw new UsageError(error.message)
    throw error
  } finally {
    await db.close()
  }
  return 0
})

/** The author of its events is the program. */
const write = <Result>(db: Database, work: (change: Change) => Promise<Result>) =>
  db.write((tx) => work(change(tx, SYSTEM)))

async function resetSecondFactor(db: Database, { id, fullName }: Account): Promise<void> {
  await write(db, (change) => resetFactor(change, id))
  console.log(`Two-step sign-in of ${fullName} is off.`)
}

async function printLink(
  db: Database,
  config: ReturnType<typeof loadConfig>,
  { id, fullName }: Account,
): Promise<void> {
  const { path, expiresAt } = await write(db, (change) => createPasswordLink(change, id))
  const origin = originOf({ config, server: { address: () => null } }, await findSettings(db))
  console.log(`With this link ${fullName} chooses a new password, once, until ${expiresAt}:`)
  console.log(`${origin}${path}`)
}

async function setPassword(db: Database, { id, fullName }: Account): Promise<void> {
  const password = await ask(`New password of ${fullName}: `)
  const changes = await hashedChanges(db, id, { password })
  await write(db, (change) => updateUser(change, id, changes))
  console.log(`${fullName} has a new password, and is signed out everywhere.`)
}

/** Reads a line of the terminal without showing it, or of a pipe. */
async function ask(question: string): Promise<string> {
  process.stdout.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const { stdin } = process
  const lines = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY === true })
  try {
    for await (const line of lines) return line
    throw new UsageError('No password was typed. Nothing was changed.')
  } finally {
    lines.close()
    process.stdout.write('\n')
  }
}
