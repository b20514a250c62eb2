// The store of pictures, where there is one besides the database.
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { openObjects } from '../db/objects/open.ts'
import type { ObjectStore } from '../db/objects/store.ts'

async function objects(app: FastifyInstance) {
  app.decorate('objects', openObjects(app.config.s3))
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Null: the bytes of new pictures go into the database. */
    objects: ObjectStore | null
  }
}

export default fp(objects, { name: 'objects' })
