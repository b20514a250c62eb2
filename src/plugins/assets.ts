// The built assets: hashed names, compressed beforehand, kept by browsers for good.

import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { type BuiltAssets, builtAssets } from '../views/built-assets.ts'
import { declareRoles } from './roles.ts'

async function assets(app: FastifyInstance, { root }: { root: string }) {
  const asset = builtAssets(root)
  app.decorate('asset', asset)

  await app.register(async (scope) => {
    scope.addHook('onRoute', declareRoles('public'))
    await scope.register(fastifyStatic, {
      root: join(root, 'public/build'),
      prefix: '/assets/',
      preCompressed: true,
      immutable: true,
      maxAge: '365d',
      index: false,
    })
    // A worker rules over the folder it comes from, so this one has an address of its own: always the same, and
    // asked for anew each time, or a device would never learn of the next one.
    scope.get('/sw.js', (_request, reply) =>
      reply.header('cache-control', 'no-cache').sendFile(asset('sw.js'), { cacheControl: false }),
    )
  })
}

declare module 'fastify' {
  interface FastifyInstance {
    asset: BuiltAssets
  }
}

export default fp(assets, { name: 'assets' })
