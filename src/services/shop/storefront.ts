// The storefront's settings: whether it is open to visitors, its words, opening hours and delivery methods.
import type { Reader } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { VersionedCache } from '../../db/versioned-cache.ts'
import type { Awaitable } from '../../lib/concurrency/awaitable.ts'
import { notFound } from '../../lib/errors/refusal.ts'
import { trimToNull } from '../../lib/text/normalize.ts'
import type { DeliveryMethodInput } from '../../schemas/shop/delivery-methods.ts'
import type { OpeningHours } from '../../schemas/shop/opening-hours.ts'
import type { Storefront, StorefrontInput, StorefrontWords } from '../../schemas/shop/storefront.ts'
import type { Change } from '../shared/change.ts'
import { differences, recordEvent } from '../shared/events/record.ts'
import { type ExpectedVersion, expectVersion } from '../shared/versions.ts'
import {
  deliveryMethodJson,
  findDeliveryMethods,
  storeDeliveryMethods,
} from './delivery-methods.ts'
import { findOpeningHours, storeOpeningHours } from './opening-hours.ts'
import { findSettings } from './settings/read.ts'

const NO_WORDS: StorefrontWords = {
  headline: null,
  intro: null,
  about: null,
  banner: null,
  deliveryNote: null,
  returnsNote: null,
  paymentNote: null,
  sizeGuide: null,
  mapUrl: null,
}

const storefrontCache = new VersionedCache<Storefront>()

export const findStorefront = (db: Reader): Awaitable<Storefront> =>
  storefrontCache.get(db, 'storefront', () => readStorefront(db))

async function readStorefront(db: Reader): Promise<Storefront> {
  const row = await db.get<StorefrontWords & { isOpen: number }>(sql`
    SELECT storefront AS "isOpen", headline, intro, about, banner, delivery_note AS "deliveryNote",
           returns_note AS "returnsNote", payment_note AS "paymentNote", size_guide AS "sizeGuide",
           map_url AS "mapUrl"
    FROM settings
    WHERE id = 1`)
  return row ? { ...row, isOpen: row.isOpen === 1 } : { isOpen: false, ...NO_WORDS }
}

/** A storefront that is switched off looks as if it were not there. @throws Refusal `not_found` */
export async function expectOpen(db: Reader): Promise<void> {
  const { isOpen } = await findStorefront(db)
  if (!isOpen) throw notFound('page')
}

/** What is left out stays as it is. */
export interface StorefrontEdit {
  storefront?: Partial<StorefrontInput>
  openingHours?: OpeningHours
  deliveryMethods?: readonly DeliveryMethodInput[]
}

/** @throws Refusal `stale_version`, `invalid_input` */
export async function updateStorefront(
  change: Change,
  { storefront, openingHours, deliveryMethods }: StorefrontEdit,
  version: ExpectedVersion,
): Promise<void> {
  const { currency, version: current } = await findSettings(change)
  expectVersion('shop', current, version)
  const before = await facts(change)
  if (storefront) await storeWords(change, { ...(await findStorefront(change)), ...storefront })
  if (openingHours) await storeOpeningHours(change, openingHours)
  if (deliveryMethods) await storeDeliveryMethods(change, deliveryMethods, currency)
  const data = differences(before, await facts(change))
  if (Object.keys(data).length === 0) return
  await change.run(sql`
    UPDATE settings SET version = version + 1, updated_at = ${change.at} WHERE id = 1`)
  await recordEvent(change, 'settings.updated', 1, data)
}

const storeWords = (change: Change, { isOpen, ...words }: StorefrontInput) =>
  change.run(sql`
    UPDATE settings
    SET storefront = ${Number(isOpen)}, headline = ${trimToNull(words.headline)},
        intro = ${trimToNull(words.intro)}, about = ${trimToNull(words.about)},
        banner = ${trimToNull(words.banner)}, delivery_note = ${trimToNull(words.deliveryNote)},
        returns_note = ${trimToNull(words.returnsNote)}, payment_note = ${trimToNull(words.paymentNote)},
        size_guide = ${trimToNull(words.sizeGuide)}, map_url = ${trimToNull(words.mapUrl)}
    WHERE id = 1`)

/** As the event log keeps them. */
async function facts(db: Reader) {
  const { currency } = await findSettings(db)
  const { isOpen, ...words } = await findStorefront(db)
  const methods = await findDeliveryMethods(db)
  return {
    storefront: isOpen,
    ...words,
    openingHours: await findOpeningHours(db),
    deliveryMethods: methods.map((method) => deliveryMethodJson(method, currency)),
  }
}
