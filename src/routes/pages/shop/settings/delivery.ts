// Delivery section of the settings: how orders reach their buyers, and what that costs: /admin/settings/delivery.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../../../db/database.ts'
import { AmountInput } from '../../../../schemas/common.ts'
import {
  DELIVERY_KINDS,
  DeliveryMethodInput,
  DeliveryMethods,
} from '../../../../schemas/shop/delivery-methods.ts'
import { checkedTyped } from '../../../../schemas/validation/typed-input.ts'
import { can, viewerOf } from '../../../../services/access/viewers.ts'
import { findDeliveryMethods } from '../../../../services/shop/delivery-methods.ts'
import { changeSettings } from '../../../../services/shop/settings/change.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { formatsFor } from '../../../../views/helpers/formats.ts'
import { type ByField, formOf, type Refused, submitForm, valuesOf } from '../../forms.ts'
import { type ChangedRows, changedRows, rowsIn, rowValues } from './rows.ts'
import { type LabelledValue, sectionForm, valuesPage } from './sections.ts'

const PATH = '/admin/settings/delivery'
const read = { config: { permission: 'settings.read' } } as const
const write = { config: { permission: 'settings.write' } } as const

const LIST = 'deliveryMethods'
const FIELDS = ['id', 'kind', 'name', 'price', 'freeFrom', 'note'] as const
const BLANK: ByField = { ...Object.fromEntries(FIELDS.map((name) => [name, ''])), kind: 'delivery' }

const KIND_WORDS = { pickup: 'Pick-up', delivery: 'Delivery' } as const

/** A blank field is left out, so `freeFrom` is never null. */
const { title, ...freeFrom } = { ...AmountInput, title: 'Free from' }
const DeliveryForm = Type.Object(
  {
    [LIST]: {
      ...DeliveryMethods,
      items: Type.Object(
        {
          ...DeliveryMethodInput.properties,
          freeFrom: Type.Optional({ ...freeFrom, title }),
        },
        { additionalProperties: false },
      ),
    } as typeof DeliveryMethods,
  },
  { additionalProperties: false },
)

const delivery: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, read, async (request, reply) => {
    if (!can(viewerOf(request), 'settings.write')) {
      return valuesPage(reply, 'delivery', await storedWords(app.db))
    }
    const { version } = await findSettings(app.db)
    return deliveryPage(reply, { version: String(version) }, { rows: await storedRows(app.db) })
  })

  app.post(PATH, write, (request, reply) => {
    const form = formOf(request)
    const values = valuesOf(form)
    const typed = rowsIn(values, LIST, FIELDS)
    const changed = changedRows(form, typed, BLANK)
    if (changed) return deliveryPage(reply, values, changed)
    const rows = typed.filter((row) => !isBlank(row))
    return submitForm(
      reply,
      async () => {
        const settings = await findSettings(app.db)
        const input = { [LIST]: rows.map(withoutBlanks) }
        const { deliveryMethods } = checkedTyped(DeliveryForm, input, settings)
        const version = Number(form.version)
        return request.change((change) => changeSettings(change, { deliveryMethods }, version))
      },
      () => reply.flash('success', 'Delivery saved.').redirect(PATH, 303),
      (refused) => deliveryPage(reply, values, { rows }, refused),
    )
  })
}

/** A row that was added and not filled in. */
const isBlank = ({ kind, ...row }: ByField) =>
  Object.values(row).every((text) => text.trim() === '')

const withoutBlanks = (row: ByField) =>
  Object.fromEntries(Object.entries(row).filter(([, text]) => text.trim() !== ''))

async function storedRows(db: Reader): Promise<ByField[]> {
  const fmt = formatsFor(await findSettings(db))
  return (await findDeliveryMethods(db)).map(({ id, kind, name, price, freeFrom, note }) => ({
    id: String(id),
    kind,
    name,
    price: fmt.amount(price),
    freeFrom: freeFrom === null ? '' : fmt.amount(freeFrom),
    note: note ?? '',
  }))
}

/** For whoever may only read. */
async function storedWords(db: Reader): Promise<LabelledValue[]> {
  const fmt = formatsFor(await findSettings(db))
  return (await findDeliveryMethods(db)).map(({ kind, name, price, freeFrom, note }) => ({
    label: name,
    value: [
      KIND_WORDS[kind],
      price === 0 ? 'free' : fmt.money(price),
      ...(freeFrom === null ? [] : [`free from ${fmt.money(freeFrom)}`]),
      ...(note === null ? [] : [note]),
    ].join(', '),
  }))
}

async function deliveryPage(
  reply: FastifyReply,
  values: ByField,
  { rows, done = '', added = null }: Pick<ChangedRows, 'rows'> & Partial<ChangedRows>,
  refused?: Refused,
) {
  const form = await sectionForm(reply, { ...values, ...rowValues(LIST, rows) }, refused)
  return reply.page('shop/settings/delivery', {
    title: 'Delivery',
    ...form,
    rows: rows.map(({ name = '' }) => ({ name })),
    hasRoom: rows.length < (DeliveryMethods.maxItems ?? 0),
    done,
    added,
    kinds: DELIVERY_KINDS.map((value) => ({ value, label: KIND_WORDS[value] })),
  })
}

export default delivery
