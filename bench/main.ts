// `npm run bench`: measures the built server beside its baselines, at several sizes of a shop.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { measureShop, type ShopFigures } from './measure-shop.ts'
import { HELP, readOptions } from './options.ts'
import { growth, headLine, shopLine, workLine } from './report.ts'
import { ROOT } from './shops.ts'

const options = readOptions(process.argv.slice(2))
if (options) {
  const shops: ShopFigures[] = []
  for (const orders of options.sizes) {
    console.log(`\n${orders.toLocaleString('en')} orders\n${headLine()}`)
    const shop = await measureShop(orders, options, (figures) => console.log(workLine(figures)))
    console.log(shopLine(shop))
    shops.push(shop)
  }
  console.log(`\n${growth(shops).join('\n')}`)
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version }
  const folder = join(ROOT, 'bench/results')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${options.name}.json`)
  const results = { at: new Date().toISOString(), machine, options, shops }
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
  console.log(`Written to ${file}`)
} else {
  console.log(HELP)
}
