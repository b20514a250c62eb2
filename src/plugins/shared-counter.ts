// The connection to Redis, where several processes count together. The shop never depends on it.
import type { FastifyBaseLogger } from 'fastify'
import { Redis } from 'ioredis'

/** Counting must not hold a request up: a counter that takes longer counts as absent. */
const PATIENCE_MS = 250
const LONGEST_PAUSE_MS = 5_000

/** Connects, and keeps trying; says once when the connection goes, and once when it comes back. */
export function sharedCounter(url: string, log: FastifyBaseLogger): Redis {
  const redis = new Redis(url, {
    connectTimeout: 2_000,
    commandTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    // What cannot be asked now is not asked later: the request is gone by then.
    enableOfflineQueue: false,
    retryStrategy: (tries) => Math.min(tries * 100, LONGEST_PAUSE_MS),
  })
  let isAway = false
  redis.on('error', (error) => {
    if (!isAway) log.warn({ err: error }, 'Redis is away: each process limits requests by itself')
    isAway = true
  })
  redis.on('ready', () => {
    if (isAway) log.info('Redis is back: all processes limit requests together')
    isAway = false
  })
  return redis
}
