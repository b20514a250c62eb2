// Object store plugin: photo storage outside the database.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { openObjects } from '../db/objects/open.ts'
import type { ObjectStore } from '../db/objects/store.ts'

async function objects(app: FastifyInstance) {
  app.decorate('objects', openObjects(app.config.s3))
}

declare module 'fastify' {
  interface FastifyInstance {
    /** `null`: new photos are stored in the database. */
    objects: ObjectStore | null
  }
}

export default fp(objects, { name: 'objects' })
