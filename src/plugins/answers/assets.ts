// Static assets: hashed names, precompressed, cached by browsers without limit.
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { type BuiltAssets, builtAssets } from '../../views/helpers/built-assets.ts'
import { declarePermission } from '../guards/permissions.ts'
import { setFileHeaders } from '../guards/security-headers.ts'
import { namedScope } from '../named-scope.ts'

async function assets(app: FastifyInstance, { root }: { root: string }) {
  const asset = builtAssets(root)
  app.decorate('asset', asset)
  const folder = join(root, 'public/build')

  await app.register(
    namedScope('asset-routes', async (scope) => {
      scope.addHook('onRoute', declarePermission('public'))
      await scope.register(fastifyStatic, {
        root: folder,
        prefix: '/assets/',
        preCompressed: true,
        immutable: true,
        maxAge: '365d',
        index: false,
        setHeaders: setFileHeaders,
      })
    }),
  )
  await app.register(
    namedScope('service-worker', async (scope) => {
      scope.addHook('onRoute', declarePermission('public'))
      await scope.register(fastifyStatic, { root: folder, serve: false, preCompressed: true })
      // A service worker controls the folder it is served from, so it has a fixed address at the root. It is revalidated
      // each time, or devices would never get the next version.
      scope.get('/sw.js', (_request, reply) =>
        reply.header('cache-control', 'no-cache').sendFile(asset('sw.js'), { cacheControl: false }),
      )
    }),
  )
}

declare module 'fastify' {
  interface FastifyInstance {
    asset: BuiltAssets
  }
}

export default fp(assets, { name: 'assets' })
