// Checks the environment as a whole, so that all bad values are told at once.
import type { Ajv } from 'ajv'
import envSchema from 'env-schema'
import { Environment } from './environment.ts'
import { trustedProxies } from './trusted-proxies.ts'

/** `message` has one line for each bad value: its name, what was given, what is allowed. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

type Name = keyof Environment

/** The library's validator, made once for the process. */
let validator: Ajv | undefined
const customOptions = (fresh: Ajv) => {
  validator ??= fresh.addKeyword('allowed')
  return validator
}

/** The values, with defaults for what is not given. Throws a ConfigError. */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const named = Object.entries(env).filter(
    ([name, value]) => name in Environment.properties && value,
  )
  const data = Object.fromEntries(named)
  const bad = new Set<Name>()
  const given = { ...data } as Partial<Record<Name, string>>
  let values: Environment | undefined
  try {
    values = envSchema<Environment>({
      schema: Environment,
      data,
      env: false,
      ajv: { customOptions },
    })
  } catch (error) {
    for (const { instancePath } of ajvErrors(error)) bad.add(instancePath.slice(1) as Name)
  }
  if (trustedProxies(given.TRUST_PROXY ?? '') === undefined) bad.add('TRUST_PROXY')
  const lines = [...bad].map((name) => complaint(name, given[name] ?? ''))
  if (!given.ADMIN_EMAIL !== !given.ADMIN_PASSWORD) {
    lines.push('ADMIN_EMAIL and ADMIN_PASSWORD belong together: give both or none.')
  }
  if (values === undefined || lines.length > 0) throw new ConfigError(lines.join('\n'))
  return values
}

function ajvErrors(error: unknown): { instancePath: string }[] {
  const errors = (error as { errors?: { instancePath: string }[] }).errors
  if (errors === undefined) throw error
  return errors
}

/** Secrets are not repeated: the line ends up in logs and on screens. */
function complaint(name: Name, value: string): string {
  const shown = /SECRET|PASSWORD|DATABASE_URL|REDIS_URL/.test(name)
    ? 'what was given'
    : `"${value}"`
  return `${name}: ${shown} is not accepted; it must be ${Environment.properties[name].allowed}.`
}
