// The one script of every page: htmx, and small enhancements of pages that work without it.
import 'htmx.org'
import './enhance/announce.ts'
import './enhance/dialogs.ts'
import './enhance/failures.ts'
import './enhance/lightbox.ts'
import './enhance/menus.ts'
import './enhance/offline.ts'
import './enhance/print.ts'
import './enhance/photos.ts'
import './enhance/picks.ts'
import './enhance/rows.ts'
import './enhance/selects.ts'
import './enhance/steppers.ts'
import './enhance/submits.ts'
import './enhance/sending.ts'
import './enhance/toasts.ts'

document.documentElement.classList.add('js')
