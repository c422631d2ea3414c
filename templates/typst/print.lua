-- For Quarto's Word, PDF and slides; the embedded renderer does the same by itself. Alternative texts and PNG images for
-- Office, which Quarto leaves out, and no links to files that lie beside the HTML pages only.
local office = FORMAT == 'docx' or FORMAT == 'pptx'

local function link(l)
  if l.target:match('^#') or l.target:match('^https?:') or l.target:match('^mailto:') then return nil end
  if l.target:match('%.csv$') or l.target:match('%.xlsx$') then return {} end
  return l.content
end

local function image(i)
  if not office then return nil end
  local alt = i.attributes['fig-alt'] or i.attributes.alt or pandoc.utils.stringify(i.caption)
  i.caption, i.src = { pandoc.Str(alt) }, (i.src:gsub('%.svg$', '.png'))
  return i
end

return { { Link = link, Image = image } }
