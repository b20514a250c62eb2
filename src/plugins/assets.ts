// The built assets: hashed names, compressed beforehand, kept by browsers for good.

import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

async function assets(app: FastifyInstance, { root }: { root: string }) {
  await app.register(fastifyStatic, {
    root: join(root, 'public/build'),
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    index: false,
    decorateReply: false,
  })
}

export default fp(assets, { name: 'assets' })
