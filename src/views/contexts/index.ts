// The context of each template that a route renders, by the template's name; test/views/contexts.test.ts compares the
// names with the files. What every template has besides is in common.ts.
import type { AccessFragments, AccessPages } from './access.ts'
import type { AuditFragments, AuditPages } from './audit.ts'
import type { CarePages } from './care.ts'
import type { CatalogueFragments, CataloguePages } from './catalogue/index.ts'
import type { HistoryFragments, HistoryPages } from './history.ts'
import type { ImportsFragments, ImportsPages } from './imports.ts'
import type { InsightPages } from './insight.ts'
import type { KeyPages } from './keys.ts'
import type { MoneyFragments, MoneyPages } from './money.ts'
import type { OrderFragments, OrderPages } from './orders/index.ts'
import type { PeopleFragments, PeoplePages } from './people.ts'
import type { SharedFragments } from './shared.ts'
import type { ShopPages } from './shop.ts'
import type { SitePages } from './site.ts'
import type { StorefrontPages } from './storefront.ts'

export interface PageContexts
  extends AccessPages,
    AuditPages,
    CarePages,
    CataloguePages,
    HistoryPages,
    ImportsPages,
    InsightPages,
    KeyPages,
    MoneyPages,
    OrderPages,
    PeoplePages,
    ShopPages,
    SitePages,
    StorefrontPages {}

export interface FragmentContexts
  extends AccessFragments,
    AuditFragments,
    CatalogueFragments,
    HistoryFragments,
    ImportsFragments,
    MoneyFragments,
    OrderFragments,
    PeopleFragments,
    SharedFragments {}

export type PageName = keyof PageContexts

/** The fragments that can be sent in place of a page: the page's context has all that they need. */
export type FragmentOf<Name extends PageName> = {
  [Fragment in keyof FragmentContexts]: PageContexts[Name] extends FragmentContexts[Fragment]
    ? Fragment
    : never
}[keyof FragmentContexts]
