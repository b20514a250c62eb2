// First start: creates the owner configured in the environment, or the one-time token of the set-up page.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { ConfigError } from '../../config/index.ts'
import { Refusal } from '../../lib/errors/refusal.ts'
import { createOwner, needsSetup, SetupToken } from '../../services/access/setup.ts'
import { withPasswordHash } from '../../services/access/users/index.ts'
import { change, SYSTEM } from '../../services/shared/change.ts'
import { listeningOrigin } from '../requests/origin.ts'

async function setup(app: FastifyInstance) {
  const { config, db } = app
  if (await needsSetup(db)) await createConfiguredOwner(app)
  const token = (await needsSetup(db)) ? new SetupToken(config.cookieSecret) : null
  app.decorate('setupToken', token)

  app.decorate('announce', async () => {
    const address = config.publicUrl ?? listeningOrigin(app, 'localhost')
    app.log.info({ address }, `Hemline is open at ${address}`)
    const link = token?.value ? `${address}/setup?token=${token.value}` : null
    if (link)
      app.log.warn({ link }, `This shop is not set up yet. Open this link to do it: ${link}`)
    if (process.stdout.isTTY) process.stdout.write(welcome(address, link))
  })
}

/** For the terminal: the log is JSON. */
const welcome = (address: string, link: string | null) =>
  [
    '',
    `  Hemline is open at ${address}`,
    ...(link ? ['  Set up your shop:', `  ${link}`] : []),
    '  Stop it with Ctrl+C.',
    '\n',
  ].join('\n')

/** An invalid password stops the start: nobody could sign in. */
async function createConfiguredOwner({ config, db }: FastifyInstance): Promise<void> {
  const { adminEmail: email, adminPassword: password } = config
  if (!email || !password) return
  const input = { email, password, fullName: 'Owner', role: 'admin' } as const
  const owner = await withPasswordHash(db, input).catch((error: Error) => {
    throw new ConfigError(`ADMIN_PASSWORD: ${error.message}`)
  })
  await db.write((tx) => createOwner(change(tx, SYSTEM), owner)).catch(ignoreSetupByOther)
}

/** Several processes may start at once on one database: one of them sets the shop up. */
function ignoreSetupByOther(error: unknown): void {
  if (!(error instanceof Refusal && error.code === 'already_set_up')) throw error
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Opens the set-up page; `null` if the shop was set up before this start. */
    setupToken: SetupToken | null
    /** Logs where the shop listens, and the set-up link if needed. */
    announce(): Promise<void>
  }
}

export default fp(setup, { name: 'setup', dependencies: ['database'] })
