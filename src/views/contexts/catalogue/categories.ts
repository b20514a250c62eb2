// Contexts of the templates for categories.
import type { Category } from '../../../schemas/catalogue/categories.ts'
import type { Empty, Page, Pager, SentForm, Tab } from '../parts.ts'
import type { Overtaken } from '../people.ts'

export interface CategoryPages {
  'catalogue/categories/edit': CategoryEditPage
  'catalogue/categories/index': CategoriesPage
}

interface CategoriesPage extends Page, SentForm {
  categories: readonly Category[]
  total: number
  isArchived: boolean
  tabs: readonly Tab[]
  /** What is shown after the end of the list. */
  beyond: Empty | null
  pager: Pager
  idempotencyKey: string
}

interface CategoryEditPage extends Page, SentForm {
  category: Category
  version: string | number | undefined
  /** What somebody else saved meanwhile. */
  overtaken: Overtaken | null
}
