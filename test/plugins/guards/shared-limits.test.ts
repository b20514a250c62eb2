// Rate limits shared by processes through Redis, and local ones while Redis is down.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { build } from '../../support/app.ts'
import { skipFile } from '../../support/files.ts'
import { freePort } from '../../support/processes/free-port.ts'

if (spawnSync('redis-server', ['--version']).error) skipFile('there is no redis-server here')

/** A Redis server of this test, without persistence. */
async function startRedis(t: Test, port: number): Promise<ChildProcess> {
  const redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''])
  t.teardown(() => redis.kill('SIGKILL'))
  for await (const text of redis.stdout) if (/Ready to accept/.test(String(text))) break
  redis.stdout.resume()
  return redis
}

async function end(redis: ChildProcess): Promise<void> {
  redis.kill('SIGKILL')
  await once(redis, 'exit')
}

const visit = async (app: FastifyInstance, remoteAddress: string) =>
  (await app.inject({ url: '/auth/login', remoteAddress })).statusCode

/** Statuses of visits from one address, alternating between the processes. */
async function visits(apps: FastifyInstance[], address: string, times: number): Promise<number[]> {
  const statuses = []
  for (let at = 0; at < times; at++) {
    statuses.push(await visit(apps[at % apps.length] as FastifyInstance, address))
  }
  return statuses
}

/**
 * Repeats visits from new addresses until they get these statuses. Once is not enough: on a busy machine a process may
 * count alone for a moment.
 */
async function until(apps: FastifyInstance[], statuses: number[]): Promise<void> {
  for (let at = 1; ; at++) {
    const counts = await visits(apps, `10.1.${at >> 8}.${at & 255}`, statuses.length)
    if (counts.includes(500)) throw new Error('a fault')
    if (counts.join() === statuses.join()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const TOGETHER = [200, 200, 200, 429, 429, 429]
const ALONE = [200, 200, 200, 200, 200, 200]

t.test(
  'all processes share a count; without Redis each counts alone, and no request fails',
  async (t) => {
    const port = await freePort()
    const env = { REDIS_URL: `redis://127.0.0.1:${port}`, RATE_LIMIT_ANONYMOUS: '3' }
    const first = await startRedis(t, port)
    const apps = [await build(t, env), await build(t, env)]
    await until(apps, TOGETHER)
    t.pass('three in all')

    await end(first)
    t.same(await visits(apps, '10.0.0.2', 8), [...ALONE, 429, 429], 'three at each of the two')

    await startRedis(t, port)
    await until(apps, TOGETHER)
    t.pass('it came back')
  },
)

t.test('a shop starts without Redis', async (t) => {
  const port = await freePort()
  const app = await build(t, {
    REDIS_URL: `redis://127.0.0.1:${port}`,
    RATE_LIMIT_ANONYMOUS: '2',
  })
  t.same(await visits([app], '10.0.0.1', 3), [200, 200, 429])
})
