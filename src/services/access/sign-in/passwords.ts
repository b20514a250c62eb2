// Password hashing: Argon2id with the parameters of the OWASP Password Storage Cheat Sheet.
import { hash, type Options, verify } from '@node-rs/argon2'
import { Semaphore } from '../../../lib/concurrency/semaphore.ts'
import { invalid, Refusal } from '../../../lib/errors/refusal.ts'
import { createSecret } from '../../../lib/secrets.ts'

export const PASSWORD_MIN = 8
export const PASSWORD_MAX = 200

// Argon2id is 2; the package's const enum does not exist at run time.
const ARGON2: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

// A hash takes 19 MB and one core for some 20 ms: two at a time leave cores to requests.
const semaphore = new Semaphore(2, 64, () => {
  const message = 'Many people are signing in right now. Try again in a few seconds.'
  return new Refusal('too_many', 'sign_in_busy', message, { retryAfter: 5 })
})

let computed = 0

/** Number of hashes computed: lets a test check that an unknown account costs one too. */
export const computedHashes = (): number => computed

function compute<Result>(work: () => Promise<Result>): Promise<Result> {
  return semaphore.take(() => {
    computed++
    return work()
  })
}

/** Hashes a password that `checkPassword` accepted. Slow: never call it inside a transaction. */
export const hashPassword = (password: string): Promise<string> =>
  compute(() => hash(composed(password), ARGON2))

/** `é` can be one character or two, depending on the keyboard (NIST SP 800-63B, 3.1.1.2). */
const composed = (password: string) => password.normalize('NFC')

/** Older versions hashed the text as typed, without normalization. */
const spellings = (password: string) => [
  ...new Set(
    [composed(password), password, password.normalize('NFD')].map((text) =>
      firstCharacters(text, PASSWORD_MAX + 1),
    ),
  ),
]

/** Code points, as JSON Schema counts, not UTF-16 units. */
const characters = (text: string) => [...text].length

const firstCharacters = (text: string, many: number) =>
  [...text.slice(0, 2 * many)].slice(0, many).join('')

let dummyHash: Promise<string> | undefined

/** Takes as long without a hash, so that timing does not reveal accounts (OWASP ASVS 5.0, 6.3.8). */
export async function verifyPassword(
  storedHash: string | undefined,
  password: string,
): Promise<boolean> {
  // Computed at the first sign-in of the process, for any account, so that its delay reveals nothing.
  dummyHash ??= hash(createSecret(), ARGON2)
  const against = storedHash ?? (await dummyHash)
  for (const spelling of spellings(password)) {
    if (await compute(() => verify(against, spelling))) return storedHash !== undefined
  }
  return false
}

/** @throws Refusal `invalid_input` if too short, too long, or equal to the e-mail address */
export function checkPassword(password: string, email: string, pointer = '/password'): void {
  const refuse = (code: string, detail: string) => invalid({ pointer, code, detail })
  const length = characters(composed(password))
  if (length < PASSWORD_MIN) {
    throw refuse('minLength', `The password needs at least ${PASSWORD_MIN} characters.`)
  }
  if (length > PASSWORD_MAX) {
    throw refuse('maxLength', `The password can have at most ${PASSWORD_MAX} characters.`)
  }
  if (password.trim().toLowerCase() === email.trim().toLowerCase()) {
    throw refuse('same_as_email', 'The password must not be the e-mail address.')
  }
}
