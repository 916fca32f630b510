/** Hydrates the page when `hydrate` is called: on slow phones, long after it is visible. */
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { Product } from './product.tsx'

declare const WAY: string

Object.assign(window, {
  hydrate() {
    const root = document.getElementById('root')
    if (!root) return
    hydrateRoot(
      root,
      <StrictMode>
        <Product way={WAY} />
      </StrictMode>,
    )
  },
})
