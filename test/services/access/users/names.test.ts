// First, last and full name of an account: given together, alone, or corrected later.
import t from 'tap'
import { Refusal } from '../../../../src/lib/errors/refusal.ts'
import {
  type NameInput,
  type Names,
  resolveNames,
} from '../../../../src/services/access/users/names.ts'

const ROSA = { fullName: 'Rosa Lindqvist', firstName: 'Rosa', lastName: 'Lindqvist' }
const NAGY = { fullName: 'Nagy Ilona', firstName: 'Ilona', lastName: 'Nagy' }

const pointersOf = (input: NameInput, before?: Names) => {
  try {
    return resolveNames(input, before)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.extras.errors?.map(({ pointer, code }) => `${pointer} ${code}`)
  }
}

t.test('a full name is split before its last word', async (t) => {
  for (const [fullName, firstName, lastName] of [
    ['Rosa Lindqvist', 'Rosa', 'Lindqvist'],
    ['  Rosa   Maria Lindqvist ', 'Rosa Maria', 'Lindqvist'],
    ['Madonna', 'Madonna', null],
    ['山田太郎', '山田太郎', null],
  ] as const) {
    t.strictSame(resolveNames({ fullName }), {
      fullName: fullName.trim().replace(/ +/g, ' '),
      firstName,
      lastName,
    })
  }
})

t.test('first and last name make the full name', async (t) => {
  t.strictSame(resolveNames({ firstName: ' Rosa ', lastName: 'Lindqvist' }), ROSA)
  t.match(resolveNames({ firstName: 'Rosa' }), { fullName: 'Rosa', lastName: null })
  t.match(resolveNames({ firstName: 'Rosa', lastName: null }), { fullName: 'Rosa' })
  t.strictSame(pointersOf({ firstName: null }), ['/firstName required'])
  t.strictSame(pointersOf({ firstName: 'R'.repeat(60), lastName: 'L'.repeat(60) }), [
    '/lastName maxLength',
  ])
})

t.test(
  'a full name in another order holds both parts, and any other contradicts them',
  async (t) => {
    t.strictSame(resolveNames(NAGY), NAGY)
    t.strictSame(resolveNames({ fullName: 'Nagy Ilona', lastName: 'Nagy' }), NAGY)
    t.strictSame(pointersOf({ ...NAGY, fullName: 'Amina Bello' }), [
      '/firstName contradiction',
      '/lastName contradiction',
    ])
    t.strictSame(pointersOf({ fullName: 'Rosa Meier', lastName: 'Lindqvist' }), [
      '/lastName contradiction',
    ])
  },
)

t.test('a correction of the parts leaves the full name as people wrote it', async (t) => {
  const imported = { fullName: 'Nagy Ilona', firstName: 'Nagy', lastName: 'Ilona' }
  t.strictSame(resolveNames({ firstName: 'Ilona', lastName: 'Nagy' }, imported), NAGY)
  t.strictSame(resolveNames({ firstName: 'Ilona Éva' }, NAGY), {
    fullName: 'Nagy Ilona Éva',
    firstName: 'Ilona Éva',
    lastName: 'Nagy',
  })
  const titled = { ...ROSA, fullName: 'Dr. Rosa Lindqvist' }
  t.strictSame(resolveNames({ firstName: 'Rosa', lastName: 'Lindqvist' }, titled), titled)
  t.strictSame(resolveNames({ fullName: 'Nagy Ilona' }, NAGY), NAGY, 'the same is no change')
  t.strictSame(resolveNames({}, NAGY), NAGY)
})

t.test('a marriage changes one part', async (t) => {
  t.match(resolveNames({ lastName: 'Meier' }, ROSA), { fullName: 'Rosa Meier', firstName: 'Rosa' })
  t.match(resolveNames({ fullName: 'Rosa Meier' }, ROSA), { lastName: 'Meier' })
  t.match(resolveNames({ lastName: null }, ROSA), { fullName: 'Rosa' })
})
