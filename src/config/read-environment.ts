// Environment parser: validates all variables and reports all bad values at once.
import { createAjv } from '../schemas/validation/validator.ts'
import { Environment } from './environment.ts'
import { trustedProxies } from './trusted-proxies.ts'

/** `message` has one line for each bad value: its name, the value, what is allowed. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

type Name = keyof Environment

const validate = createAjv(true).addVocabulary(['allowed']).compile<Environment>(Environment)

/** The values, with defaults for missing ones. @throws ConfigError */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const named = Object.entries(env).filter(
    ([name, value]) => name in Environment.properties && value,
  )
  const given = Object.fromEntries(named) as Partial<Record<Name, string>>
  const values: object = { ...given }
  const bad = new Set<Name>()
  const isGood = validate(values)
  for (const { instancePath } of validate.errors ?? []) bad.add(instancePath.slice(1) as Name)
  if (trustedProxies(given.TRUST_PROXY ?? '') === undefined) bad.add('TRUST_PROXY')
  const lines = [...bad].map((name) => describeError(name, given[name] ?? ''))
  if (!given.ADMIN_EMAIL !== !given.ADMIN_PASSWORD) {
    lines.push('ADMIN_EMAIL and ADMIN_PASSWORD belong together: give both or none.')
  }
  const s3: Name[] = ['S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']
  const missing = given.S3_BUCKET ? s3.filter((name) => !given[name]) : []
  if (missing.length > 0) lines.push(`S3_BUCKET also needs ${missing.join(' and ')}.`)
  if (!isGood || lines.length > 0) throw new ConfigError(lines.join('\n'))
  return values
}

/** Secrets are not repeated: messages end up in logs and on screens. */
function describeError(name: Name, value: string): string {
  const shown = /SECRET|PASSWORD|ACCESS_KEY|DATABASE_URL|REDIS_URL/.test(name)
    ? 'what was given'
    : `"${value}"`
  return `${name}: ${shown} is not accepted; it must be ${Environment.properties[name].allowed}.`
}
