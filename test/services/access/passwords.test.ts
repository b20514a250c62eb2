// Passwords: rules, hashing, and equal time for unknown accounts.
import { hash } from '@node-rs/argon2'
import t from 'tap'
import {
  checkPassword,
  computedHashes,
  hashPassword,
  verifyPassword,
} from '../../../src/services/access/sign-in/passwords.ts'

const PASSWORD = 'needle and thread 7'

t.test(
  'a password is hashed with Argon2id at the recommended cost, with a new salt each time',
  async (t) => {
    const [one, other] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)])
    t.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    t.not(one, other)
    t.equal(await verifyPassword(one, PASSWORD), true)
    t.equal(await verifyPassword(one, `${PASSWORD} `), false, 'every character counts')
  },
)

t.test('an unknown account costs one hash like any other, and never matches', async (t) => {
  const before = computedHashes()
  t.equal(await verifyPassword(undefined, PASSWORD), false)
  t.equal(computedHashes(), before + 1)
})

t.test('composed and decomposed characters are the same password', async (t) => {
  // Keyboards compose; macOS and some Android keyboards decompose. Hangul and Vietnamese have more parts.
  for (const password of ['Crème brûlée', 'Đường phố Huế', '한국어 비밀번호', 'ἀρχαία πόλις']) {
    const [composed, decomposed] = [password.normalize('NFC'), password.normalize('NFD')]
    t.not(composed, decomposed, password)
    for (const set of [composed, decomposed]) {
      const passwordHash = await hashPassword(set)
      t.equal(await verifyPassword(passwordHash, composed), true, password)
      t.equal(await verifyPassword(passwordHash, decomposed), true, password)
      t.equal(await verifyPassword(passwordHash, `${composed}.`), false, password)
    }
    // As hashed by older versions.
    const older = await hash(decomposed, { memoryCost: 1024, timeCost: 1 })
    t.equal(await verifyPassword(older, composed), true, password)
    t.equal(await verifyPassword(older, decomposed), true, password)
  }
  t.not(
    await verifyPassword(await hashPassword('ﬁne silk'), 'fine silk'),
    true,
    'no more than that',
  )
  t.throws(() => checkPassword('e\u0301'.repeat(7), 'a@b.test'), { code: 'invalid_input' })
})

t.test('an emoji counts as one character, as in other fields', async (t) => {
  const longest = '🧵'.repeat(200)
  t.doesNotThrow(() => checkPassword(longest, 'a@b.test'))
  t.throws(() => checkPassword(`${longest}🧵`, 'a@b.test'), /at most 200 characters/)
  t.throws(() => checkPassword('🧵'.repeat(7), 'a@b.test'), /at least 8 characters/)
  const passwordHash = await hashPassword(longest)
  t.equal(await verifyPassword(passwordHash, longest), true)
  t.equal(await verifyPassword(passwordHash, `${longest}🧵`), false)
})

t.test('a password has a minimum and maximum length, and must not be the e-mail', async (t) => {
  const email = 'amina@shop.test'
  t.throws(() => checkPassword('short', email), { code: 'invalid_input' })
  t.throws(() => checkPassword('x'.repeat(201), email), { code: 'invalid_input' })
  t.throws(() => checkPassword('Amina@Shop.test', email), /must not be the e-mail/)
  t.doesNotThrow(() => checkPassword('8 signs!', email))
  t.doesNotThrow(() => checkPassword('x'.repeat(200), email))
})
