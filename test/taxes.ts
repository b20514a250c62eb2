// A shop with a tax, for tests of what orders come to.
import type { FastifyInstance } from 'fastify'
import type { TaxMode } from '../src/schemas/prices.ts'
import { change, SYSTEM } from '../src/services/change.ts'
import { findSettings } from '../src/services/settings.ts'
import { updateSettings } from '../src/services/settings-edit.ts'

/** What orders are taxed with from now on: '20' is 20 %. */
export const setTax = async (app: FastifyInstance, taxMode: TaxMode, taxRate = '0') =>
  app.db.write(async (tx) => {
    const { logo, version, ...settings } = await findSettings(tx)
    const edit = { ...settings, taxMode, taxRate, taxLabel: 'VAT' }
    return updateSettings(change(tx, SYSTEM), edit, version)
  })
