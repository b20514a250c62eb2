// Contexts of the templates of the storefront.

import type { Storefront } from '../../schemas/shop/storefront.ts'
import type { Product, ProductImage } from '../../services/catalogue/products/read.ts'
import type { Variant } from '../../services/catalogue/variants/read.ts'
import type { OpeningDay, OpenState } from '../../services/shop/opening-hours.ts'
import type { Cart } from '../../services/storefront/cart/read.ts'
import type { Home } from '../../services/storefront/home.ts'
import type { Chip, Choice, Link, Page, SentForm } from './parts.ts'

/** What every page of the storefront shows. */
export interface Store {
  words: Storefront
  open: OpenState
  /** In the cart; null on a page that is the same for all visitors. */
  pieces: number | null
  /** Whether anything is made to order. */
  hasMade: boolean
}

/** For search engines, and programs that show a link. */
export interface Machines {
  /** Path of the page that counts; null: search engines leave the page out. */
  canonical: string | null
  description: string | null
  /** Path of a picture. */
  picture: string | null
  /** Structured data (schema.org), as JSON that can stand in a script element. */
  data: string | null
}

export interface ShopPage extends Page {
  store: Store
  machines: Machines
}

export interface FacetChoice {
  label: string
  /** Name of the form's field, and the value that it sends. */
  name: string
  value: string
  products: number
  isChosen: boolean
}

export interface ShownFacet {
  legend: string
  /** One choice at a time. */
  isOne: boolean
  choices: FacetChoice[]
  /** How many of them are in view; the others are folded away. */
  shown: number
}

/** Where a page of a list is among the others; addresses of its neighbours. */
export interface PagePlaces {
  page: number
  last: number
  previous: string | null
  next: string | null
}

export interface ProductListShown {
  products: Product[]
  total: number
  /** A category, a kind or a search, as the heading says it. */
  heading: string
  intro: string | null
  facets: ShownFacet[]
  chips: Chip[]
  sorts: readonly Choice[]
  sort: string
  priceMin: string
  priceMax: string
  isAvailable: boolean
  /** What else the filter form has to send. */
  kept: { name: string; value: string }[]
  places: PagePlaces
}

export interface OptionValue {
  label: string
  /** Where the page is with this value. */
  href: string
  isChosen: boolean
  /** Of the variant with this value and the other chosen ones; null: there is none. */
  variant: Variant | null
  /** It cannot be had with the other chosen ones. */
  isOut: boolean
  /** Its own photo, if the option is one of pictures. */
  image: ProductImage | null
}

export interface ShownOption {
  name: string
  values: OptionValue[]
  /** True for the one that the form sends; the others are links. */
  isSent: boolean
}

export interface ProductShown extends ShopPage {
  product: Product
  /** The chosen one. */
  variant: Variant
  images: ProductImage[]
  choices: ShownOption[]
  crumbs: Link[]
  /** In stock, or made to order. */
  canBeHad: boolean
  /** It is in stock, and can be collected in the shop. */
  isCollected: boolean
  related: Product[]
}

export interface CartPage extends ShopPage {
  cart: Cart
  problem: string | null
  /** Something has to change before the checkout. */
  isShort: boolean
}

export interface CheckoutPage extends ShopPage, SentForm {
  cart: Cart
  /** Id of the delivery method. */
  chosen: number | null
  /** What the form says that the buyer saw: the total with each delivery method. */
  expected: { name: string; value: string }[]
  idempotencyKey: string
}

export interface ShopPages {
  'storefront/home/index': ShopPage & { goods: Home }
  'storefront/products/index': ShopPage & ProductListShown
  'storefront/products/show': ProductShown
  'storefront/products/gone': ShopPage & { name: string; category: Link | null; related: Product[] }
  'storefront/search/index': ShopPage & {
    typed: string
    corrected: string | null
    products: Product[]
    total: number
    categories: Link[]
    places: PagePlaces
  }
  'storefront/cart/index': CartPage
  'storefront/checkout/index': CheckoutPage
  'storefront/about/index': ShopPage & { week: OpeningDay[]; exceptions: OpeningDay[] }
}

export interface StorefrontPages extends ShopPages {
  'storefront/home/closed': Page
}
