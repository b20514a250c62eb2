// Configuration: the environment as one typed, frozen object. A bad value stops the start with a message.
import { resolve } from 'node:path'
import type { S3Settings } from '../db/objects/s3.ts'
import type { Environment } from './environment.ts'
import { ConfigError, readEnvironment } from './read-environment.ts'
import { loadSecrets } from './secrets.ts'
import { trustedProxies } from './trusted-proxies.ts'

export { ConfigError } from './read-environment.ts'

/** Names are those of the variables; durations are in seconds. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Number of worker processes; above one, a supervisor process starts them. */
  readonly webConcurrency: number
  readonly dataDir: string
  readonly databaseUrl: string | null
  readonly databaseReplicaUrl: string | null
  readonly databaseConnections: number
  readonly redisUrl: string | null
  /** Object store for photos; `null`: in the database. */
  readonly s3: S3Settings | null
  readonly adminEmail: string | null
  readonly adminPassword: string | null
  /** An origin without a trailing slash, such as `https://shop.example`. */
  readonly publicUrl: string | null
  /** Origins, as browsers send them in `Origin`, that may call the API. */
  readonly corsOrigins: readonly string[]
  /** As Fastify takes it; never `true`, which trusts any client. */
  readonly trustProxy: false | number | string[]
  readonly logLevel: string
  readonly jwtSecret: string
  readonly cookieSecret: string
  readonly jwtExpiresIn: number
  readonly refreshExpiresIn: number
  readonly sessionExpiresIn: number
  readonly headersTimeout: number
  readonly bodyTimeout: number
  readonly uploadTimeout: number
  readonly maxUploadMb: number
  readonly maxImagesPerOrder: number
  readonly signInMaxFailures: number
  readonly signInLockMinutes: number
  readonly rateLimitAnonymous: number
  readonly rateLimitStorefront: number
  readonly rateLimitStaff: number
}

/** Reads the configuration; creates the secrets on the first start. @throws ConfigError */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const given = readEnvironment(env)
  const dataDir = resolve(given.DATA_DIR)
  const secrets = secretsOf(given, dataDir)
  return Object.freeze({
    port: given.PORT,
    host: given.HOST,
    webConcurrency: given.WEB_CONCURRENCY,
    dataDir,
    databaseUrl: given.DATABASE_URL || null,
    databaseReplicaUrl: given.DATABASE_REPLICA_URL || null,
    databaseConnections: given.DATABASE_CONNECTIONS,
    redisUrl: given.REDIS_URL || null,
    s3: s3Of(given),
    adminEmail: given.ADMIN_EMAIL.toLowerCase() || null,
    adminPassword: given.ADMIN_PASSWORD || null,
    publicUrl: given.PUBLIC_URL.replace(/\/$/, '') || null,
    corsOrigins: given.CORS_ORIGINS.toLowerCase().split(',').filter(Boolean),
    trustProxy: trustedProxies(given.TRUST_PROXY) ?? false,
    logLevel: given.LOG_LEVEL,
    ...secrets,
    jwtExpiresIn: seconds(given.JWT_EXPIRES_IN),
    refreshExpiresIn: seconds(given.REFRESH_EXPIRES_IN),
    sessionExpiresIn: seconds(given.SESSION_EXPIRES_IN),
    headersTimeout: seconds(given.HEADERS_TIMEOUT),
    bodyTimeout: seconds(given.BODY_TIMEOUT),
    uploadTimeout: seconds(given.UPLOAD_TIMEOUT),
    maxUploadMb: given.MAX_UPLOAD_MB,
    maxImagesPerOrder: given.MAX_IMAGES_PER_ORDER,
    signInMaxFailures: given.SIGN_IN_MAX_FAILURES,
    signInLockMinutes: given.SIGN_IN_LOCK_MINUTES,
    rateLimitAnonymous: given.RATE_LIMIT_ANONYMOUS,
    rateLimitStorefront: given.RATE_LIMIT_STOREFRONT,
    rateLimitStaff: given.RATE_LIMIT_STAFF,
  })
}

function secretsOf(given: Environment, dataDir: string) {
  const { JWT_SECRET, COOKIE_SECRET } = given
  if (JWT_SECRET && COOKIE_SECRET) return { jwtSecret: JWT_SECRET, cookieSecret: COOKIE_SECRET }
  try {
    const kept = loadSecrets(dataDir)
    return {
      jwtSecret: JWT_SECRET || kept.jwtSecret,
      cookieSecret: COOKIE_SECRET || kept.cookieSecret,
    }
  } catch (error) {
    throw new ConfigError(`DATA_DIR: ${error instanceof Error ? error.message : error}`)
  }
}

export function s3Of(given: Environment): S3Settings | null {
  if (!given.S3_BUCKET) return null
  return {
    endpoint: given.S3_ENDPOINT.replace(/\/$/, ''),
    bucket: given.S3_BUCKET,
    region: given.S3_REGION,
    accessKeyId: given.S3_ACCESS_KEY_ID,
    secretAccessKey: given.S3_SECRET_ACCESS_KEY,
    pathStyle: given.S3_FORCE_PATH_STYLE === 'true',
    prefix: given.S3_PREFIX,
  }
}

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** Parses a duration such as `90s`, `30m`, `24h`, `30d` into seconds. */
export function seconds(duration: string): number {
  return Number(duration.slice(0, -1)) * (UNITS[duration.slice(-1)] ?? Number.NaN)
}
