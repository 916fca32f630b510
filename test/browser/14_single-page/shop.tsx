/**
 * A single-page shop in React: the History API changes its pages, a changed key replaces its DOM, and
 * each page renders its structured data again.
 */
import { type MouseEvent, useEffect, useState, useSyncExternalStore } from 'react'

export interface Product {
  name: string
  sku: string
  /** `InStock` or `OutOfStock`. */
  is: string
}
export type Products = Record<string, Product>

const follow = (changed: () => void) => {
  addEventListener('popstate', changed)
  return () => removeEventListener('popstate', changed)
}

/** `path` is the requested path. */
export function Shop({ products, path }: { products: Products; path: string }) {
  const here = useSyncExternalStore(
    follow,
    () => location.pathname,
    () => path,
  )
  const product = products[here]
  const go = (event: MouseEvent<HTMLAnchorElement>) => {
    event.preventDefault()
    history.pushState(null, '', event.currentTarget.pathname)
    dispatchEvent(new PopStateEvent('popstate'))
  }
  return (
    <main>
      <nav>
        {Object.entries(products).map(([href, { name }]) => (
          <a key={href} href={href} onClick={go}>
            {name}
          </a>
        ))}
      </nav>
      {product ? <Page key={here} {...product} /> : <h1>All things</h1>}
    </main>
  )
}

function Page({ name, sku, is }: Product) {
  const [round, setRound] = useState(0)
  useEffect(() => {
    document.title = name
  }, [name])
  const data = { '@type': 'Product', name, sku, offers: { availability: is } }
  return (
    <>
      <h1>{name}</h1>
      {/* A new key makes React replace the whole element. */}
      <section key={round} data-round={round}>
        <p id="buy">{is}</p>
        <button type="button" onClick={() => setRound(round + 1)}>
          Another colour
        </button>
      </section>
      <script
        type="application/ld+json"
        dangerouslySetInnerHTML={{ __html: JSON.stringify(data) }}
      />
    </>
  )
}
