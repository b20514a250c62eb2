// Descriptions of the event types of categories, products and stock.
import type { EventData, EventTypeAbout } from '../../../../schemas/events/types.ts'
import type { Formats } from '../../../../views/helpers/formats.ts'
import type { IconName } from '../../../../views/helpers/icons.ts'
import { changedFields } from './fields.ts'
import type { Sentence } from './sentence.ts'

type CatalogueEventType = EventTypeAbout<'category' | 'product' | 'count'>

type CatalogueWords = {
  readonly [Type in CatalogueEventType]: (data: EventData<Type>, fmt: Formats) => Sentence
}

const say = (icon: IconName, verb: string, rest = ''): Sentence => ({ icon, verb, rest })

function changed(verb: string, data: object, first = ''): Sentence {
  const fields = changedFields(data)
  return say('pencil', verb, first + (fields && `: ${fields}`))
}

const REASONS: Record<EventData<'product.stock_moved'>['reason'], string> = {
  received: 'received',
  returned: 'returned by a customer',
  found: 'found',
  damaged: 'damaged',
  lost: 'lost',
  imported: 'imported from a file',
}

const signed = (quantity: number, fmt: Formats) =>
  `${quantity > 0 ? '+' : '−'}${fmt.number(Math.abs(quantity))}`

export const CATALOGUE_WORDS: CatalogueWords = {
  'category.created': () => say('plus', 'added the category'),
  'category.updated': (data) => changed('changed the category', data),
  'category.archived': () => say('inbox', 'archived the category'),
  'category.restored': () => say('rotate-ccw', 'restored the category'),
  'product.created': () => say('plus', 'added the product'),
  'product.updated': (data) => changed('changed the product', data),
  'product.archived': () => say('inbox', 'archived the product'),
  'product.restored': () => say('rotate-ccw', 'restored the product'),
  'product.images_added': ({ images }) =>
    say('image', images.length === 1 ? 'added a photo to' : `added ${images.length} photos to`),
  'product.images_ordered': () => say('image', 'put the photos in order of'),
  'product.image_removed': () => say('trash-2', 'deleted a photo of'),
  'product.variant_added': ({ sku }) => say('plus', 'added a variant to', `: ${sku}`),
  'product.variant_updated': ({ sku, fields }) => changed('changed', fields, `, ${sku}`),
  'product.variant_archived': ({ sku }) => say('inbox', 'archived a variant of', `: ${sku}`),
  'product.variant_restored': ({ sku }) => say('rotate-ccw', 'restored a variant of', `: ${sku}`),
  'product.stock_moved': ({ sku, delta, stock, reason }, fmt) =>
    say(
      'layers',
      'changed the stock of',
      `: ${sku} ${signed(delta, fmt)}, ${REASONS[reason]}; ${fmt.number(stock)} in stock`,
    ),
  'product.hold_released': ({ sku, quantity }, fmt) =>
    say('rotate-ccw', 'released what a buyer kept of', `: ${fmt.number(quantity)} × ${sku}`),
  'count.opened': () => say('clipboard-list', 'began', ''),
  'count.posted': ({ lines, differences }, fmt) =>
    say(
      'check',
      'posted',
      `: ${fmt.number(lines)} counted, ${fmt.number(differences.length)} differed`,
    ),
  'count.cancelled': () => say('ban', 'cancelled'),
}
