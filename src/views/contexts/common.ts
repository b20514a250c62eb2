// The common context: what plugins/answers/views.ts gives to every template.
import type { Permission } from '../../schemas/access/permissions.ts'
import type { Settings } from '../../schemas/shop/settings.ts'
import type { Viewer } from '../../services/access/viewers.ts'
import type { Formats } from '../helpers/formats.ts'
import type { Toast } from './parts.ts'

export type Flash = Required<Toast>

export interface CommonContext {
  shop: Settings
  viewer: Viewer | null
  /** Whether the viewer has a permission: what leads to a closed page is not shown. */
  can(permission: Permission): boolean
  /** Where the viewer begins. */
  home: string
  csrf: string
  /** Where the shop is reached: scheme and host. */
  origin: string
  /** The path of the request, without its query. */
  path: string
  address: string
  flash: Flash | null
  /** 'system', 'light' or 'dark'. */
  theme: string
  fmt: Formats
}
