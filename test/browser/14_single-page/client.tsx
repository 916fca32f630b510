/** Renders the shop into an empty element. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { type Products, Shop } from './shop.tsx'

declare const PRODUCTS: Products

const root = document.getElementById('root')
// The widget finds nothing when it first reads the page.
addEventListener('load', () => {
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <Shop products={PRODUCTS} path={location.pathname} />
    </StrictMode>,
  )
})
