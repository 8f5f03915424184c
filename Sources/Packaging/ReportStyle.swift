/// How the page looks: on paper, on a narrow and on a wide screen, by day and by night.
let reportStyle = """
  :root {
    color-scheme: light dark;
    --ground: #fff; --ink: #1c1e21; --soft: #565b62; --line: #d8d9d4; --panel: #f4f4ef; --link: #0b5394;
    --green: #14532d; --on-green: #dcfce7; --amber: #713f12; --on-amber: #fef3c7; --red: #7f1d1d; --on-red: #fee2e2;
    --blue: #1e3a8a; --on-blue: #dbeafe; --grey: #374151; --on-grey: #e5e7eb;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --ground: #16181b; --ink: #e6e6e3; --soft: #a5abb3; --line: #3a3e44; --panel: #1f2226; --link: #8ec1f5;
      --green: #bbf7d0; --on-green: #14402a; --amber: #fde68a; --on-amber: #4a3410; --red: #fecaca; --on-red: #5b1a1a;
      --blue: #bfdbfe; --on-blue: #1e3a6e; --grey: #d1d5db; --on-grey: #374151;
    }
    img { background: #fff; }
  }
  * { box-sizing: border-box; }
  html { scroll-padding-top: 1rem; }
  body {
    margin: 0 auto; padding: 0 1.25rem 4rem; max-width: 72rem; background: var(--ground); color: var(--ink);
    font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
  }
  p, section > ul, figcaption { max-width: 46rem; }
  h1 { font-size: 1.9rem; line-height: 1.2; margin: 2rem 0 .5rem; }
  h2 { font-size: 1.35rem; margin: 3rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
  h3 { font-size: 1.05rem; margin: 1.75rem 0 .4rem; }
  a { color: var(--link); text-underline-offset: .15em; }
  code, pre { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .88em; }
  pre { background: var(--panel); padding: .75rem 1rem; overflow-x: auto; }
  .kind { margin: 0 -1.25rem; padding: .7rem 1.25rem; }
  .kind p { margin: 0; }
  .kind ul { margin: .35rem 0 0; padding-left: 1.2rem; font-size: .92rem; }
  .kind.reconstruction { background: var(--on-amber); color: var(--amber); }
  .kind.synthetic { background: var(--on-blue); color: var(--blue); }
  .kind.original { background: var(--on-green); color: var(--green); }
  .byline { margin: .15rem 0; color: var(--soft); }
  nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: 1.25rem 0; }
  dl { margin: 1rem 0; }
  dt { color: var(--soft); }
  dd { margin: 0; }
  .headlines { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 1rem 1.5rem; }
  .headlines > div { display: flex; flex-direction: column; border-left: 3px solid var(--line); padding-left: .7rem; }
  .headlines dd { font-size: 1.5rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
  .headlines dt { font-size: .9rem; order: 1; }
  .unit { font-size: .65em; color: var(--soft); }
  .facts > div { display: grid; grid-template-columns: 8rem 1fr; gap: 0 1rem; padding: .2rem 0; }
  .facts dd { min-width: 0; overflow-wrap: anywhere; }
  .plain { list-style: none; margin: 0; padding: 0; }
  .digest { color: var(--soft); font-size: .75em; overflow-wrap: anywhere; }
  figure { margin: 1.5rem 0 2.25rem; }
  img { max-width: 100%; max-height: 90vh; width: auto; height: auto; display: block; }
  figcaption { margin-top: .5rem; font-size: .92rem; }
  .scroll { overflow-x: auto; margin: .25rem 0; }
  .scroll:focus-visible { outline: 2px solid var(--link); }
  table { border-collapse: collapse; font-size: .9rem; }
  th, td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); }
  th { font-weight: 600; }
  tbody th { font-weight: 400; }
  .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .note { margin: 0 0 1.75rem; font-size: .88rem; color: var(--soft); }
  details { border-bottom: 1px solid var(--line); padding: .35rem 0; }
  summary { cursor: pointer; padding: .3rem 0; }
  .count { color: var(--soft); }
  .expression { color: var(--soft); font-size: .8em; }
  .claims th:first-child { min-width: 11rem; }
  .claims .number { white-space: normal; }
  .counts { list-style: none; padding: 0; }
  .counts li { margin: .35rem 0; }
  .counts li > span:last-child { color: var(--soft); font-size: .9rem; }
  .verdict { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; font-size: .88rem; white-space: nowrap; }
  .verdict { background: var(--on-grey); color: var(--grey); }
  .verdict.holds { background: var(--on-green); color: var(--green); }
  .verdict.moved { background: var(--on-amber); color: var(--amber); }
  .verdict.fails { background: var(--on-red); color: var(--red); }
  .verdict.possible { background: var(--on-blue); color: var(--blue); }
  footer { margin-top: 3rem; color: var(--soft); font-size: .88rem; }
  @media (max-width: 40rem) {
    h1 { font-size: 1.5rem; }
    .facts > div { grid-template-columns: 1fr; padding: .35rem 0; }
  }
  @media print {
    body { max-width: none; font-size: 10pt; }
    nav { display: none; }
    .scroll { overflow: visible; }
    table { font-size: 8pt; }
    figure, tr, .kind { break-inside: avoid; }
    h2, h3 { break-after: avoid; }
  }
  """
