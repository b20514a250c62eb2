// Passwords: what is accepted, how they are kept, and that nobody's absence shows in the time it takes.
import t from 'tap'
import {
  checkPassword,
  computedHashes,
  hashPassword,
  verifyPassword,
} from '../../src/services/passwords.ts'

const PASSWORD = 'needle and thread 7'

t.test('a password is kept as Argon2id with the recommended cost, never twice alike', async (t) => {
  const [one, other] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)])
  t.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  t.not(one, other)
  t.equal(await verifyPassword(one, PASSWORD), true)
  t.equal(await verifyPassword(one, `${PASSWORD} `), false, 'every character counts')
})

t.test(
  'an account that does not exist costs a hash like any other, and is never right',
  async (t) => {
    const before = computedHashes()
    t.equal(await verifyPassword(undefined, PASSWORD), false)
    t.equal(computedHashes(), before + 1)
  },
)

t.test('a password must be long enough, not endless, and not the e-mail', async (t) => {
  const email = 'amina@shop.test'
  t.throws(() => checkPassword('short', email), { code: 'invalid_input' })
  t.throws(() => checkPassword('x'.repeat(201), email), { code: 'invalid_input' })
  t.throws(() => checkPassword('Amina@Shop.test', email), /must not be the e-mail/)
  t.doesNotThrow(() => checkPassword('8 signs!', email))
  t.doesNotThrow(() => checkPassword('x'.repeat(200), email))
})
