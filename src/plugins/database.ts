// Database plugin: opened here or by the caller of the builder, closed with the app.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Database } from '../db/database.ts'

async function database(app: FastifyInstance, options: { db: Database }) {
  app.decorate('db', options.db)
  options.db.notices((message, err) => app.log.warn({ err }, message))
  app.addHook('onClose', async () => options.db.close())
}

declare module 'fastify' {
  interface FastifyInstance {
    db: Database
  }
}

export default fp(database, { name: 'database' })
