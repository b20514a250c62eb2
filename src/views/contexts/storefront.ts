// Contexts of the templates of the storefront.
import type { Page } from './parts.ts'

export interface StorefrontPages {
  'storefront/home/index': Page
}
