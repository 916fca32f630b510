/** A shop that bundles the module, and names the Worker's address to load its other files. */
import { start } from 'shelfbell'

const { worker, shop } = document.documentElement.dataset
if (worker && shop) start({ base: worker, shop, sku: 'LAMP', target: '#buy' })
