// Import runs by who may see them: those of the catalogue have addresses and a permission of their own.
import type { Permission } from '../../schemas/access/permissions.ts'
import type { ImportNounName } from '../../schemas/imports/index.ts'

export interface ImportGroup {
  nouns: readonly ImportNounName[]
  permission: Permission
  /** Of the runs in the API, and of their pages. */
  api: string
  page: string
}

const BOOKS: ImportGroup = {
  nouns: ['customers', 'orders'],
  permission: 'imports.write',
  api: '/api/imports',
  page: '/admin/import/runs',
}

const CATALOGUE: ImportGroup = {
  nouns: ['products'],
  permission: 'products.write',
  api: '/api/product-imports',
  page: '/admin/import/products/runs',
}

export const IMPORT_GROUPS = { books: BOOKS, catalogue: CATALOGUE } as const

export const groupOf = (noun: ImportNounName): ImportGroup =>
  noun === 'products' ? CATALOGUE : BOOKS
