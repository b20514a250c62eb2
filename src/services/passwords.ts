// Passwords: Argon2id with the parameters OWASP names (Password Storage Cheat Sheet).
import { hash, type Options, verify } from '@node-rs/argon2'
import { invalid, Refusal } from './refusal.ts'
import { newSecret } from './secrets.ts'
import { Turns } from './turns.ts'

export const PASSWORD_MIN = 8
export const PASSWORD_MAX = 200

// Argon2id is 2; the package's enum is not there at run time.
const ARGON2: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

// A hash takes 19 MB and one core for some 20 ms: two at a time leave the shop's tablets a core.
const turns = new Turns(2, 64, () => {
  const message = 'Many people are signing in right now. Try again in a few seconds.'
  return new Refusal('too_many', 'sign_in_busy', message, { retryAfter: 5 })
})

let computed = 0

/** How many hashes this process has computed: lets a test see that an unknown account costs one too. */
export const computedHashes = (): number => computed

function compute<Result>(work: () => Promise<Result>): Promise<Result> {
  return turns.take(() => {
    computed++
    return work()
  })
}

/** A hash of a password that `checkPassword` accepted. Never call it inside a transaction: it takes long. */
export const hashPassword = (password: string): Promise<string> =>
  compute(() => hash(password, ARGON2))

let nobody: Promise<string> | undefined

/**
 * Whether the password is right. Without a hash (no such account) it works just as long and says no, so that
 * the time does not tell who has an account (OWASP ASVS 5.0, 6.3.8).
 */
export async function verifyPassword(kept: string | undefined, password: string): Promise<boolean> {
  // Made at the first sign-in of the process, whoever's it is, so that it marks no account either.
  nobody ??= hash(newSecret(), ARGON2)
  const against = kept ?? (await nobody)
  const matches = await compute(() => verify(against, password.slice(0, PASSWORD_MAX + 1)))
  return kept !== undefined && matches
}

/**
 * Refuses a new password that is too short, too long, or the e-mail address itself.
 * @throws Refusal `invalid_input`
 */
export function checkPassword(password: string, email: string, pointer = '/password'): void {
  const refuse = (code: string, detail: string) => invalid({ pointer, code, detail })
  if (password.length < PASSWORD_MIN) {
    throw refuse('minLength', `The password needs at least ${PASSWORD_MIN} characters.`)
  }
  if (password.length > PASSWORD_MAX) {
    throw refuse('maxLength', `The password can have at most ${PASSWORD_MAX} characters.`)
  }
  if (password.trim().toLowerCase() === email.trim().toLowerCase()) {
    throw refuse('same_as_email', 'The password must not be the e-mail address.')
  }
}
