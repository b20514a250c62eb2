// Environment variables as one schema: used for parsing, for error messages and for .env.example.
import { type Static, Type } from '@sinclair/typebox'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** @param allowed completes the sentence "it must be ..." for a bad value */
function text(value: string, description: string, allowed: string, pattern = '') {
  return Type.String({ default: value, pattern, description, allowed })
}

function whole(value: number, minimum: number, maximum: number, description: string) {
  const allowed = `a whole number from ${minimum} to ${maximum}`
  return Type.Integer({ default: value, minimum, maximum, description, allowed })
}

const duration = (value: string, description: string) =>
  text(
    value,
    description,
    'a number followed by s, m, h or d, such as 24h',
    '^[1-9][0-9]{0,5}[smhd]$',
  )

const secret = (description: string) =>
  text('', description, 'at least 32 characters', '^$|^.{32,}$')

/** An empty value means "not set", so that a line of .env can be left blank. */
export const Environment = Type.Object({
  PORT: whole(3000, 0, 65_535, 'Port to listen on; 0 takes a free one.'),
  HOST: text('0.0.0.0', 'Address to listen on; 127.0.0.1 for this computer only.', 'an address'),
  WEB_CONCURRENCY: whole(
    1,
    1,
    64,
    'Processes that answer requests on this machine: at most one for each core.',
  ),
  DATA_DIR: text(
    './data',
    'Folder of the database, the secrets, and photos on their way: back up the first two.',
    'a folder',
  ),
  DATABASE_URL: text(
    '',
    'Empty: the built-in SQLite database in DATA_DIR. Or a PostgreSQL 15 or later, for many processes.',
    'empty, or postgres://user:password@host:5432/database',
    '^$|^postgres(ql)?://[^\\s]+$',
  ),
  DATABASE_REPLICA_URL: text(
    '',
    'A read replica of DATABASE_URL, for lists, reports and exports; empty: none.',
    'empty, or postgres://user:password@host:5432/database',
    '^$|^postgres(ql)?://[^\\s]+$',
  ),
  DATABASE_CONNECTIONS: whole(10, 3, 500, 'The most connections of one process to PostgreSQL.'),
  REDIS_URL: text(
    '',
    'Where several hosts count requests together; empty: each counts alone.',
    'empty, or redis://host:6379',
    '^$|^rediss?://[^\\s]+$',
  ),
  S3_ENDPOINT: text(
    '',
    'With S3_BUCKET: the store that speaks S3, such as https://s3.eu-central-1.amazonaws.com.',
    'http:// or https:// and a host, without a path',
    '^$|^https?://[^/?#@\\s]+/?$',
  ),
  S3_BUCKET: text(
    '',
    'Where photos and the logo are kept; empty: in the database.',
    'the name of a bucket',
    '^$|^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
  ),
  S3_REGION: text(
    'us-east-1',
    'The region of the bucket; many stores take any.',
    'a region such as eu-central-1',
    '^[a-z0-9-]+$',
  ),
  S3_ACCESS_KEY_ID: text('', 'With S3_BUCKET: who we are there.', 'an access key', '^\\S*$'),
  S3_SECRET_ACCESS_KEY: text(
    '',
    'With S3_BUCKET: the secret of the access key.',
    'a key',
    '^\\S*$',
  ),
  S3_FORCE_PATH_STYLE: text(
    'true',
    'The bucket stands in the path of an address (true) or in front of the host (false).',
    'true or false',
    '^(true|false)$',
  ),
  S3_PREFIX: text(
    '',
    'What all keys begin with, such as marigold/: each shop needs one of its own in a bucket.',
    'letters, digits, - and _, with a / at the end',
    '^$|^([A-Za-z0-9_-]+/)+$',
  ),
  ADMIN_EMAIL: text(
    '',
    'With ADMIN_PASSWORD: creates the owner when the shop has no users yet.',
    'an e-mail address',
    '^$|^[^@\\s]+@[^@\\s]+$',
  ),
  ADMIN_PASSWORD: text('', 'See ADMIN_EMAIL.', '8 to 128 characters', '^$|^.{8,128}$'),
  PUBLIC_URL: text(
    '',
    'Address people open, such as https://shop.example; https makes cookies secure. Empty: as in the settings.',
    'http:// or https:// and a host, without a path',
    '^$|^https?://[^/?#@\\s]+/?$',
  ),
  CORS_ORIGINS: text(
    '',
    'Origins whose pages may call the API from a browser, with tokens and never with cookies; empty: none.',
    'empty, or origins separated by commas, such as https://app.example,http://localhost:5173',
    '^$|^https?://[^/?#@,\\s]+(,https?://[^/?#@,\\s]+)*$',
  ),
  TRUST_PROXY: text(
    '',
    'Proxies whose X-Forwarded headers are believed: addresses, or how many there are.',
    'empty, addresses or networks such as 10.0.0.2,10.1.0.0/16, or a number of proxies from 1 to 9',
  ),
  LOG_LEVEL: text(
    'info',
    `How much is logged: ${LOG_LEVELS.join(', ')}.`,
    `one of ${LOG_LEVELS.join(', ')}`,
    `^(${LOG_LEVELS.join('|')})$`,
  ),
  JWT_SECRET: secret('Signs access tokens; empty: made once and kept in DATA_DIR/secrets.json.'),
  COOKIE_SECRET: secret('Signs cookies; empty: made once and kept in DATA_DIR/secrets.json.'),
  JWT_EXPIRES_IN: duration('24h', 'How long an access token of the API is good.'),
  REFRESH_EXPIRES_IN: duration('30d', 'How long a refresh token of the API is good.'),
  SESSION_EXPIRES_IN: duration('30d', 'How long a browser stays signed in without being used.'),
  HEADERS_TIMEOUT: duration('20s', 'How long the headers of a request may take to arrive.'),
  BODY_TIMEOUT: duration('60s', 'How long the body of a request may take to arrive.'),
  UPLOAD_TIMEOUT: duration('15m', 'The same for photos and tables of somebody signed in.'),
  MAX_UPLOAD_MB: whole(20, 1, 100, 'Largest photo, in megabytes.'),
  MAX_IMAGES_PER_ORDER: whole(20, 1, 200, 'Most photos of one order.'),
  SIGN_IN_MAX_FAILURES: whole(
    10,
    1,
    1000,
    'Wrong passwords for an account from one address before sign-in is locked there.',
  ),
  SIGN_IN_LOCK_MINUTES: whole(15, 1, 1440, 'How long it is locked then.'),
  RATE_LIMIT_ANONYMOUS: whole(
    300,
    1,
    1_000_000,
    'Requests a minute of one address without signing in.',
  ),
  RATE_LIMIT_STOREFRONT: whole(
    3000,
    1,
    1_000_000,
    'Pages and pictures of the storefront a minute for one address without signing in.',
  ),
  RATE_LIMIT_STAFF: whole(1200, 1, 1_000_000, 'Requests a minute of one signed-in person.'),
})
export type Environment = Static<typeof Environment>
