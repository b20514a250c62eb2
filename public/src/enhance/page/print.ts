import { onClick } from '../dom.ts'

onClick('[data-print]', () => print())
