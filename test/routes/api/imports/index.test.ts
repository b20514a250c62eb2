// CSV imports: a file is imported as a whole or not at all, never twice, and every error has its line.
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { eventsOf, openShop, refused, wrongFields } from '../../../support/api.ts'
import { account, program } from '../../../support/app.ts'
import { linesOf } from '../../../support/csv.ts'
import { type File, send, untouched } from '../../../support/imports.ts'
import { AMINA, addCustomer, addOrder } from '../../../support/shop/factories.ts'

const { app, owner } = await openShop(t)

const imported = async (noun: string, file: File, query = '') => {
  const answer = await send(owner, noun, file, query)
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json()
}
const dryRun = (noun: string, file: File) => imported(noun, file, '?dryRun=true')

const customers = async (search: string) =>
  (await owner.get(`/api/customers?search=${encodeURIComponent(search)}`)).json().data

const PEOPLE = `name,phone,E-Mail,Notes
Zoë Müller,0170 555 0142,zoe@example.com,"Ivory shoes,
size 38"
Li Wei,+86 10 5555 0199,,
`

t.test('customers: a dry run reports what would be created, and creates nothing', async (t) => {
  await untouched(t, app, async () => {
    const report = await dryRun('customers', PEOPLE)
    t.match(report, { dryRun: true, lines: 2, made: 2, known: 0, problemCount: 0, problems: [] })
    t.match(report.preview, [
      { line: 2, customerName: 'Zoë Müller', phoneNumber: '0170 555 0142', reference: null },
      { line: 4, customerName: 'Li Wei', phoneNumber: '+86 10 5555 0199' },
    ])
  })
})

t.test('customers: the import creates them once', async (t) => {
  t.match(await imported('customers', PEOPLE), { dryRun: false, made: 2, known: 0 })
  const [zoe] = await customers('muller')
  t.match(zoe, { email: 'zoe@example.com', notes: 'Ivory shoes,\nsize 38', address: null })
  t.match(await eventsOf(app, 'customer', zoe.id), [
    { type: 'customer.created', actor: 'Ines Almeida', data: { name: 'Zoë Müller' } },
  ])
  await untouched(t, app, async () => {
    t.match(await imported('customers', PEOPLE), { made: 0, known: 2 })
  })
  const family = 'name;phone\nMax Müller;0170-555-0142\n zoe  müller ;0170 5550142\n'
  t.match(await imported('customers', family), { made: 1, known: 1 }, 'a family shares a phone')
})

t.test('customers: a reference identifies a customer whose phone changed', async (t) => {
  t.match(await imported('customers', 'ref,name,phone\nC-17,Ana,0201 555\n'), { made: 1 })
  t.match(await imported('customers', 'ref,name,phone\nC-17,Ana B.,0202 555\n'), { known: 1 })
  t.equal((await customers('Ana')).length, 1)
})

t.test(
  'a phone number in international and local notation is the same, in a file, the shop and a search',
  async (t) => {
    const spellings = [
      '+44 (0)7700 900555',
      '07700 900555',
      '0044 7700 900555',
      '\u202a+447700900555\u202c',
    ]
    const file = ['name,phone', ...spellings.map((phone) => `Nora,${phone}`)].join('\n')
    const twice = await send(owner, 'customers', `${file}\n`)
    t.match(twice.body, /The same name and phone number are already in line 2/)
    await addCustomer(owner, { name: 'Nora', phoneNumber: spellings[0] })
    for (const [at, phone] of spellings.entries()) {
      const same = `name,phone\nnora,${phone}\n`
      t.match(await imported('customers', same), { made: 0, known: 1 }, phone)
      const order = `reference,customer,phone,item,price\nN-${at},Nora,${phone},Hem,5\n`
      t.match(
        await imported('orders', order),
        { made: 1, preview: [{ isNewCustomer: false }] },
        phone,
      )
      t.equal((await customers(phone)).length, 1, `${phone} finds one Nora`)
    }
    const other = 'name,phone\nNora,+49 7700 900555\n'
    t.match(await imported('customers', other), { made: 1 }, 'the same digits in another country')
  },
)

t.test('every notation of a file is read', async (t) => {
  const one = (lines: string[], separator: string) => lines.join(separator)
  const files: Record<string, [File, string]> = {
    semicolons: ['Customer name;PHONE_NUMBER\r\nSemi;030 1001\r\n', 'Semi'],
    tabs: [one(['name\tphone', 'Tab, with a comma\t030 1002'], '\n'), 'Tab, with a comma'],
    'old ends of lines': [one(['name,phone', 'Oldmac,030 1003'], '\r'), 'Oldmac'],
    'a byte order mark': ['\uFEFFname,phone\nMarked,030 1004', 'Marked'],
    quotes: ['"name","phone"\n"Quo ""the"" Ted","030 1005"', 'Quo "the" Ted'],
    'UTF-16': [Buffer.from('\uFEFFname\tphone\nÅsa\t030 1006', 'utf16le'), 'Åsa'],
    'Windows-1252': [Buffer.from('name,phone\nJos\xe9 Nu\xf1ez,030 1007', 'latin1'), 'José Nuñez'],
    'our own formulas': ["name,phone\n'=Sum,030 1008", '=Sum'],
    'blank lines': ['name,phone\n\n,\nBlank,030 1009\n\n', 'Blank'],
  }
  for (const [how, [file, name]] of Object.entries(files)) {
    const { preview, made, known } = await imported('customers', file)
    t.match({ made, known, name: preview[0]?.customerName }, { made: 1, known: 0, name }, how)
  }
  const windows = await dryRun('customers', Buffer.from('name,phone\nZo\xeb,030 1', 'latin1'))
  t.equal(windows.encoding, 'windows-1252', 'which is said, because it may be wrong')
  const { ignoredColumns } = await dryRun('customers', 'name,phone,shoe size\nUnu,030 2,38')
  t.strictSame(ignoredColumns, ['shoe size'])
})

t.test('every error is reported with its line', async (t) => {
  const file = `name,phone,email
,030 1111,
Right,030 1112,
"Two
lines",12,nonsense
Twice,030 1113,
Twice,030 1113,
Much,030 1114,,more
`
  const surplusReport = await dryRun('customers', 'name,phone,email\nMuch,030 1114,,more\n')
  t.match(surplusReport.problems, [{ line: 2, column: '', code: 'surplus' }])
  const report = await dryRun('customers', file.replace('Much,030 1114,,more\n', ''))
  t.strictSame(
    report.problems.map(({ line, column, code }: Record<string, string>) => [line, column, code]),
    [
      [2, 'name', 'required'],
      [4, 'phoneNumber', 'pattern'],
      [4, 'email', 'format'],
      [7, 'phoneNumber', 'duplicate'],
    ],
  )
  t.equal(report.problemCount, 4)
  await untouched(t, app, async () => {
    const answer = await send(owner, 'customers', file.replace('Much,030 1114,,more\n', ''))
    refused(t, answer, 422, 'import_refused')
    t.equal(answer.json().problemCount, 4)
    t.match(wrongFields(answer), {
      '/lines/2/name': 'required',
      '/lines/7/phoneNumber': 'duplicate',
    })
    t.match(answer.json().detail, /^Nothing was imported: the file has 4 mistakes\. Line 2: /)
  })
  const many = `name,phone\n${'Wrong,x\n'.repeat(150)}`
  const { problems, problemCount } = await dryRun('customers', many)
  t.strictSame([problems.length, problemCount], [100, 150])
  const named = await dryRun('customers', 'sep=;\r\nname;size\r\n"Am\r\nina";38\r\n')
  t.match(named.problems, [{ line: 2, column: 'phoneNumber', code: 'required' }])
  const late = await dryRun('customers', 'name,phone\r\n"Am\r\nina",030 1001\r\nBea,x\r\n')
  t.match(late.problems, [{ line: 4, column: 'phoneNumber' }], 'a line break counts once')
  const lacking = await dryRun('customers', 'name,size\nAmina,38')
  t.match(lacking.problems, [{ line: 1, column: 'phoneNumber', code: 'required' }])
  const double = await dryRun('customers', 'name,phone,mobile\nAmina,030 1,030 2')
  t.match(double.problems, [{ line: 1, column: 'phoneNumber', code: 'duplicate' }])
})

t.test('a file that cannot be imported is refused, and the message says what to do', async (t) => {
  const refusals: [string, File, number, string][] = [
    ['a workbook', Buffer.from('PK\x03\x04\x00\x00'), 415, 'not_csv'],
    ['a quote without end', 'name,phone\n"Amina,030 1', 422, 'not_csv'],
    ['nothing', '', 422, 'file_empty'],
    ['names only', 'name,phone\n', 422, 'file_empty'],
    ['too many lines', `name,phone\n${'A,030 1\n'.repeat(2_001)}`, 413, 'file_too_large'],
    ['too long', `name,phone\n${'x'.repeat(2_000_001)}`, 413, 'file_too_large'],
  ]
  for (const [what, file, status, code] of refusals) {
    await untouched(t, app, async () =>
      refused(t, await send(owner, 'customers', file, '?dryRun=true'), status, code, what),
    )
  }
  const packed = await owner.send({
    method: 'POST',
    url: '/api/customers/import/csv',
    payload: gzipSync('name,phone\nAmina,030 1234'),
    headers: { 'content-type': 'text/csv', 'content-encoding': 'gzip' },
  })
  refused(t, packed, 415, 'unsupported_encoding')
  t.equal(packed.headers['accept-encoding'], 'identity')
  const json = await owner.post('/api/customers/import/csv', {})
  refused(t, json, 415, 'unsupported_media_type')
  const staff = await program(app, await account(app, 'staff'))
  refused(t, await send(staff, 'customers', PEOPLE), 403, 'forbidden')
  refused(t, await send(owner, 'customers', PEOPLE, '?try=1'), 400, 'invalid_parameter')
})

t.test('the same key gets the same response, and another file is refused', async (t) => {
  const headers = { 'idempotency-key': 'import-1' }
  const file = 'name,phone\nKeyed,030 2001'
  t.match((await send(owner, 'customers', file, '', headers)).json(), { made: 1 })
  const again = await send(owner, 'customers', file, '', headers)
  t.match(again.json(), { made: 1, known: 0 })
  t.equal(again.headers['idempotency-replayed'], 'true')
  const other = await send(owner, 'customers', `${file}9`, '', headers)
  refused(t, other, 422, 'idempotency_key_reused')
})

t.test('the template and our own export can be imported', async (t) => {
  const shop = await openShop(t, { locale: 'de-DE' })
  await addOrder(shop.owner, { customer: { ...AMINA, name: '=Evil' } })
  for (const [noun, made] of [
    ['customers', 2],
    ['orders', 2],
  ] as const) {
    const template = await shop.owner.get(`/api/${noun}/import/csv`)
    t.match(template.headers['content-disposition'], `${noun}-template.csv`)
    const names = Object.keys(linesOf(template.body, ';')[0] ?? {})
    t.equal(names[0], 'reference')
    const report = (await send(shop.owner, noun, template.body)).json()
    t.match(report, { made, problems: [], ignoredColumns: [] }, noun)
  }
  const own = await shop.owner.get('/api/customers/export/csv?separator=semicolon&decimal=comma')
  const report = (await send(shop.owner, 'customers', own.body)).json()
  t.match(report, { made: 0, known: 3 })
})
