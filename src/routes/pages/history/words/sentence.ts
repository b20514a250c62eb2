// Sentence parts for the activity page: "Rosa marked #1042 ready".
import type { IconName } from '../../../../views/helpers/icons.ts'

export interface Sentence {
  icon: IconName
  /** Before the entity's name: "marked". */
  verb: string
  /** After the entity's name: "ready". */
  rest: string
}
