// The built assets: hashed names, compressed beforehand, kept by browsers for good.

import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { declareRoles } from './roles.ts'

async function assets(app: FastifyInstance, { root }: { root: string }) {
  await app.register(async (scope) => {
    scope.addHook('onRoute', declareRoles('public'))
    await scope.register(fastifyStatic, {
      root: join(root, 'public/build'),
      prefix: '/assets/',
      preCompressed: true,
      immutable: true,
      maxAge: '365d',
      index: false,
      decorateReply: false,
    })
  })
}

export default fp(assets, { name: 'assets' })
