// CSV parser: separators, encodings and line numbers of files from many programs.
import t from 'tap'
import { parseCsv } from '../../../src/lib/csv/parser.ts'
import { csvHeader, csvLines } from '../../../src/lib/csv/writer.ts'

type File = string | Uint8Array

const bytesOf = (file: File) => (typeof file === 'string' ? Buffer.from(file) : file)
const read = async (file: File) => {
  const { header, lines } = await parseCsv(bytesOf(file))
  return [header, ...lines].map(({ line, fields }) => [line, ...fields])
}

t.test('a `sep=` line sets the separator', async (t) => {
  const files: Record<string, string> = {
    'sep=;\r\nname;phone, or mobile\r\nZoë;1\r\n': 'name',
    'SEP=;\nname;"a, b, c, d"\nZoë;1': 'name',
    '"sep=;"\rname;note, text\rZoë;1': 'name',
    '\uFEFFsep=\t\nname, given\tphone\nZoë\t1': 'name, given',
    'sep=|\nname|a,b\nZoë|1': 'name',
    'sep=;;\nname;a,b\nZoë;1': 'name',
  }
  for (const [file, first] of Object.entries(files)) {
    const [header, line] = await read(file)
    t.match(header, [2, first], `${JSON.stringify(file)}: the header stands in line 2`)
    t.strictSame(line, [3, 'Zoë', '1'])
  }
  t.strictSame(await read('sep=arate,b\n1,2'), [
    [1, 'sep=arate', 'b'],
    [2, '1', '2'],
  ])
})

t.test('without one, the separator is detected from the first line', async (t) => {
  for (const separator of [',', ';', '\t']) {
    const file = ['"Name, given; family\tx"', 'a', 'b'].join(separator)
    t.strictSame(await read(`${file}\n${['1', '2', '3'].join(separator)}`), [
      [1, 'Name, given; family\tx', 'a', 'b'],
      [2, '1', '2', '3'],
    ])
  }
})

t.test('line numbers equal those of a text editor', async (t) => {
  for (const end of ['\n', '\r\n', '\r']) {
    const text = [
      'name,note',
      '',
      '"Two',
      'lines",x',
      ',',
      '"',
      'Edge',
      '",y',
      '"A","1',
      '2',
      '3"',
      'Last,',
    ]
    t.strictSame(
      (await read(text.join(end))).map(([line, name]) => [line, String(name).trim()]),
      [
        [1, 'name'],
        [3, `Two${end}lines`],
        [6, 'Edge'],
        [9, 'A'],
        [12, 'Last'],
      ],
      JSON.stringify(end),
    )
  }
  const unending = 'a,b\r\n1,2\r\n"x\r\ny",3\r\n4,"open\r\n5,6\r\n'
  await t.rejects(read(unending), { code: 'not_csv', message: /^What begins in line 5 cannot/ })
})

t.test('the byte order mark sets the encoding', async (t) => {
  const text = 'name,phone\nŁucja Ærø,1\n'
  const marked = `\uFEFF${text}`
  const files: [encoding: string, bytes: Uint8Array][] = [
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(marked)],
    ['utf-16le', Buffer.from(marked, 'utf16le')],
    ['utf-16be', Buffer.from(marked, 'utf16le').swap16()],
  ]
  for (const [encoding, bytes] of files) {
    const table = await parseCsv(bytes)
    t.match(table, { encoding, header: { fields: ['name', 'phone'] } })
    t.equal(table.lines[0]?.fields[0], 'Łucja Ærø', encoding)
  }
  const windows = await parseCsv(Buffer.from('name\nZo\xeb \x80', 'latin1'))
  t.match(windows, { encoding: 'windows-1252', lines: [{ fields: ['Zoë €'] }] })
  const signs = await parseCsv(Buffer.from('name\n\x81\x9f\xa0\xff', 'latin1'))
  t.strictSame(signs.lines[0]?.fields, ['\x81Ÿ\xa0ÿ'])
  for (const [what, bytes] of Object.entries({
    'UTF-8 that is none': Buffer.from('\xef\xbb\xbfname\nZo\xeb', 'latin1'),
    'half a letter': Buffer.from(marked, 'utf16le').subarray(0, -1),
    'a workbook': Buffer.from('PK\x03\x04\x00\x00'),
    'UTF-16 without its mark': Buffer.from(text, 'utf16le'),
  })) {
    await t.rejects(parseCsv(bytes), { code: 'not_csv', kind: 'unsupported' }, what)
  }
})

t.test('characters stay whole across the chunks of a file', async (t) => {
  const name = 'é😀नी'.repeat(40)
  const file = `name\n${Array.from({ length: 400 }, () => `${name}\n`).join('')}`
  const [, ...lines] = await read(file)
  t.equal(lines.length, 400)
  t.ok(lines.every(([, field]) => field === name))
})

t.test('a formula that only wraps a text is read as its text', async (t) => {
  for (const field of ['="07700 900000"', '"=""07700 900000"""', ' ="07700 900000" ']) {
    t.match((await read(`phone,name\n${field},Zoë`))[1], [2, '07700 900000', 'Zoë'], field)
  }
  t.match((await read('a,b\n=1+1,5" hem'))[1], [2, '=1+1', '5" hem'], 'others stay as they are')
})

t.test('a file of ours is read back unchanged', async (t) => {
  const cells = [
    ['=Sum(A1)', "'=Sum(A1)", "''=x", "'plain", '="07700"', '+44 20 7946 0018', '-30.00'],
    ['@x', '＝x', 'a "b" c', 'two\r\nlines', 'x;y,z\tw', '5" hem', 'sep=;'],
  ]
  for (const separator of ['comma', 'semicolon', 'tab'] as const) {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    const file = csvHeader(names, { separator }) + csvLines(cells, { separator })
    const [, ...lines] = await read(file)
    t.strictSame(
      lines.map(([, ...fields]) => fields),
      cells,
      separator,
    )
  }
})

t.test('spaces around fields and quotes inside them', async (t) => {
  for (const end of ['\n', '\r\n', '\r']) {
    const file = [' name\t, note', '"Zoë "\t,  " a, ""b"" "', '5" hem , a"b"c', ' ', '"",x'].join(
      end,
    )
    t.strictSame(await read(file), [
      [1, 'name', 'note'],
      [2, 'Zoë ', ' a, "b" '],
      [3, '5" hem', 'a"b"c'],
      [5, '', 'x'],
    ])
  }
  t.strictSame(await read('a\tb\n\t2'), [
    [1, 'a', 'b'],
    [2, '', '2'],
  ])
  for (const separator of ['|', '^', ']', '\\', '-', ' ']) {
    const file = `sep=${separator}\na${separator}b\n1${separator}2`
    t.strictSame((await read(file))[1], [3, '1', '2'], separator)
  }
  for (const quoted of ['"a" b', '"a"b', '"a""']) {
    await t.rejects(read(`x\n${quoted},1\n`), {
      code: 'not_csv',
      message: /^What begins in line 2/,
    })
  }
})

t.test('what is no table is refused soon, without keeping other requests waiting', async (t) => {
  const files: [what: string, file: string, refusal: { code: string; message?: RegExp }][] = [
    [
      'a quote closed 2 MB later',
      `a,b\n"${'x\n'.repeat(900_000)}",1`,
      { code: 'not_csv', message: /line 2/ },
    ],
    ['one long line', 'a'.repeat(1_900_000), { code: 'not_csv', message: /line 1/ }],
    ['commas', ','.repeat(1_900_000), { code: 'not_csv' }],
    ['quotes', '""'.repeat(900_000), { code: 'not_csv' }],
    ['columns', `${'a,'.repeat(1_000)}b\n1`, { code: 'file_too_large', message: /1,000 columns/ }],
  ]
  for (const [what, file, refusal] of files) {
    await t.rejects(read(file), refusal, what)
  }
  const before = process.cpuUsage().user
  const [, last] = await read(`a,b\n${'\n,\n'.repeat(50_000)}1,2`)
  t.strictSame(last, [100_002, '1', '2'], 'blank lines are counted')
  t.ok(process.cpuUsage().user - before < 1_000_000, 'and cost next to nothing')
})
