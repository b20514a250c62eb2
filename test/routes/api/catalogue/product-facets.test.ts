// Facets of any catalogue: names of options in every script and with every sign, several choices, a range of prices.
import fc from 'fast-check'
import t from 'tap'
import { openShop, refused } from '../../../support/api.ts'
import { addProduct } from '../../../support/shop/products.ts'

const { app, owner } = await openShop(t)

const NAMES = [
  'A=B',
  'R&D',
  'مقاس',
  'サイズ',
  'Größe, lang',
  '100 % "wool"',
  'a.b',
  '#?/+',
  'Ä'.repeat(40),
]

t.test('an option with any name is filtered by that name', async (t) => {
  for (const [at, name] of NAMES.entries()) {
    const product = `Named ${at}`
    const variants = ['S', 'M=L&XL'].map((value) => ({
      ...{ options: { [name]: value }, price: '1.00', stock: 1 },
    }))
    await addProduct(owner, { name: product, options: [name], variants })
    const query = new URLSearchParams({ [`option.${name}`]: 'M=L&XL' })
    const listed = await app.inject(`/api/products?${query}`)
    t.equal(listed.statusCode, 200, `${name}: ${listed.body}`)
    t.match(listed.json(), { data: [{ name: product }] }, name)
    const facets = (await app.inject(`/api/products/facets?search=named+${at}`)).json()
    t.match(facets, { data: [{ option: name, values: [{ products: 1 }, { products: 1 }] }] }, name)
  }
  const long = new URLSearchParams({ [`option.${'x'.repeat(41)}`]: 'S' })
  refused(t, await app.inject(`/api/products?${long}`), 400, 'invalid_parameter')
})

t.test('twenty long values of one option are chosen together', async (t) => {
  const values = Array.from({ length: 20 }, (_, at) => `${at}`.padEnd(60, ','))
  const product = { name: 'Ribbon', options: ['Shade'] }
  const variants = values.map((value) => ({ options: { Shade: value }, price: '1.00', stock: 1 }))
  await addProduct(owner, { ...product, variants })
  const { data } = (await app.inject('/api/products/facets?search=ribbon')).json() as Facets
  const query = new URLSearchParams()
  for (const { value } of data[0]?.values ?? []) query.append('option.Shade', value)
  t.match((await app.inject(`/api/products?${query}`)).json(), { data: [{ name: 'Ribbon' }] })
})

interface Facets {
  data: { option: string | null; values: { value: string; label: string; products: number }[] }[]
}

const nameOfOption = fc.constantFrom('Size', 'Colour', 'A=B', 'R&D', 'مقاس', 'サイズ')
const valueOfOption = fc.oneof(
  fc.constantFrom('S', 's', 'M', '38,5', 'a\\', 'ß', '='),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
    .filter((text) => /[\p{L}\p{N}]/u.test(text)),
)
const variant = fc.record({
  values: fc.tuple(valueOfOption, valueOfOption),
  price: fc.integer({ min: 1, max: 9 }),
  stock: fc.integer({ min: 0, max: 1 }),
})
const product = fc.record({
  options: fc.uniqueArray(nameOfOption, { minLength: 0, maxLength: 2 }),
  kind: fc.constantFrom('ready_made', 'made_to_order'),
  variants: fc.array(variant, { minLength: 1, maxLength: 4 }),
})

type Product = typeof product extends fc.Arbitrary<infer Value> ? Value : never

let added = 0

/** Those of the variants that the product may have: equal values are refused. */
async function add({ options, kind, variants }: Product) {
  added += 1
  const fields = variants.map(({ values, price, stock }) => ({
    options: Object.fromEntries(options.map((name, at) => [name, values[at]])),
    ...{ price, stock },
  }))
  const body = { name: `Piece ${added}`, kind, options }
  const all = await owner.post('/api/products', { ...body, variants: fields })
  if (all.statusCode === 409) await addProduct(owner, { ...body, variants: fields.slice(0, 1) })
  else if (all.statusCode !== 201) throw new Error(all.body)
}

const facetsOf = async (query: URLSearchParams): Promise<Facets['data']> => {
  const answer = await app.inject(`/api/products/facets?${query}`)
  if (answer.statusCode !== 200) throw new Error(`${query}: ${answer.body}`)
  return answer.json().data
}

const totalOf = async (query: URLSearchParams): Promise<number> => {
  const answer = await app.inject(`/api/products?${query}&total=true&limit=1`)
  if (answer.statusCode !== 200) throw new Error(`${query}: ${answer.body}`)
  return answer.json().total
}

const parameterOf = (option: string | null) => (option === null ? 'category' : `option.${option}`)

/** Every number of the facets is the total of the list after that click. */
async function expectTotals(query: URLSearchParams): Promise<Facets['data']> {
  const facets = await facetsOf(query)
  for (const { option, values } of facets) {
    for (const { value, products } of values) {
      const clicked = new URLSearchParams(query)
      clicked.set(parameterOf(option), value)
      const total = await totalOf(clicked)
      if (total !== products) throw new Error(`${clicked}: ${total} listed, ${products} said`)
    }
  }
  return facets
}

const clicks = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 3 })
const range = fc.record(
  { price_min: fc.integer({ min: 1, max: 4 }), price_max: fc.integer({ min: 4, max: 9 }) },
  { requiredKeys: [] },
)
const RUNS = Number(process.env.RUNS ?? 6)

t.test('whatever is chosen, each number of a facet is the total after the click', async (t) => {
  let chosen = 0
  const shop = fc.tuple(fc.array(product, { minLength: 3, maxLength: 6 }), clicks, range)
  await fc.assert(
    fc.asyncProperty(shop, async ([products, path, prices]) => {
      for (const one of products) await add(one)
      const query = new URLSearchParams({ search: 'piece', ...toTexts(prices) })
      for (const [facetAt, valueAt, adds] of path) {
        const facets = (await expectTotals(query)).filter(({ option }) => option !== null)
        const facet = facets[facetAt % Math.max(facets.length, 1)]
        const { value } = facet?.values[valueAt % facet.values.length] ?? {}
        if (!facet || value === undefined) return
        const name = parameterOf(facet.option)
        const others = adds ? [query.get(name)].filter((one) => one !== null) : []
        query.set(name, [...others, value].join(','))
        chosen += 1
      }
      await expectTotals(query)
    }),
    { numRuns: RUNS },
  )
  t.ok(chosen > RUNS / 2, `${chosen} clicks`)
})

const toTexts = (numbers: object) =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)]))
