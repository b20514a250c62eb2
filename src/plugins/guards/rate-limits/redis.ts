// Redis connection for shared rate limit counters. The shop never depends on it.
import type { FastifyBaseLogger } from 'fastify'
import { Redis } from 'ioredis'

/** A slower counter counts as unavailable: requests must not wait for it. */
const PATIENCE_MS = 250
const LONGEST_PAUSE_MS = 5_000

/** Connects and reconnects; logs once when the connection is lost, and once when it is back. */
export function sharedCounter(url: string, log: FastifyBaseLogger): Redis {
  const redis = new Redis(url, {
    connectTimeout: 2_000,
    commandTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    // A command that cannot be sent now is useless later.
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
