// Configuration from environment variables: defaults, and errors that name the wrong value.
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv, promisify } from 'node:util'
import t from 'tap'
import { Environment } from '../src/config/environment.ts'
import { ConfigError, loadConfig, seconds } from '../src/config/index.ts'

const SECRET = 'a-secret-of-more-than-thirty-two-characters'
const given = { JWT_SECRET: SECRET, COOKIE_SECRET: SECRET }

/** Lines of the error message, empty if the configuration is valid. */
function complaints(env: Record<string, string>): string[] {
  try {
    loadConfig({ ...given, ...env })
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message.split('\n')
  }
}

t.test('no variable is required', async (t) => {
  const config = loadConfig({ ...given, PORT: '', UNRELATED: 'x' })
  t.match(config, {
    port: 3000,
    host: '0.0.0.0',
    dataDir: join(process.cwd(), 'data'),
    databaseUrl: null,
    adminEmail: null,
    publicUrl: null,
    trustProxy: false,
    logLevel: 'info',
    jwtExpiresIn: 86_400,
    refreshExpiresIn: 2_592_000,
    maxUploadMb: 20,
  })
  t.ok(Object.isFrozen(config))
})

t.test('values are parsed into the types that the program uses', async (t) => {
  const config = loadConfig({
    ...given,
    PORT: '8080',
    ADMIN_EMAIL: 'Amina@Hemline.Example',
    ADMIN_PASSWORD: 'silk and thread',
    PUBLIC_URL: 'https://shop.example/',
    JWT_EXPIRES_IN: '90s',
  })
  t.match(config, {
    port: 8080,
    adminEmail: 'amina@hemline.example',
    adminPassword: 'silk and thread',
    publicUrl: 'https://shop.example',
    jwtExpiresIn: 90,
  })
})

t.test('an invalid value is named, quoted and explained', async (t) => {
  const refused: Record<string, [bad: string, line: RegExp]> = {
    PORT: ['abc', /^PORT: "abc" is not accepted; it must be a whole number from 0 to 65535\.$/],
    MAX_UPLOAD_MB: ['2000', /^MAX_UPLOAD_MB: "2000" .* from 1 to 100\.$/],
    SIGN_IN_MAX_FAILURES: ['1.5', /whole number/],
    LOG_LEVEL: ['loud', /one of fatal, error, warn, info/],
    JWT_EXPIRES_IN: ['24', /s, m, h or d, such as 24h/],
    SESSION_EXPIRES_IN: ['0d', /such as 24h/],
    PUBLIC_URL: ['shop.example', /http:\/\/ or https:\/\//],
    CORS_ORIGINS: ['*', /^CORS_ORIGINS: "\*" .* origins separated by commas/],
    DATABASE_URL: ['mysql://shop', /^DATABASE_URL: what was given is not .* or postgres:/],
    TRUST_PROXY: ['true', /^TRUST_PROXY: "true" .* addresses or networks/],
  }
  for (const [name, [bad, line]] of Object.entries(refused)) {
    const lines = complaints({ [name]: bad })
    t.equal(lines.length, 1, name)
    t.match(lines[0], line)
  }
})

t.test('all invalid values are reported at once, and secrets are not printed', async (t) => {
  const lines = complaints({ PORT: '-1', ADMIN_PASSWORD: 'hunter2', JWT_SECRET: 'too-short' })
  t.same(
    lines.map((line) => line.split(/[: ]/, 1)[0]),
    ['PORT', 'ADMIN_PASSWORD', 'JWT_SECRET', 'ADMIN_EMAIL'],
  )
  t.notMatch(lines.join(), /hunter2|too-short/)
})

t.test("the owner's address and password are required together", async (t) => {
  t.match(complaints({ ADMIN_EMAIL: 'a@b.example' }), [/both or none/])
  t.match(complaints({ ADMIN_PASSWORD: 'silk and thread' }), [/both or none/])
})

t.test('trusted proxies are named or counted, never all trusted', async (t) => {
  const trusted = (TRUST_PROXY: string) => loadConfig({ ...given, TRUST_PROXY }).trustProxy
  t.equal(trusted('2'), 2)
  t.same(trusted('10.0.0.1, fd00::/8'), ['10.0.0.1', 'fd00::/8'])
  for (const bad of ['0', '10', '0.0.0.0/0', '::/0', '10.0.0.1/33', '10.0.0', '*', 'yes', ',']) {
    t.match(complaints({ TRUST_PROXY: bad }), [/^TRUST_PROXY/], bad)
  }
})

t.test('an S3 store needs all of its variables or none', async (t) => {
  t.equal(loadConfig(given).s3, null)
  const store = {
    S3_BUCKET: 'pictures',
    S3_ENDPOINT: 'https://s3.example/',
    S3_ACCESS_KEY_ID: 'AKID',
    S3_SECRET_ACCESS_KEY: 'a-secret-key',
  }
  t.match(
    loadConfig({ ...given, ...store, S3_PREFIX: 'marigold/', S3_FORCE_PATH_STYLE: 'false' }),
    {
      s3: {
        endpoint: 'https://s3.example',
        bucket: 'pictures',
        prefix: 'marigold/',
        pathStyle: false,
      },
    },
  )
  const wrong = (env: Record<string, string>) => complaints({ ...store, ...env })
  t.same(wrong({ S3_ENDPOINT: '', S3_SECRET_ACCESS_KEY: '' }), [
    'S3_BUCKET also needs S3_ENDPOINT and S3_SECRET_ACCESS_KEY.',
  ])
  t.same(wrong({ S3_SECRET_ACCESS_KEY: 'two words' }), [
    'S3_SECRET_ACCESS_KEY: what was given is not accepted; it must be a key.',
  ])
  t.same(wrong({ S3_PREFIX: 'marigold' }), [
    'S3_PREFIX: "marigold" is not accepted; it must be letters, digits, - and _, with a / at the end.',
  ])
})

t.test('a duration is in seconds, minutes, hours or days', async (t) => {
  t.same(['90s', '30m', '24h', '30d'].map(seconds), [90, 1800, 86_400, 2_592_000])
})

t.test('processes that start at the same time share their secrets', async (t) => {
  const DATA_DIR = join(t.testdir(), 'data')
  const config = new URL('../src/config/index.ts', import.meta.url).href
  const program = `import(${JSON.stringify(config)}).then(({ loadConfig }) =>
    process.stdout.write(loadConfig({ DATA_DIR: ${JSON.stringify(DATA_DIR)} }).jwtSecret))`
  const start = () => promisify(execFile)(process.execPath, ['--import', 'tsx', '--eval', program])
  const started = await Promise.all([start(), start(), start()])
  t.equal(new Set(started.map(({ stdout }) => stdout)).size, 1)
})

t.test("secrets are created once, readable only by the folder's owner", async (t) => {
  const DATA_DIR = join(t.testdir(), 'data')
  const { jwtSecret, cookieSecret } = loadConfig({ DATA_DIR })
  t.match([jwtSecret, cookieSecret], [/^[\w-]{43}$/, /^[\w-]{43}$/])
  t.not(jwtSecret, cookieSecret)
  t.match(loadConfig({ DATA_DIR }), { jwtSecret, cookieSecret }, 'the same after a restart')
  const file = join(DATA_DIR, 'secrets.json')
  if (process.platform !== 'win32') t.equal(statSync(file).mode & 0o777, 0o600)
  t.match(loadConfig({ DATA_DIR, JWT_SECRET: SECRET }), { jwtSecret: SECRET, cookieSecret })
  t.same(readdirSync(DATA_DIR), ['secrets.json'], 'and nothing is left beside them')
  writeFileSync(file, '{"jwtSecret": "')
  t.throws(() => loadConfig({ DATA_DIR }), { name: 'ConfigError', message: /damaged. Delete it/ })
})

t.test('.env.example names every variable with its default', async (t) => {
  const example = parseEnv(readFileSync(new URL('../.env.example', import.meta.url), 'utf8'))
  const defaults = Object.entries(Environment.properties).map(([name, { default: value }]) => [
    name,
    String(value),
  ])
  t.same(example, Object.fromEntries(defaults))
})
