// Contexts of the templates for categories, products and stock.
import type { CategoryPages } from './categories.ts'
import type { ProductFragments, ProductPages } from './products.ts'
import type { StockFragments, StockPages } from './stock.ts'

export interface CataloguePages extends CategoryPages, ProductPages, StockPages {}

export interface CatalogueFragments extends ProductFragments, StockFragments {}
