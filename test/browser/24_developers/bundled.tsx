/** A shop that bundles the module: only the Worker's address says where its other files are. */
import { start } from 'shelfbell'

const { worker, shop } = document.documentElement.dataset
if (worker && shop) start({ base: worker, shop, sku: 'LAMP', target: '#buy' })
