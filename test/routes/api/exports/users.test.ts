// CSV export of accounts, with role, links and last sign-in, and never a password.
import t from 'tap'
import { openShop, refused } from '../../../support/api.ts'
import { account, OWNER, PASSWORD, program } from '../../../support/app.ts'
import { linesOf } from '../../../support/csv.ts'
import { addEmployee } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)
const EXPORT = '/api/users/export/csv'

const rosa = await addEmployee(owner)
const ROSA = { email: 'rosa@shop.test', password: PASSWORD }
await owner.post('/api/users', {
  ...ROSA,
  firstName: 'Rosa Maria',
  lastName: '=1+1',
  role: 'staff',
  employeeId: rosa.id,
  phoneNumber: '+44 20 7946 0018',
  address: 'Flat "2", 4 Mill Lane\nDublin; D02',
})
const gone = await account(app, 'customer')
const [{ id: goneId }] = (await owner.get(`/api/users?search=${gone.email}`)).json().data
await owner.put(`/api/users/${goneId}`, { isActive: false })

t.test('the file has the accounts of the list, without secrets', async (t) => {
  const answer = await owner.get(EXPORT)
  t.match(
    answer.headers['content-disposition'],
    /^attachment; filename="users-\d{4}-\d\d-\d\d\.csv"$/,
  )
  const [first, second, third, ...rest] = linesOf(answer.body)
  t.equal(rest.length, 0)
  t.hasStrict(first, { email: OWNER.email, role: 'admin', roleName: 'Owner', active: 'yes' })
  t.match(first?.lastSignInAt, /^20\d\d-.*Z$/)
  t.hasStrict(second, {
    email: ROSA.email,
    firstName: 'Rosa Maria',
    lastName: "'=1+1",
    fullName: 'Rosa Maria =1+1',
    role: 'staff',
    roleName: 'Counter',
    phoneNumber: '+44 20 7946 0018',
    address: 'Flat "2", 4 Mill Lane\nDublin; D02',
    employee: 'Rosa Lindqvist',
    lastSignInAt: '',
  })
  t.hasStrict(third, { email: gone.email, active: 'no', lastName: 'customer' })
  t.notMatch(answer.body, /argon2|password/i)
  const { createdAt } = (await owner.get('/api/users/me')).json()
  t.equal(first?.createdAt, createdAt)
  await program(app, ROSA)
  t.not(linesOf((await owner.get(EXPORT)).body)[1]?.lastSignInAt, '')
})

t.test('the filters of the list apply', async (t) => {
  const emails = async (query: string, delimiter = ',') =>
    linesOf((await owner.get(`${EXPORT}?${query}`)).body, delimiter).map(({ email }) => email)
  t.strictSame(await emails('role=staff'), [ROSA.email])
  t.strictSame(await emails('active=false'), [gone.email])
  t.strictSame(await emails('search=ines&separator=semicolon', ';'), [OWNER.email])
  refused(t, await owner.get(`${EXPORT}?limit=5`), 400, 'invalid_parameter')
})

t.test('only a role with the permission may download accounts', async (t) => {
  refused(t, await (await program(app, ROSA)).get(EXPORT), 403, 'forbidden')
  const manager = (await owner.get('/api/roles'))
    .json()
    .data.find((role: { given: string }) => role.given === 'manager')
  const { id } = (await program(app, ROSA).then((one) => one.get('/api/users/me'))).json()
  await owner.put(`/api/users/${id}`, { roleId: manager.id })
  const answer = await (await program(app, ROSA)).get(EXPORT)
  refused(t, answer, 403, 'forbidden')
  t.equal(answer.json().permission, 'users.export')
})
