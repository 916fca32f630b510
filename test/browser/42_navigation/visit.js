// Navigations as pages make them that fetch the next page and put it into this one.
const { way } = document.currentScript.dataset

const ways = {
  /** As pjax does: a container gets the new content as text, whose scripts do not run. */
  pjax(next) {
    const content = document.querySelector('#content')
    content.innerHTML = next.querySelector('#content').innerHTML
  },
  /** As Barba does: both containers are there until the old one has faded. */
  barba(next) {
    const old = document.querySelector('#content')
    old.after(next.querySelector('#content'))
    setTimeout(() => old.remove(), 200)
  },
  /** As Astro does: the new body replaces the old one, and scripts that ran before do not run again. */
  astro(next) {
    document.body.replaceWith(next.body)
  },
}

async function visit(href) {
  const response = await fetch(href)
  const next = new DOMParser().parseFromString(await response.text(), 'text/html')
  document.title = next.title
  ways[way](next)
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a')
  if (!link) return
  event.preventDefault()
  history.pushState(null, '', link.href)
  visit(link.href)
})
addEventListener('popstate', () => visit(location.href))
