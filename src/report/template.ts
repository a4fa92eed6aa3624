/**
 * The layout, in Typst. Everything it prints comes from `/report.json`; no text of a source is ever read as markup.
 *
 * In the data a text is an array of runs `{ p: pieces, s: style }`; a line may break between two pieces.
 */
export const TEMPLATE = String.raw`
#let report = json("/report.json")
#let day = report.date.split("-").map(int)
#let rule-line = 0.5pt + luma(90)
#let hair-line = 0.35pt + luma(170)
#let shade = luma(238)

#let piece(p) = if type(p) == str { text(p) } else { text(font: report.fonts.emoji, p.emoji) }
#let run(r) = {
  // Space of no visible width: a place where a line may break, without a character in the text.
  let body = r.p.map(piece).join(h(0.0001pt))
  if r.s == "bold" { text(weight: "bold", body) }
  else if r.s == "small" { text(size: 0.86em, fill: luma(70), body) }
  else { body }
}
#let rich(runs) = runs.map(run).join(linebreak())

#set document(title: report.plainTitle, author: report.producer, date: datetime(year: day.at(0), month: day.at(1), day: day.at(2)))
#set text(
  font: (report.fonts.text, report.fonts.emoji), fallback: false, size: 9pt, ligatures: false,
  lang: report.language, region: if report.language == "zh" { "cn" } else { "gb" }, cjk-latin-spacing: none,
  hyphenate: false,
)
#show regex("\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d"): it => box(it)
// The font draws these as wide as a Chinese character unless asked otherwise.
#show regex("[“”‘’]"): it => if report.language == "en" { text(features: ("pwid",), it) } else { it }
#set par(justify: false, leading: 0.58em, spacing: 0.75em)
#set page(
  paper: "a4", margin: (left: 22mm, right: 20mm, top: 18mm, bottom: 18mm), header-ascent: 4mm, footer-descent: 4mm,
  header: context {
    if counter(page).get().first() > 1 {
      set text(size: 7.5pt, fill: luma(70))
      block(width: 100%, inset: (bottom: 1.4mm), stroke: (bottom: hair-line), rich(report.header))
    }
  },
  footer: context {
    set text(size: 7.5pt, fill: luma(70))
    block(width: 100%, inset: (top: 1.6mm), stroke: (top: hair-line), grid(columns: (1fr, auto), column-gutter: 6mm,
      rich(report.footer),
      report.pageOf.replace("{page}", str(counter(page).get().first())).replace("{pages}", str(counter(page).final().first()))))
  },
)
#show heading.where(level: 1): it => block(
  above: 5mm, below: 2mm, sticky: true, width: 100%, inset: (bottom: 1.1mm), stroke: (bottom: 0.8pt),
  text(size: 11.5pt, weight: "bold", it.body),
)
#show heading.where(level: 2): it => block(above: 3.4mm, below: 1.6mm, sticky: true, text(size: 9.8pt, weight: "bold", it.body))
#set list(indent: 0mm, body-indent: 2mm, spacing: 0.62em, marker: [–])
#set enum(indent: 0mm, body-indent: 2mm, spacing: 0.62em)
#set table.cell(breakable: false)

#let width(c) = if "mm" in c.width { c.width.mm * 1mm } else { c.width.share * 1fr }
#let head(c) = table.cell(fill: shade, align: if c.align == "right" { right + bottom } else { left + bottom }, text(weight: "bold", rich(c.title)))
#let cell(c, t) = table.cell(align: if c.align == "right" { right + top } else { left + top }, breakable: t.long, rich(t.runs))
#let lined = (x, y) => (top: if y == 0 { rule-line } else { none }, bottom: if y == 0 { rule-line } else { hair-line })

#let spacer = table.cell(stroke: none, [])
// Rows that stand beside each other: down the left half, then down the right one.
#let halves(b) = {
  let half = calc.ceil(b.rows.len() / 2)
  let cells(r) = r.enumerate().map(((i, t)) => cell(b.columns.at(i), t))
  let empty = b.columns.map(c => [])
  (columns: b.columns.map(width) + (4mm,) + b.columns.map(width), head: b.columns.map(head) + (spacer,) + b.columns.map(head),
    cells: range(half).map(n => cells(b.rows.at(n)) + (spacer,) + if half + n < b.rows.len() { cells(b.rows.at(half + n)) } else { empty }).flatten())
}
#let whole(b) = (columns: b.columns.map(width), head: b.columns.map(head),
  cells: b.rows.map(r => r.enumerate().map(((i, t)) => cell(b.columns.at(i), t))).flatten())

#let data-table(b) = block(above: if b.bare { 1.2mm } else { 1.8mm }, below: if b.bare { 1.2mm } else { 2.6mm }, width: 100%, breakable: b.long, {
  set text(size: 0.89em)
  set par(leading: 0.48em)
  let laid = if b.halves { halves(b) } else { whole(b) }
  table(
    columns: laid.columns, stroke: if b.bare { (x, y) => (top: hair-line, bottom: hair-line) } else { lined }, inset: (x: 1.3mm, y: if b.bare { 0.8mm } else { 0.95mm }),
    ..if b.bare { () } else { (table.header(..laid.head),) },
    ..laid.cells,
  )
})

#let label-cell(f) = table.cell(fill: shade, breakable: f.value.long, text(weight: "bold", rich(f.label)))
#let value-cell(f, span) = table.cell(colspan: span, breakable: f.value.long, rich(f.value.runs))
#let field-table(b) = block(above: 1.8mm, below: 2.6mm, width: 100%, breakable: b.long, {
  set text(size: 0.91em)
  set par(leading: 0.48em)
  let paired = b.lines.any(l => l.len() == 2)
  table(
    columns: if paired { (b.labelMm * 1mm, 1fr, b.labelMm * 1mm, 1fr) } else { (b.labelMm * 1mm, 1fr) },
    stroke: (x, y) => (top: if y == 0 { rule-line } else { none }, bottom: hair-line),
    inset: (x: 1.3mm, y: 0.95mm),
    ..b.lines.map(l => if l.len() == 2 { l.map(f => (label-cell(f), value-cell(f, 1))) }
      else { (label-cell(l.first()), value-cell(l.first(), if paired { 3 } else { 1 })) }).flatten(),
  )
})

#let side(s) = {
  block(below: 1.8mm, text(weight: "bold", size: 1.12em, rich(s.title)))
  list(spacing: 0.62em, ..s.entries.map(rich))
}
#let beside(b) = block(above: 2.6mm, below: 2.4mm, width: 100%, {
  set text(size: 0.95em)
  table(columns: (1fr, 1fr), stroke: 0.6pt + luma(90), inset: 2.4mm, ..b.sides.map(side))
})

#let commands(b) = block(above: 1.4mm, below: 2mm, width: 100%, fill: shade, inset: 1.6mm, {
  set text(size: 0.89em)
  b.lines.map(rich).join(linebreak())
})

#let sheet(b) = block(above: 1.8mm, below: 2.6mm, width: 100%, breakable: false, {
  set text(size: 0.89em)
  table(
    columns: b.columns.map(width), rows: (auto,) + (8mm,) * b.emptyRows, stroke: 0.5pt + luma(110), inset: 1.5mm,
    table.header(..b.columns.map(head)),
    ..([],) * (b.columns.len() * b.emptyRows),
  )
})

#let slanting = tiling(size: (1.2mm, 1.2mm), place(line(start: (0%, 100%), end: (100%, 0%), stroke: 0.3pt + luma(110))))
#let crossed = tiling(size: (1.2mm, 1.2mm), {
  place(line(start: (0%, 100%), end: (100%, 0%), stroke: 0.25pt + luma(180)))
  place(line(start: (0%, 0%), end: (100%, 100%), stroke: 0.25pt + luma(180)))
})
#let fills = (ink: luma(30), mid: luma(130), pale: luma(205), hatch: slanting, cross: crossed, "none": none)
#let mark-of(s) = {
  let fill = if s.filled { luma(0) } else { white }
  let stroke = 0.4pt + luma(0)
  if s.shape == "square" { place(dx: s.x * 1mm - 0.75mm, dy: s.y * 1mm - 0.75mm, rect(width: 1.5mm, height: 1.5mm, fill: fill, stroke: stroke)) }
  else if s.shape == "circle" { place(dx: s.x * 1mm - 0.75mm, dy: s.y * 1mm - 0.75mm, circle(radius: 0.75mm, fill: fill, stroke: stroke)) }
  else { place(dx: s.x * 1mm - 0.85mm, dy: s.y * 1mm - 0.75mm, polygon(fill: fill, stroke: stroke, (0.85mm, 0mm), (1.7mm, 1.5mm), (0mm, 1.5mm))) }
}
#let label-of(s) = place(dx: s.x * 1mm, dy: s.y * 1mm, box(width: s.w * 1mm, height: 3mm, clip: true,
  align(if s.align == "right" { right + horizon } else if s.align == "center" { center + horizon } else { left + horizon }, { let words = text(size: 6.6pt, rich(s.text)); if s.align == "left" { box(width: 300mm, words) } else { words } })))
#let shape-of(s) = {
  if s.type == "rect" {
    place(dx: s.x * 1mm, dy: s.y * 1mm, rect(width: s.w * 1mm, height: s.h * 1mm, fill: fills.at(s.fill), stroke: if s.at("outlined", default: false) { 0.35pt + luma(30) } else { none }))
  } else if s.type == "line" {
    place(line(start: (s.x1 * 1mm, s.y1 * 1mm), end: (s.x2 * 1mm, s.y2 * 1mm), stroke: if s.at("thick", default: false) { 0.6pt + luma(30) } else { 0.3pt + luma(110) }))
  } else if s.type == "mark" { mark-of(s) }
  else { label-of(s) }
}
#let figure-block(b) = block(above: 3.4mm, below: 2.8mm, width: 100%, breakable: false, {
  block(below: 1.6mm, text(weight: "bold", size: 1em, rich(b.title)))
  if b.heightMm > 0 { box(width: 168mm, height: b.heightMm * 1mm, for s in b.shapes { shape-of(s) }) }
  set text(size: 7.4pt, fill: luma(50))
  set par(leading: 0.45em)
  for n in b.notes { block(above: 1mm, below: 0mm, rich(n)) }
})

#let signature-line(l) = grid(columns: (auto, 1fr), column-gutter: 1.5mm, align: bottom, rich(l), box(width: 100%, height: 5.4mm, stroke: (bottom: 0.4pt + luma(110))))
#let signature(b) = table.cell(colspan: if b.wide { 2 } else { 1 }, block(breakable: false, width: 100%, {
  text(weight: "bold", rich(b.title))
  if b.declaration != none { block(above: 1.6mm, below: 0mm, text(size: 8.3pt, rich(b.declaration))) }
  for given in b.given { block(above: 1.6mm, below: 0mm, text(size: 8.3pt, rich(given))) }
  v(0.5mm)
  if b.wide { grid(columns: (1fr,) * 3, column-gutter: 5mm, row-gutter: 1.4mm, ..b.lines.map(signature-line)) }
  else { stack(spacing: 1.4mm, ..b.lines.map(signature-line)) }
}))
#let signatures(b) = block(above: 1.8mm, below: 2.6mm, width: 100%, {
  set text(size: 8.8pt)
  table(columns: (1fr, 1fr), stroke: 0.5pt + luma(110), inset: 2mm, ..b.boxes.map(signature))
})

#let render(b) = {
  if b.type == "chapter" {
    heading(level: 1, { if b.number != none { rich(b.number); h(0.7em) }; rich(b.title) })
  } else if b.type == "section" { heading(level: 2, outlined: false, bookmarked: true, rich(b.title)) }
  else if b.type == "group" { block(above: 2.8mm, below: 1.2mm, sticky: true, { rich(b.title); h(0.8em); text(size: 0.84em, fill: luma(70), rich(b.aside)) }) }
  else if b.type == "paragraph" { block(sticky: b.sticky, text(size: if b.small { 0.87em } else { 1em }, rich(b.text))) }
  else if b.type == "list" {
    set text(size: if b.small { 0.87em } else { 1em })
    if b.numbered { enum(..b.entries.map(rich)) } else { list(..b.entries.map(rich)) }
  }
  else if b.type == "fields" { field-table(b) }
  else if b.type == "table" { data-table(b) }
  else if b.type == "beside" { beside(b) }
  else if b.type == "commands" { commands(b) }
  else if b.type == "figure" { figure-block(b) }
  else if b.type == "sheet" { sheet(b) }
  else if b.type == "signatures" { signatures(b) }
  else { panic("no layout for block") }
}

// The largest of these sizes at which all stands on one page.
#let one-page(blocks) = layout(free => {
  let at(size) = { set text(size: size); for b in blocks { render(b) } }
  let sizes = (9.5pt, 9pt, 8.5pt, 8pt, 7.5pt, 7pt, 6.5pt)
  let fitting = sizes.find(size => measure(width: free.width, at(size)).height <= free.height)
  at(if fitting == none { sizes.last() } else { fitting })
})

#v(8mm)
#block(below: 3mm, text(size: if report.language == "zh" { 21pt } else { 17pt }, weight: "bold", rich(report.title)))
#block(below: 5mm, text(size: 11pt, rich(report.subtitle)))
#line(length: 100%, stroke: 1.2pt)
#for b in report.front { render(b) }
#if report.contentsTitle != none {
  v(2mm)
  block(below: 2mm, text(size: 10.5pt, weight: "bold", rich(report.contentsTitle)))
  {
    set text(size: 9pt)
    show outline.entry: set block(above: 0.62em)
    set outline.entry(fill: text(fill: luma(150), repeat(gap: 1mm)[.]))
    outline(title: none, depth: 1)
  }
  pagebreak()
  one-page(report.summary)
  pagebreak()
}
#for b in report.body { render(b) }
`;
