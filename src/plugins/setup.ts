// The first start: creates the owner whom the environment names, or makes the one-time token of the set-up page.
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { type Config, ConfigError } from '../config.ts'
import { change, SYSTEM } from '../services/change.ts'
import { Refusal } from '../services/refusal.ts'
import { createOwner, needsSetup, SetupToken } from '../services/setup.ts'
import { hashedUser } from '../services/users.ts'

async function setup(app: FastifyInstance) {
  const { config, db } = app
  if (await needsSetup(db)) await createConfiguredOwner(app)
  const token = (await needsSetup(db)) ? new SetupToken(config.cookieSecret) : null
  app.decorate('setupToken', token)

  app.decorate('announce', async () => {
    const address = addressOf(config, app.server.address())
    app.log.info({ address }, `Hemline is open at ${address}`)
    const link = token?.value ? `${address}/setup?token=${token.value}` : null
    if (link)
      app.log.warn({ link }, `This shop is not set up yet. Open this link to do it: ${link}`)
    if (process.stdout.isTTY) process.stdout.write(welcome(address, link))
  })
}

/** The same for a person who sits in front of it: the log is for programs. */
const welcome = (address: string, link: string | null) =>
  [
    '',
    `  Hemline is open at ${address}`,
    ...(link ? ['  Set up your shop:', `  ${link}`] : []),
    '  Stop it with Ctrl+C.',
    '\n',
  ].join('\n')

/** A password that is not accepted stops the start: better than a shop that nobody can sign in to. */
async function createConfiguredOwner({ config, db }: FastifyInstance): Promise<void> {
  const { adminEmail: email, adminPassword: password } = config
  if (!email || !password) return
  const input = { email, password, fullName: 'Owner', role: 'admin' } as const
  const owner = await hashedUser(input).catch((error: Error) => {
    throw new ConfigError(`ADMIN_PASSWORD: ${error.message}`)
  })
  await db.write((tx) => createOwner(change(tx, SYSTEM), owner)).catch(doneByOther)
}

/** Several processes may start at once over one database: one of them sets the shop up. */
function doneByOther(error: unknown): void {
  if (!(error instanceof Refusal && error.code === 'already_set_up')) throw error
}

/** Where a person opens the shop: as configured, or on this computer. */
function addressOf({ publicUrl, host }: Config, address: AddressInfo | string | null): string {
  if (publicUrl) return publicUrl
  const port = typeof address === 'object' ? address?.port : undefined
  const anyHost = ['0.0.0.0', '::', ''].includes(host)
  const name = host.includes(':') ? `[${host}]` : host
  return `http://${anyHost ? 'localhost' : name}:${port}`
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Opens the set-up page; null when the shop was set up before this start. */
    setupToken: SetupToken | null
    /** Says in the log where the shop is open, and how to set it up when that is still to be done. */
    announce(): Promise<void>
  }
}

export default fp(setup, { name: 'setup', dependencies: ['database'] })
