// Tax settings for tests of order totals.
import type { FastifyInstance } from 'fastify'
import type { TaxMode } from '../../../src/schemas/shop/tax.ts'
import { change, SYSTEM } from '../../../src/services/shared/change.ts'
import { updateSettings } from '../../../src/services/shop/settings/edit.ts'
import { findSettings } from '../../../src/services/shop/settings/read.ts'

/** @param taxRate '20' is 20 % */
export const setTax = async (app: FastifyInstance, taxMode: TaxMode, taxRate = '0') =>
  app.db.write(async (tx) => {
    const { logo, version, ...settings } = await findSettings(tx)
    const edit = { ...settings, taxMode, taxRate, taxLabel: 'VAT' }
    return updateSettings(change(tx, SYSTEM), edit, version)
  })
