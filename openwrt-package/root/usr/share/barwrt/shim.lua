-- SPDX-License-Identifier: AGPL-3.0-or-later
-- BarWRT's database behind uhttpd: a subset of CouchDB's HTTP API over one append-only log a database. docs/wire.md
-- is the contract. This is the Lua 5.1 half, for routers before 22.03 and for laptops; shim.uc is the same in ucode,
-- with the same sections and names. Started by www/cgi-bin/db: shim.lua ROOT PROGRAM [locked LOG…]
--   1 answers  2 strict JSON  3 documents  4 settings and files  5 the log  6 the index  7 the life file
--   8 the lock  9 state of a database  10 reading  11 writing  12 who may do what
-- OpenWrt's Lua has 32-bit integers beside doubles: %d of 2^31 throws, so whole numbers are written with %.0f.

local byte, char, find, format = string.byte, string.char, string.find, string.format
local gmatch, gsub, match, sub = string.gmatch, string.gsub, string.match, string.sub
local concat, insert, floor, open, getenv = table.concat, table.insert, math.floor, io.open, os.getenv

local MAX_BODY, MAX_DOCUMENT, MAX_DEPTH = 262144, 4096, 16
local MAX_ROWS, MAX_PAGE, MAX_DATABASES = 1000, 1048576, 32
local BLOCK = 65536 -- bytes read at once, and bytes of log between two marks of the index

local settings = {} -- the lines of shim.conf
local request = {} -- method, name, path, query, body, origin, role, locked
local db = {} -- the paths of the database asked for; db.log is its open log

-- 1 answers ---------------------------------------------------------------------------------------------------------

local STATUS = {
  [200] = 'OK', [201] = 'Created', [204] = 'No Content', [400] = 'Bad Request', [401] = 'Unauthorized',
  [404] = 'Not Found', [405] = 'Method Not Allowed', [412] = 'Precondition Failed',
  [413] = 'Request Entity Too Large', [500] = 'Internal Server Error', [503] = 'Service Unavailable',
  [507] = 'Insufficient Storage',
}

-- Ends the request with an error; `reason` is a sentence that says what to do.
local function fail(status, name, reason)
  request.failure = { status, name, reason }
  error('failed', 0)
end

local function bad(reason)
  fail(400, 'bad_request', reason)
end

local function quote(text)
  return '"' .. gsub(text, '[%c"\\]', function(c) return format('\\u%04x', byte(c)) end) .. '"'
end

local function number(n)
  return format('%.0f', n)
end

-- The head of an answer. Without a length what follows is streamed, and JSON's last brace is its end marker.
local function send_head(status, length)
  request.answered = true
  io.write('Status: ', number(status), ' ', STATUS[status], '\r\nContent-Type: application/json\r\n',
    'Cache-Control: no-store\r\n')
  if length then io.write('Content-Length: ', number(length), '\r\n') end
  if settings.origins then io.write('Vary: Origin\r\n') end
  if request.origin then
    io.write('Access-Control-Allow-Origin: ', request.origin, '\r\nAccess-Control-Allow-Credentials: true\r\n',
      'Access-Control-Allow-Methods: GET, HEAD, PUT, POST, OPTIONS\r\n',
      'Access-Control-Allow-Headers: authorization, content-type, accept\r\nAccess-Control-Max-Age: 600\r\n')
  end
  if request.allow then io.write('Allow: ', request.allow, '\r\n') end
  io.write('\r\n')
end

local function send(status, body)
  body = status == 204 and '' or body .. '\n'
  send_head(status, status ~= 204 and #body or nil)
  if request.method ~= 'HEAD' then io.write(body) end
end

-- 2 strict JSON -----------------------------------------------------------------------------------------------------
-- Nothing is decoded and encoded again: a document is kept as the text that came. All texts run through compact
-- and then scan, which goes from token to token without recursion.

-- Every whole UTF-8 sequence: no overlong ones, no surrogates, nothing above U+10FFFF.
local UTF8 = {
  '[\194-\223][\128-\191]', '\224[\160-\191][\128-\191]', '[\225-\236\238\239][\128-\191][\128-\191]',
  '\237[\128-\159][\128-\191]', '\240[\144-\191][\128-\191][\128-\191]',
  '[\241-\243][\128-\191][\128-\191][\128-\191]', '\244[\128-\143][\128-\191][\128-\191]',
}
-- Every whole escape, a pair of surrogates first; `\\` before all, so that what follows it is no escape.
local ESCAPES = {
  '\\\\', '\\["/bfnrt]', '\\u[dD][89abAB]%x%x\\u[dD][c-fC-F]%x%x', '\\u[0-9a-cA-CefEF]%x%x%x', '\\u[dD][0-7]%x%x',
}

-- Blots out what is whole (never removes: that could join two halves) and looks whether a piece is left.
local function check_sequences(text, suspect, whole, what)
  if not find(text, suspect) then return end
  for _, pattern in ipairs(whole) do text = gsub(text, pattern, '.') end
  if find(text, suspect) then bad('The body has ' .. what .. '.') end
end

-- The text with every escape blotted out: each quote that is left begins or ends a string.
local function masked(text)
  return find(text, '\\', 1, true) and gsub(text, '\\.', '..') or text
end

-- The text without whitespace outside its strings, after the checks that need no structure.
local function compact(text)
  if find(text, '[%z\1-\8\11\12\14-\31]') then bad('The body has a raw control character.') end
  check_sequences(text, '[\128-\255]', UTF8, 'bytes that are not UTF-8')
  check_sequences(text, '\\', ESCAPES, 'a broken escape or half a surrogate pair')
  if not find(text, '[ \t\n\r]') then return text end
  local seen, out, pos = masked(text), {}, 1
  while true do
    local opens = find(seen, '"', pos, true)
    local gap = sub(text, pos, (opens or 0) - 1)
    if find(gap, '[%w.+-][ \t\n\r]+[%w.+-]') then bad('The body has two values with nothing between them.') end
    out[#out + 1] = gsub(gap, '[ \t\n\r]+', '')
    if not opens then return concat(out) end
    local closes = find(seen, '"', opens + 1, true) or bad('The body has a string without an end.')
    local whole = sub(text, opens, closes)
    if find(whole, '[\t\n\r]') then bad('The body has a raw control character in a string.') end
    out[#out + 1] = whole
    pos = closes + 1
  end
end

local function utf8(code)
  if code < 128 then return char(code) end
  local last, rest = char(128 + code % 64), floor(code / 64)
  if code < 2048 then return char(192 + rest) .. last end
  last, rest = char(128 + rest % 64) .. last, floor(rest / 64)
  if code < 65536 then return char(224 + rest) .. last end
  return char(240 + floor(rest / 64)) .. char(128 + rest % 64) .. last
end

local PLAIN = { b = '\b', f = '\f', n = '\n', r = '\r', t = '\t' }

-- The inside of a checked string as UTF-8. U+0000 becomes C0 80, which no valid text holds: ucode's keys end at a NUL.
local function decode(text)
  if not find(text, '\\', 1, true) then return text end
  text = gsub(text, '\\u([dD][89abAB]%x%x)\\u([dD][c-fC-F]%x%x)', function(high, low)
    return utf8((tonumber(high, 16) - 55296) * 1024 + tonumber(low, 16) - 56320 + 65536)
  end)
  return (gsub(text, '\\(.)(%x?%x?%x?%x?)', function(kind, hex)
    if kind ~= 'u' then return (PLAIN[kind] or kind) .. hex end
    return hex == '0000' and '\192\128' or utf8(tonumber(hex, 16))
  end))
end

local function is_literal(token)
  if token == 'true' or token == 'false' or token == 'null' then return true end
  local rest = match(token, '^%-?0(.*)$') or match(token, '^%-?[1-9]%d*(.*)$')
  rest = rest and (match(rest, '^%.%d+(.*)$') or rest)
  return rest and (rest == '' or find(rest, '^[eE][+-]?%d+$') ~= nil)
end

-- What may come in which state, and the state after it.
local NEXT = {
  value = { ['{'] = 'first key', ['['] = 'first value', ['"'] = 'done', literal = 'done' },
  ['first value'] = { ['{'] = 'first key', ['['] = 'first value', ['"'] = 'done', literal = 'done', [']'] = 'done' },
  ['first key'] = { ['"'] = 'colon', ['}'] = 'done' },
  key = { ['"'] = 'colon' },
  colon = { [':'] = 'value' },
  more = { [','] = 'comma', [']'] = 'done', ['}'] = 'done' },
  over = {},
}
local OPENER = { [']'] = '[', ['}'] = '{' }
local PUNCTUATION = '^[%[%]{}:,]'

-- Goes once over a compact text and calls visit(level, key, from, to, top, begins) at the end of each value that lies
-- in at most three others: level 0 is the whole text, `top` the key of the level-1 member it is part of, from..to
-- the value, begins..to the value with its key.
local function scan(text, deepest, visit)
  local seen, size = masked(text), #text
  local kinds, keys, begins, starts, depth = {}, {}, {}, {}, 0
  local state, pos = 'value', 1
  while pos <= size do
    local token, to = sub(text, pos, pos), pos
    if token == '"' then
      to = find(seen, '"', pos + 1, true) or bad('The body has a string without an end.')
    elseif not find(token, PUNCTUATION) then
      to = select(2, find(text, '^[^%[%]{}:,"]+', pos))
      if not is_literal(sub(text, pos, to)) then bad('The body has something that is no JSON value.') end
      token = 'literal'
    end
    local after = NEXT[state][token] or bad('The body is no JSON: a bracket, comma, colon or value is misplaced.')
    if OPENER[token] then
      if kinds[depth] ~= OPENER[token] then bad('The body has a bracket that closes another kind.') end
      depth = depth - 1
    elseif after == 'colon' then
      keys[depth] = depth <= 3 and decode(sub(text, pos + 1, to - 1))
      begins[depth] = pos
    elseif after ~= 'value' and after ~= 'comma' then
      starts[depth] = pos
      if after ~= 'done' then
        depth = depth + 1
        if depth > deepest then bad('The body is nested too deep (a document may be 16 deep).') end
        kinds[depth], keys[depth], begins[depth] = token, nil, nil
      end
    end
    if after == 'done' then
      if depth <= 3 then visit(depth, keys[depth], starts[depth], to, keys[1], begins[depth] or starts[depth]) end
      after = depth == 0 and 'over' or 'more'
    elseif after == 'comma' then
      after = kinds[depth] == '{' and 'key' or 'value'
    end
    state, pos = after, to + 1
  end
  if state ~= 'over' then bad('The body ends too early.') end
end

-- Notes one member of an object; no key may come twice.
local function note(fields, key, from, to, begins)
  if fields[key] then bad('The body has a key twice in one object.') end
  fields[key] = { from, to, begins }
end

-- The text of a string member, decoded, or nil.
local function string_of(text, field)
  if field and sub(text, field[1], field[1]) == '"' then return decode(sub(text, field[1] + 1, field[2] - 1)) end
end

-- The members of one object, by key and in order.
local function members_of(text)
  local fields, order = {}, {}
  if sub(text, 1, 1) ~= '{' then bad('The body must be a JSON object.') end
  scan(text, MAX_DEPTH, function(level, key, from, to, _, begins)
    if level == 1 then
      note(fields, key, from, to, begins)
      order[#order + 1] = key
    end
  end)
  return fields, order
end

-- The objects in the body's member "docs": calls each(fields, from, to) for one after the other. Returns the body's
-- own members.
local function each_document(text, each)
  local given, fields = {}, {}
  if sub(text, 1, 1) ~= '{' then bad('The body must be a JSON object.') end
  scan(text, MAX_DEPTH + 2, function(level, key, from, to, top, begins)
    if level == 1 then
      note(given, key, from, to, begins)
    elseif level == 3 and key and top == 'docs' then
      note(fields, key, from, to, begins)
    elseif level == 2 and top == 'docs' then
      if sub(text, from, from) ~= '{' then bad('Each of "docs" must be an object.') end
      each(fields, from, to)
      fields = {}
    end
  end)
  if not given.docs or sub(text, given.docs[1], given.docs[1]) ~= '[' then bad('The body needs an array "docs".') end
  return given
end

-- 3 documents -------------------------------------------------------------------------------------------------------

-- Station and number of an _id, or nil when it is none.
local function split_id(id)
  local station, digits = match(id, '^([a-z0-9]+)%-([1-9]%d*)$')
  if not station or #station > 16 or #digits > 16 or (#digits == 16 and digits > '9007199254740991') then return nil end
  return station, tonumber(digits)
end

-- The _id of a stored document. Almost always it comes first; otherwise a nested one must not be taken for it.
local function id_of(text)
  local id = match(text, '^{"_id":"([a-z0-9]+%-%d+)"')
  if not id and not pcall(scan, text, MAX_DEPTH, function(level, key, from, to)
    if level == 1 and key == '_id' then id = decode(sub(text, from + 1, to - 1)) end
  end) then return nil end
  return id and split_id(id) and id
end

-- One document of a batch as it is stored.
local function stored_text(text, fields, from, to)
  for key in pairs(fields) do
    if sub(key, 1, 1) == '_' and key ~= '_id' and key ~= '_rev' and key ~= '_revisions' then
      bad('A document has a field that begins with "_" and is not known here.')
    end
  end
  local id = string_of(text, fields._id)
  if not id or not split_id(id) then bad('A document needs an "_id" like station-1.') end
  if string_of(text, fields._rev) ~= '1-0' then bad('A document needs "_rev":"1-0".') end
  local cut = fields._revisions
  if not cut then
    text = sub(text, from, to)
  elseif sub(text, cut[2] + 1, cut[2] + 1) == ',' then
    text = sub(text, from, cut[3] - 1) .. sub(text, cut[2] + 2, to)
  else
    text = sub(text, from, cut[3] - 2) .. sub(text, cut[2] + 1, to)
  end
  if #text > MAX_DOCUMENT then fail(413, 'too_large', 'A document is over 4096 bytes: make it smaller.') end
  return text
end

-- 4 settings and files ----------------------------------------------------------------------------------------------

local function read_file(path, size)
  local file = open(path, 'rb')
  if not file then return nil end
  local text = file:read(size or '*a')
  file:close()
  return text or ''
end

local function exists(path)
  local file = open(path, 'rb')
  if file then file:close() end
  return file ~= nil
end

-- Adds with one write, so that lines of two writers never mix. Whether all of it fitted is for the caller to look up.
local function append(path, text)
  local file = open(path, 'ab')
  if not file then return false end
  file:setvbuf('no')
  local written = file:write(text)
  file:close()
  return written ~= nil
end

-- Replaces a file at once: nobody ever reads half of it.
local function write_whole(path, text)
  local file = open(path .. '.new', 'wb')
  local written = file and file:write(text) and file:flush()
  if file then file:close() end
  if written and os.rename(path .. '.new', path) then return true end
  os.remove(path .. '.new')
  return false
end

local function shell_word(text)
  return "'" .. gsub(text, "'", "'\\''") .. "'"
end

-- To the flash, with the directory entry. Where busybox has no fsync, sync does it.
local function sync(path)
  local words = shell_word(path) .. ' ' .. shell_word(settings.data)
  os.execute('fsync ' .. words .. ' 2>/dev/null || sync ' .. words .. ' 2>/dev/null || sync')
end

local function read_settings(root)
  local text = read_file(root .. '/var/run/barwrt/shim.conf')
  if not text then
    fail(503, 'unavailable', 'The bar is not started. On the router, run: service barwrt start')
  end
  settings.data, settings.run, settings.limit = root .. '/etc/barwrt', root .. '/var/run/barwrt', '4194304'
  settings.boot, settings.uptime, settings.version = '/proc/sys/kernel/random/boot_id', '/proc/uptime', '0'
  for key, value in gmatch(text, '([a-z_]+) ([^\n]*)') do
    if value ~= '' then settings[key] = value end
  end
end

local function boot_id()
  return match(read_file(settings.boot, 64) or '', '^[%w-]+') or 'unknown'
end

-- Milliseconds since boot, from "123.45 …".
local function uptime()
  local seconds, hundredths = match(read_file(settings.uptime, 64) or '', '^(%d+)%.(%d%d)')
  return seconds and gsub(seconds .. hundredths .. '0', '^0+(%d)', '%1') or '0'
end

local function pulse_file(epoch)
  return settings.run .. '/pulse/' .. db.name .. '-' .. epoch
end

local function local_file(epoch)
  return settings.run .. '/' .. db.name .. '-' .. epoch .. '.local'
end

-- 5 the log ---------------------------------------------------------------------------------------------------------
-- One line a document: the document, TAB, LF. A line without the TAB or with a NUL is torn and counts for nothing.

-- Calls visit(line, start, after) for each line from an offset on, until it returns true. Returns the offset after the
-- last LF. Read in blocks and split by plain find: line functions stop at a NUL.
local function each_line(log, offset, visit)
  local rest, start = '', offset
  log:seek('set', offset)
  while true do
    local block = log:read(BLOCK)
    if not block then return start end
    local text, pos, skipped = rest .. block, 1, offset - start - #rest
    while true do
      local lf = find(text, '\n', pos, true)
      if not lf then break end
      local after = start + lf - pos + 1 + skipped
      if visit(sub(text, pos, lf - 1), start, after) then return start end
      start, pos, skipped = after, lf + 1, 0
    end
    offset, rest = offset + #block, sub(text, pos)
    -- Far longer than any document: torn. Of a hole of a megabyte only this much need be kept.
    if #rest > BLOCK then rest = find(rest, '\0', 1, true) and '\0' or ' ' end
  end
end

-- The document of a line, or nil when the line is torn.
local function whole(line)
  if sub(line, -1) == '\t' and sub(line, 1, 1) == '{' and not find(line, '\0', 1, true) then return sub(line, 1, -2) end
end

local function follows_lf(log, offset)
  if offset == 0 then return true end
  return log:seek('set', offset - 1) and log:read(1) == '\n'
end

-- The 40 bytes before an offset: they tell whether this is still the log that the index was made from.
local function bytes_before(log, offset)
  local size = offset < 40 and offset or 40
  log:seek('set', offset - size)
  return size == 0 and '' or log:read(size) or ''
end

-- 6 the index -------------------------------------------------------------------------------------------------------
-- In RAM, made from the log, so that no request has to read the log to its end:
--   BOOT EPOCH OFFSET COUNT HOLE   what it covers; EPOCH is "-" while a rebuild is under way; HOLE: see the life file
--   the 40 bytes before OFFSET
--   stations
--   STATION 1-57,60                the numbers that are there, as runs
--   (an empty line)
--   OFFSET STATION:LOW-HIGH …      a mark for each 64 KB of log: where they begin, which numbers lie in them

local function new_index(boot)
  return { boot = boot, epoch = '-', offset = 0, count = 0, runs = {}, marks = '' }
end

-- The index as it was written, or nil. Its first part is all that most requests need.
local function load_index(all)
  local text = read_file(db.index, not all and 512 or nil)
  local boot, epoch, offset, count, hole, pos = match(text or '', '^(%S+) (%S+) (%d+) (%d+) (%S+)\n()')
  if not boot then return nil end
  local index = { boot = boot, epoch = epoch, offset = tonumber(offset), count = tonumber(count), hole = tonumber(hole) }
  local size = index.offset < 40 and index.offset or 40
  index.before = sub(text, pos, pos + size - 1)
  if not all then return index end
  local stations, marks = match(sub(text, pos + size + 1), '^stations(.-\n)\n(.*)$')
  if not stations then return nil end
  index.runs = {}
  for station, runs in gmatch(stations, '(%w+) ([^\n]+)') do index.runs[station] = runs end
  local last = match(marks, '[^\n]+\n$') or ''
  index.marks = sub(marks, 1, -#last - 1)
  local from = match(last, '^(%d+)')
  if from then
    index.chunk = { from = tonumber(from), low = {}, high = {} }
    for station, low, high in gmatch(last, ' (%w+):(%d+)-(%d+)') do
      index.chunk.low[station], index.chunk.high[station] = tonumber(low), tonumber(high)
    end
  end
  return index
end

-- The line of a chunk among the marks.
local function mark_of(chunk)
  local out = { number(chunk.from) }
  for station, low in pairs(chunk.low) do
    out[#out + 1] = station .. ':' .. number(low) .. '-' .. number(chunk.high[station])
  end
  return concat(out, ' ') .. '\n'
end

local function save_index(index)
  local out = {}
  for station, runs in pairs(index.runs) do
    if type(runs) == 'table' then
      local texts = {}
      for i, from in ipairs(runs.from) do
        texts[i] = number(from) .. (runs.to[i] > from and '-' .. number(runs.to[i]) or '')
      end
      runs = concat(texts, ',')
    end
    out[#out + 1] = station .. ' ' .. runs .. '\n'
  end
  local head = concat({ index.boot, index.epoch, number(index.offset), number(index.count),
    index.hole and number(index.hole) or '-' }, ' ')
  index.before = bytes_before(db.log, index.offset)
  return write_whole(db.index, head .. '\n' .. index.before .. '\nstations\n' .. concat(out) .. '\n' .. index.marks
    .. (index.chunk and mark_of(index.chunk) or ''))
end

-- The runs of one station as two lists of numbers, read from their text when first asked for.
local function runs_of(index, station)
  local runs = index.runs[station]
  if type(runs) == 'table' then return runs end
  local lists = { from = {}, to = {} }
  for from, to in gmatch(runs or '', '(%d+)%-?(%d*)') do
    insert(lists.from, tonumber(from))
    insert(lists.to, tonumber(to) or tonumber(from))
  end
  index.runs[station] = lists
  return lists
end

-- The place of the first run that ends at n or later.
local function find_run(runs, n)
  local low, high = 1, #runs.to + 1
  while low < high do
    local middle = floor((low + high) / 2)
    if runs.to[middle] < n then low = middle + 1 else high = middle end
  end
  return low
end

local function is_known(index, id)
  local station, n = split_id(id)
  if not station or not index.runs[station] then return false end
  local runs = runs_of(index, station)
  local from = runs.from[find_run(runs, n)]
  return from ~= nil and from <= n
end

-- Enters a document that lies at an offset. Differences, never n + 1: beyond 2^31 some routers' Lua wraps a sum.
local function enter(index, id, offset)
  if is_known(index, id) then return end
  local station, n = split_id(id)
  local runs = runs_of(index, station)
  local i = find_run(runs, n)
  local joins = i > 1 and n - runs.to[i - 1] == 1
  if runs.from[i] and runs.from[i] - n == 1 then
    runs.from[i] = n
    if joins then
      runs.from[i] = runs.from[i - 1]
      table.remove(runs.from, i - 1)
      table.remove(runs.to, i - 1)
    end
  elseif joins then
    runs.to[i - 1] = n
  else
    insert(runs.from, i, n)
    insert(runs.to, i, n)
  end
  index.count = index.count + 1
  local chunk = index.chunk
  if not chunk or offset - chunk.from >= BLOCK then
    if chunk then index.marks = index.marks .. mark_of(chunk) end
    chunk = { from = offset, low = {}, high = {} }
    index.chunk = chunk
  end
  if n < (chunk.low[station] or n + 0.5) then chunk.low[station] = n end
  if n > (chunk.high[station] or 0) then chunk.high[station] = n end
end

-- Where in the log the wanted ids are: { id = { start, length } }. Only chunks are read whose marks fit.
local function locate(index, ids)
  local low, high, found, left = {}, {}, {}, 0
  for id in pairs(ids) do
    local station, n = split_id(id)
    left = left + 1
    low[station] = low[station] and low[station] < n and low[station] or n
    high[station] = high[station] and high[station] > n and high[station] or n
  end
  local marks = index.marks .. (index.chunk and mark_of(index.chunk) or '')
  for from, entries, following in gmatch(marks, '(%d+)([^\n]*)\n()') do
    local fits = false
    for station, first, last in gmatch(entries, ' (%w+):(%d+)-(%d+)') do
      fits = fits or (low[station] and tonumber(first) <= high[station] and tonumber(last) >= low[station])
    end
    local stop = tonumber(match(marks, '^%d+', following)) or index.offset
    if fits and left > 0 then
      each_line(db.log, tonumber(from), function(line, start)
        if start >= stop or left == 0 then return true end
        local text = whole(line)
        local id = text and id_of(text)
        if id and ids[id] and not found[id] then
          found[id], left = { start, #text }, left - 1
        end
      end)
    end
  end
  return found
end

-- 7 the life file ---------------------------------------------------------------------------------------------------
-- A line "EPOCH OFFSET" on flash for each boot, and each time the log was cut or replaced: up to OFFSET what earlier
-- epochs have handed out is still true.

local function read_life()
  local life = {}
  for line in gmatch((read_file(db.life) or '') .. '\n', '([^\n]*)\n') do
    local epoch, offset = match(line, '^([0-9a-z]+) (%d+)$')
    if epoch and #offset < 16 then insert(life, { epoch = epoch, offset = tonumber(offset) }) end
  end
  return life
end

local function random_epoch()
  local file = open('/dev/urandom', 'rb')
  local bytes = file:read(8)
  file:close()
  return (gsub(bytes, '.', function(c) return format('%02x', byte(c)) end))
end

-- Begins an epoch at an offset; nothing of it may be answered before this is on the flash.
local function begin_epoch(offset)
  local epoch = random_epoch()
  local text = read_file(db.life) or ''
  local line = (text ~= '' and sub(text, -1) ~= '\n' and ' \n' or '') .. epoch .. ' ' .. number(offset) .. '\n'
  append(db.life, line)
  if #(read_file(db.life) or '') ~= #text + #line then
    fail(507, 'full', "The router's flash is full: free some of it, or move the data. Tablets keep everything.")
  end
  sync(db.life)
  return epoch
end

-- The offset that a `since` stands for; 400 when it is not true any more.
local function read_since(since)
  since = gsub(since or '0', '^"(.*)"$', '%1')
  if since == '0' then return 0 end
  local digits, epoch = match(since, '^(%d+)%-([0-9a-z]+)$')
  if digits and #digits < 16 then
    local offset, life = tonumber(digits), read_life()
    for i = #life, 1, -1 do
      if life[i].epoch == epoch then
        if offset <= db.log:seek('end') and follows_lf(db.log, offset) then return offset end
        break
      elseif offset > life[i].offset then
        break
      end
    end
  end
  bad('This "since" is not true here (any more): begin again without it.')
end

-- 8 the lock --------------------------------------------------------------------------------------------------------
-- One lock file in RAM for all databases, never removed; the lock dies with its holder. Lua cannot lock, so the script
-- starts itself again under flock and hands over the checked lines through a pipe (nothing is left behind by a kill),
-- its length first: half of it counts for nothing. The second script has the names of all logs as its arguments.

local function lock(payload)
  if request.locked then return end
  local run, root, program = settings.run, shell_word(arg[1]), shell_word(arg[2])
  local command = 'export logs=' .. shell_word(settings.data) .. '; [ -d "$logs" ] || mkdir -p "$logs"; '
    .. '[ -d ' .. shell_word(run .. '/pulse') .. ' ] || mkdir -p ' .. shell_word(run .. '/pulse') .. '; '
    .. 'flock ' .. shell_word(run .. '/lock') .. [[ sh -c 'exec "$@" "$logs"/*.log' sh ]]
    .. program .. ' ' .. shell_word(arg[0]) .. ' ' .. root .. ' ' .. program .. ' locked || { cat >/dev/null; '
    .. [[printf 'Status: 500 Internal Server Error\r\nContent-Type: application/json\r\n\r\n%s\n' ]]
    .. [['{"error":"internal","reason":"The lock failed: on the router, install busybox flock."}'; }]]
  local child = io.popen(command, 'w')
  child:write(number(#payload), '\n', payload)
  child:close()
  os.exit(0)
end

-- The sizes of all logs together, and how many there are.
local function all_logs()
  local total, count = 0, 0
  for i = 4, #arg do
    local file = open(arg[i], 'rb')
    if file then
      total, count = total + file:seek('end'), count + 1
      file:close()
    end
  end
  return total, count
end

-- 9 state of a database ---------------------------------------------------------------------------------------------

-- Takes away all that is left of a wiped database but its name. The index goes last: while it is there, this was
-- not finished.
local function erase()
  local index, life = load_index(false), read_life()
  local epochs = { index and index.epoch, #life > 0 and life[#life].epoch or nil }
  os.remove(db.path)
  os.remove(db.life)
  for _, epoch in pairs(epochs) do
    os.remove(pulse_file(epoch))
    os.remove(local_file(epoch))
  end
  os.remove(db.index)
end

local function is_wiped()
  if not exists(db.wiped) then return false end
  if exists(db.path) or exists(db.life) or exists(db.index) then
    lock('')
    erase()
  end
  return true
end

-- Opens the log, or answers that there is none. To be called again after locking.
local function find_database()
  if is_wiped() then
    fail(404, 'wiped', 'This database was wiped by an organizer: erase your copy, or use another database.')
  end
  db.log = open(db.path, 'rb')
  if not db.log then fail(404, 'not_found', 'There is no such database: check its name.') end
end

-- Whether the index was made in this boot and from this log.
local function is_current(index)
  return index and index.boot == boot_id() and db.log:seek('end') >= index.offset
    and bytes_before(db.log, index.offset) == index.before
end

-- Whether the index covers every line, and the tablets have a pulse to poll.
local function is_complete(index)
  local short = false
  each_line(db.log, index.offset, function() short = true return true end)
  return not short and exists(pulse_file(index.epoch))
end

-- Under the lock: enters the lines that the index lacks, begins an epoch when one is due, and lengthens the pulse.
local function catch_up()
  local index, life, changed = load_index(true), read_life(), false
  if not is_current(index) then
    local replaced = index and index.boot == boot_id() and db.log:seek('end') >= index.offset
    index = new_index(boot_id())
    -- Cut: what is left was handed out before. Replaced by something else: nobody knows from where on.
    if replaced then index.hole = 0 end
  end
  local since, saved = #life > 0 and life[#life].offset or 0, index.offset
  local stop = each_line(db.log, index.offset, function(line, start, after)
    local text = whole(line)
    local id = text and id_of(text)
    if id then enter(index, id, start) end
    if index.epoch == '-' and not index.hole and start >= since and find(line, '\0', 1, true) then index.hole = start end
    if after - saved >= 1048576 then
      index.offset, saved = after, after
      local at = db.log:seek()
      save_index(index)
      db.log:seek('set', at)
    end
    changed = true
  end)
  index.offset = stop
  if index.epoch == '-' then
    index.epoch, changed = begin_epoch(index.hole or stop), true
    index.hole = nil
    if #life > 0 then
      os.remove(pulse_file(life[#life].epoch))
      os.remove(local_file(life[#life].epoch))
    end
  end
  if changed or not exists(pulse_file(index.epoch)) then
    append(pulse_file(index.epoch), '.')
    save_index(index)
  end
  return index
end

-- The index for a request: `need` is 'epoch' (current is enough), 'lines' (it must cover every line) or 'all' (with runs
-- and marks). A reader takes the lock only where it must be written first.
local function open_index(need)
  if not request.locked then
    local index = load_index(need == 'all')
    if is_current(index) and index.epoch ~= '-' and (need == 'epoch' or is_complete(index)) then return index end
    lock(request.body)
    find_database()
  end
  return catch_up()
end

-- 10 reading --------------------------------------------------------------------------------------------------------

local function percent_decode(text)
  return (gsub(text, '%%(%x%x)', function(hex) return char(tonumber(hex, 16)) end))
end

local function parameters()
  local out = {}
  for key, value in gmatch(request.query, '([^&=]+)=([^&]*)') do out[key] = percent_decode(gsub(value, '%+', ' ')) end
  return out
end

local function get_database()
  find_database()
  local index = open_index('lines')
  send(200, '{"db_name":' .. quote(db.name) .. ',"doc_count":' .. number(index.count) .. ',"update_seq":"'
    .. number(index.offset) .. '-' .. index.epoch .. '","instance_start_time":"' .. index.epoch .. '","barwrt":'
    .. quote(settings.version) .. ',"pulse":"/pulse/' .. db.name .. '-' .. index.epoch .. '","boot":' .. quote(index.boot)
    .. ',"up":' .. uptime() .. '}')
end

local function get_changes()
  find_database()
  local query = parameters()
  if (query.feed or 'normal') ~= 'normal' then bad('Only feed=normal is served: ask again after a while.') end
  if query.filter or query.descending == 'true' then bad('Neither filter nor descending is served: leave it out.') end
  if not match(query.limit or '0', '^%d+$') then bad('"limit" must be a whole number.') end
  local limit = query.limit and #query.limit < 5 and tonumber(query.limit) or MAX_ROWS
  if limit > MAX_ROWS then limit = MAX_ROWS end
  local index = open_index('epoch')
  local last, pending = read_since(query.since), '0'
  local rows, bytes, docs = 0, 200, query.include_docs == 'true'
  send_head(200)
  io.write('{"results":[')
  local stop = each_line(db.log, last, function(line, _, after)
    local text = whole(line)
    local id = text and id_of(text)
    if not id then return end
    local row = (rows > 0 and ',\n' or '\n') .. '{"seq":"' .. number(after) .. '-' .. index.epoch .. '","id":"' .. id
      .. '","changes":[{"rev":"1-0"}]' .. (docs and ',"doc":' .. text or '') .. '}'
    if rows >= limit or bytes + #row > MAX_PAGE then
      pending = '1'
      return true
    end
    io.write(row)
    rows, bytes, last = rows + 1, bytes + #row, after
  end)
  if pending == '0' then last = stop end
  io.write('\n],"last_seq":"', number(last), '-', index.epoch, '","pending":', pending, '}\n')
end

local function post_bulk_get()
  find_database()
  local body, wanted = compact(request.body), {}
  each_document(body, function(fields)
    local id = string_of(body, fields.id) or bad('Each of "docs" needs an "id".')
    wanted[#wanted + 1] = { id, sub(body, fields.id[1], fields.id[2]), string_of(body, fields.rev) or '1-0' }
  end)
  local index, ids = open_index('all'), {}
  for _, want in ipairs(wanted) do
    if want[3] == '1-0' and is_known(index, want[1]) then ids[want[1]] = true end
  end
  local found = locate(index, ids)
  local revisions = parameters().revs == 'true' and ',"_revisions":{"start":1,"ids":["0"]}}' or '}'
  send_head(200)
  io.write('{"results":[')
  for i, want in ipairs(wanted) do
    local place = want[3] == '1-0' and found[want[1]]
    io.write(i > 1 and ',\n' or '\n', '{"id":', want[2], ',"docs":[')
    if place then
      db.log:seek('set', place[1])
      io.write('{"ok":', sub(db.log:read(place[2]), 1, -2), revisions, '}]}')
    else
      io.write('{"error":{"id":', want[2], ',"rev":', quote(want[3]), ',"error":"not_found","reason":"missing"}}]}')
    end
  end
  io.write('\n]}\n')
end

local function post_revs_diff()
  find_database()
  local body = compact(request.body)
  local fields, order = members_of(body)
  local index, out = open_index('all'), {}
  for _, key in ipairs(order) do
    local missing, from, to = {}, fields[key][1], fields[key][2]
    if not find(sub(body, from, to), '^%[.*%]$') then bad('Each id needs an array of revisions.') end
    for rev in gmatch(sub(body, from + 1, to - 1) .. ',', '([^,]*),') do
      if rev ~= '' and not find(rev, '^"[^"]*"$') then bad('A revision must be a string like "1-0".') end
      if rev ~= '' and (rev ~= '"1-0"' or not is_known(index, key)) then insert(missing, rev) end
    end
    if #missing > 0 then
      insert(out, sub(body, fields[key][3], from - 1) .. '{"missing":[' .. concat(missing, ',') .. ']}')
    end
  end
  send(200, '{' .. concat(out, ',') .. '}')
end

-- _local documents: one line each in a file in RAM, as they are answered.
local function local_start(id)
  if #id > 256 or not pcall(check_sequences, id, '[\128-\255]', UTF8, '') then bad('This _local id cannot be used.') end
  return '{"_id":' .. quote('_local/' .. id) .. ',"_rev":"0-'
end

local function get_local(id)
  find_database()
  local start = local_start(id)
  local text = '\n' .. (read_file(local_file(open_index('epoch').epoch)) or '')
  local at = find(text, '\n' .. start, 1, true)
  if not at then fail(404, 'not_found', 'There is no such _local document.') end
  send(200, match(text, '^[^\n]*', at + 1))
end

-- 11 writing --------------------------------------------------------------------------------------------------------

local FULL = 'Tablets keep everything: raise the limit, or move the data to a larger place.'

local function put_local(id)
  find_database()
  local body, start, parts = compact(request.body), local_start(id), {}
  local fields, order = members_of(body)
  for _, key in ipairs(order) do
    if key ~= '_id' and key ~= '_rev' and key ~= '_revisions' then
      if sub(key, 1, 1) == '_' then bad('The document has a field that begins with "_" and is not known here.') end
      insert(parts, ',' .. sub(body, fields[key][3], fields[key][2]))
    end
  end
  lock(request.body)
  find_database()
  local path = local_file(catch_up().epoch)
  local text = '\n' .. (read_file(path) or '')
  local at = find(text, '\n' .. start, 1, true)
  local rev, rest = 1, text
  if at then
    local line = match(text, '^[^\n]*\n', at + 1)
    rev = tonumber(match(line, '^%d+', #start + 1)) + 1
    rest = sub(text, 1, at) .. sub(text, at + 1 + #line)
  end
  rest = sub(rest, 2) .. start .. number(rev) .. '"' .. concat(parts) .. '}\n'
  if #rest > MAX_BODY or not write_whole(path, rest) then
    fail(507, 'full', 'There is no room for another _local document: make it smaller.')
  end
  send(201, '{"ok":true,"id":' .. quote('_local/' .. id) .. ',"rev":"0-' .. number(rev) .. '"}')
end

local function post_bulk_docs()
  find_database()
  local lines = {}
  if request.locked then
    for line in gmatch(request.body, '[^\n]+') do insert(lines, line) end
  else
    local body = compact(request.body)
    local given = each_document(body, function(fields, from, to)
      insert(lines, stored_text(body, fields, from, to))
    end)
    if not given.new_edits or sub(body, given.new_edits[1], given.new_edits[2]) ~= 'false' then
      bad('The body needs "new_edits":false.')
    end
    lock(concat(lines, '\n'))
    find_database()
  end
  local index = catch_up()
  local size = db.log:seek('end')
  local torn = not follows_lf(db.log, size)
  local out, offset = { torn and ' \n' or '' }, size + (torn and 2 or 0)
  for _, text in ipairs(lines) do
    local id = id_of(text)
    if not is_known(index, id) then
      enter(index, id, offset)
      insert(out, text .. '\t\n')
      offset = offset + #text + 2
    end
  end
  if #out > 1 then
    if all_logs() + offset - size > tonumber(settings.limit) then
      fail(507, 'full', 'The size limit for all logs is reached, nothing was stored. ' .. FULL)
    end
    if not append(db.path, concat(out)) or db.log:seek('end') ~= offset then
      fail(507, 'full', "The router's flash is full. " .. FULL)
    end
    append(pulse_file(index.epoch), '.')
    index.offset = offset
    save_index(index)
  end
  send(201, '[]')
end

local function post_ensure_full_commit()
  find_database()
  local index = open_index('epoch')
  sync(db.path)
  send(201, '{"ok":true,"instance_start_time":"' .. index.epoch .. '"}')
end

local function put_database()
  if not find(db.name, '^[a-z][a-z0-9_-]*$') or #db.name > 63 then
    bad('A database name is a lower-case letter, then letters, digits, "_" or "-", 63 at most.')
  end
  lock('')
  if is_wiped() then fail(412, 'file_exists', 'A database of this name was wiped: take another name.') end
  if exists(db.path) then fail(412, 'file_exists', 'A database of this name exists.') end
  local _, count = all_logs()
  if count >= MAX_DATABASES then fail(507, 'full', 'There are 32 databases already: wipe one first.') end
  os.remove(db.life)
  local index = new_index(boot_id())
  index.epoch = begin_epoch(0)
  append(db.path, '')
  db.log = open(db.path, 'rb')
  if not db.log then fail(507, 'full', "The router's flash is full. " .. FULL) end
  sync(db.path)
  append(pulse_file(index.epoch), '.')
  save_index(index)
  send(201, '{"ok":true}')
end

local function post_wipe()
  find_database()
  local body = compact(request.body)
  local fields = members_of(body)
  local name, epoch = string_of(body, fields.db_name), string_of(body, fields.instance_start_time)
  if not name or not epoch then bad('The body needs "db_name" and "instance_start_time", both strings.') end
  lock(request.body)
  find_database()
  if name ~= db.name or epoch ~= catch_up().epoch then
    fail(412, 'precondition_failed', 'This is not the database that was meant: look at it again before wiping.')
  end
  if not append(db.wiped, '') then fail(507, 'full', "The router's flash is full. " .. FULL) end
  sync(db.wiped)
  erase()
  send(200, '{"ok":true}')
end

-- 12 who may do what ------------------------------------------------------------------------------------------------

-- path → method → { handler, role }: 0 anybody, 1 the bar key, 2 the organizer key
local ROUTES = {
  [''] = { GET = { get_database, 1 }, HEAD = { get_database, 1 }, PUT = { put_database, 2 } },
  _changes = { GET = { get_changes, 1 } },
  _bulk_docs = { POST = { post_bulk_docs, 1 } },
  _bulk_get = { POST = { post_bulk_get, 1 } },
  _revs_diff = { POST = { post_revs_diff, 1 } },
  _local = { GET = { get_local, 1 }, PUT = { put_local, 1 } },
  _ensure_full_commit = { POST = { post_ensure_full_commit, 1 } },
  _wipe = { POST = { post_wipe, 2 } },
}
local BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

local function from_base64(text)
  local out, bits, held = {}, 0, 0
  for c in gmatch(text, '[%w+/]') do
    bits, held = bits * 64 + find(BASE64, c, 1, true) - 1, held + 6
    if held >= 8 then
      held = held - 8
      local high = floor(bits / 2 ^ held)
      out[#out + 1], bits = char(high), bits - high * 2 ^ held
    end
  end
  return concat(out)
end

-- Compares in the same number of steps wherever the first difference is.
local function same_key(given, key)
  local differences = #given == #key and 0 or 1
  for i = 1, #key do
    if byte(given, i) ~= byte(key, i) then differences = differences + 1 end
  end
  return differences == 0
end

-- 2 with the organizer key or where no key is set, 1 with the bar key, 0 without a key, -1 with a wrong one.
local function role_of(header)
  if not settings.bar_key and not settings.organizer_key then return 2 end
  if header == '' then return 0 end
  local code = match(header, '^[Bb][Aa][Ss][Ii][Cc] +([%w+/]+=*) *$')
  local key = code and match(from_base64(code), '^[^:]*:(.*)$') or ''
  local bar = settings.bar_key and same_key(key, settings.bar_key)
  local organizer = settings.organizer_key and same_key(key, settings.organizer_key)
  return organizer and 2 or bar and 1 or -1
end

-- The whole body, before anything slow: a script that leaves it unread holds up the server.
local function read_body()
  local length = tonumber(match(getenv('CONTENT_LENGTH') or '', '^%d+$'))
  if request.locked then
    length = tonumber(io.read('*l'))
    request.body = length == 0 and '' or length and io.read(length) or ''
    if #request.body ~= length then os.exit(0) end -- whoever sent it is gone
    return
  end
  if not length and request.method ~= 'POST' and request.method ~= 'PUT' then length = 0 end
  request.body = length ~= 0 and io.read(length and length <= MAX_BODY and length or MAX_BODY + 1) or ''
  request.too_large = #request.body > MAX_BODY
  request.cut = not request.too_large and length and #request.body < length
  for _ = 1, request.too_large and 64 or 0 do -- up to 4 MB more
    if not io.read(BLOCK) then break end
  end
  if request.too_large then request.body = '' end
end

local function read_request()
  request.method, request.locked = getenv('REQUEST_METHOD') or 'GET', arg[3] == 'locked'
  read_body()
  read_settings(arg[1])
  local uri = getenv('REQUEST_URI') or ''
  local path = match(uri, '/cgi%-bin/db([^?#]*)') or getenv('PATH_INFO') or ''
  request.query = getenv('QUERY_STRING') or ''
  db.name, request.path = match(path, '^/([^/]*)/?(.*)$')
  db.name, request.path = percent_decode(db.name or ''), request.path or ''
  local id = match(request.path, '^_local/(.+)$')
  if id then request.path, request.id = '_local', percent_decode(id) end
  for origin in gmatch(settings.origins or '', '%S+') do
    if origin == getenv('HTTP_ORIGIN') then request.origin = origin end
  end
  local base = settings.data .. '/' .. db.name
  db.path, db.life, db.wiped = base .. '.log', base .. '.life', base .. '.wiped'
  db.index = settings.run .. '/' .. db.name .. '.index'
end

local function answer()
  read_request()
  if request.method == 'OPTIONS' then return send(204) end
  local methods = ROUTES[request.path]
  if request.path == '_local' and not request.id then methods = nil end
  local route = methods and methods[request.method]
  local role = role_of(getenv('HTTP_AUTHORIZATION') or '')
  local needed = route and route[2] or 1
  if settings.board == '1' and request.id == 'board' and request.method == 'GET' and role == 0 then needed = 0 end
  if role < needed then
    fail(401, 'unauthorized', role == 1 and 'This needs the organizer key.' or 'This needs a key: enter the one of this bar.')
  end
  if not (route and route[1] == put_database) then
    if not find(db.name, '^[a-z][a-z0-9_-]*$') or #db.name > 63 then
      fail(404, 'not_found', 'There is no such database: check its name.')
    end
    if not route then find_database() end
  end
  if not methods then fail(404, 'not_found', 'There is nothing at this path.') end
  if not route then
    local allowed = {}
    for method in pairs(methods) do insert(allowed, method) end
    table.sort(allowed)
    request.allow = concat(allowed, ', ')
    fail(405, 'method_not_allowed', 'This path takes ' .. request.allow .. ' only.')
  end
  if request.too_large then fail(413, 'too_large', 'The body is over 262144 bytes: send smaller batches.') end
  if request.cut then bad('The body broke off: send it again.') end
  route[1](request.id)
end

local done, message = pcall(answer)
if not done and not request.answered then
  local failure = request.failure
  if not failure then
    io.stderr:write('barwrt: ', tostring(message), '\n')
    failure = { 500, 'internal', "A fault of the router's program: try again, and tell its makers." }
  end
  send(failure[1], '{"error":' .. quote(failure[2]) .. ',"reason":' .. quote(failure[3]) .. '}')
end
