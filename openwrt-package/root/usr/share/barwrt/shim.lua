-- SPDX-License-Identifier: AGPL-3.0-or-later
-- BarWRT's database behind uhttpd: a subset of CouchDB's HTTP API over one append-only log a database. docs/wire.md
-- is the contract. This is the Lua 5.1 half, for routers before 22.03 and for laptops; shim.uc is the same in ucode,
-- with the same sections and names. Started by www/cgi-bin/db: shim.lua ROOT PROGRAM [locked LOG…]
--   1 answers  2 strict JSON  3 documents  4 settings and files  5 the log  6 the index  7 the life file
--   8 the lock  9 state of a database  10 reading  11 writing  12 who may do what
-- OpenWrt's Lua has 32-bit integers beside doubles: %d of 2^31 throws, so whole numbers are written with %.0f.

local byte, char, find, format = string.byte, string.char, string.find, string.format
local gmatch, gsub, match, sub = string.gmatch, string.gsub, string.match, string.sub
local concat, insert, remove, floor = table.concat, table.insert, table.remove, math.floor
local open, write, getenv = io.open, io.write, os.getenv

local MAX_BODY, MAX_DOCUMENT, MAX_DEPTH = 262144, 4096, 16
local MAX_ROWS, MAX_PAGE, MAX_DATABASES = 1000, 1048576, 32
local BLOCK = 65536 -- bytes read at once, and bytes of log between two marks of the index

local settings = {} -- the lines of shim.conf
local request = {} -- method, path, id, query, body, origin, role, locked
local db = {} -- name and paths of the database asked for; db.log is its open log

-- 1 answers ---------------------------------------------------------------------------------------------------------

-- Ends the request with an error; `reason` is a sentence that says what to do.
local function fail(status, name, reason)
	request.failure = { status, name, reason }
	error('failed', 0)
end

local function bad(reason)
	fail(400, 'bad_request', reason)
end

local function not_json(what)
	bad('The body is not strict JSON: ' .. what .. '.')
end

local function full(reason)
	fail(507, 'full', reason .. ' Tablets keep everything: raise the limit, or move the data to a larger place.')
end

local function quote(text)
	return '"' .. gsub(text, '[%c"\\]', function(c) return format('\\u%04x', byte(c)) end) .. '"'
end

local function digits(n)
	return format('%.0f', n)
end

-- The head of an answer. Without a length what follows is streamed, and JSON's last brace is its end marker.
local function send_head(status, size)
	request.answered = true
	write('Status: ', digits(status), ' ', request.failure and request.failure[2] or 'OK',
		'\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n')
	if size then write('Content-Length: ', digits(size), '\r\n') end
	if settings.origins then write('Vary: Origin\r\n') end
	if request.origin then
		write('Access-Control-Allow-Origin: ', request.origin, '\r\nAccess-Control-Allow-Credentials: true\r\n',
			'Access-Control-Allow-Methods: GET, HEAD, PUT, POST, OPTIONS\r\n',
			'Access-Control-Allow-Headers: authorization, content-type, accept\r\nAccess-Control-Max-Age: 600\r\n')
	end
	if request.allow then write('Allow: ', request.allow, '\r\n') end
	write('\r\n')
end

local function send(status, body)
	send_head(status, #body + 1)
	if request.method ~= 'HEAD' then write(body, '\n') end
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
local HIGH = '[\128-\255]'
-- Every whole escape, `\\` first, so that what follows it is no escape; a pair of surrogates as one.
local ESCAPE = {
	'\\\\', '\\["/bfnrt]', '\\u[0-9a-cA-CefEF]%x%x%x', '\\u[dD][0-7]%x%x', '\\u[dD][89abAB]%x%x\\u[dD][c-fC-F]%x%x',
}

-- Blots out what is whole (never removes: that could join two halves) and looks whether a piece is left.
local function check_sequences(text, suspect, whole, what)
	if not find(text, suspect) then return end
	for _, pattern in ipairs(whole) do text = gsub(text, pattern, '.') end
	if find(text, suspect) then not_json(what) end
end

-- The text with every escape blotted out: each quote that is left begins or ends a string.
local function masked(text)
	return find(text, '\\', 1, true) and gsub(text, '\\.', '..') or text
end

-- The text without whitespace outside its strings, after the checks that need no structure.
local function compact(text)
	if find(text, '[%z\1-\8\11\12\14-\31]') then not_json('a raw control character') end
	check_sequences(text, HIGH, UTF8, 'bytes that are no UTF-8')
	check_sequences(text, '\\', ESCAPE, 'a broken escape or half a surrogate pair')
	if not find(text, '[ \t\n\r]') then return text end
	local pos, out = 1, {}
	for seen in gmatch(masked(text) .. '"', '([^"]*)"') do
		local part = sub(text, pos, pos + #seen - 1)
		pos = pos + #seen + 1
		if #out % 2 == 1 then
			if find(part, '[\t\n\r]') then not_json('a raw control character') end
		else
			if find(part, '[%w.+-][ \t\n\r]+[%w.+-]') then not_json('two values side by side') end
			part = gsub(part, '[ \t\n\r]+', '')
		end
		out[#out + 1] = part
	end
	return concat(out, '"')
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
	text = gsub(text, '\\u([dD][89abAB]..)\\u([dD][c-fC-F]..)', function(high, low)
		return utf8((tonumber(high, 16) - 0xd800) * 1024 + tonumber(low, 16) - 0xdc00 + 0x10000)
	end)
	return (gsub(text, '\\(.)(%x?%x?%x?%x?)', function(code, hex)
		if code ~= 'u' then return (PLAIN[code] or code) .. hex end
		return hex == '0000' and '\192\128' or utf8(tonumber(hex, 16))
	end))
end

-- What may come in which state, and the state after it. A key's colon and a value's comma go with them.
local NEXT = {
	value = { ['{'] = 'first key', ['['] = 'first value', ['"'] = 'done', literal = 'done' },
	['first value'] = { ['{'] = 'first key', ['['] = 'first value', ['"'] = 'done', literal = 'done', [']'] = 'done' },
	['first key'] = { ['"'] = 'member', ['}'] = 'done' },
	key = { ['"'] = 'member' },
	more = { [']'] = 'done', ['}'] = 'done' },
	over = {},
}
local CLOSER = { ['['] = ']', ['{'] = '}' }
local LITERAL = { ['true'] = true, ['false'] = true, null = true }

-- Where a literal ends.
local function literal_end(text, pos)
	local token = match(text, '^[^%[%]{}:,"]*', pos)
	local rest = match(token, '^%-?0(.*)$') or match(token, '^%-?[1-9]%d*(.*)$') or ''
	rest = match(rest, '^%.%d+(.*)$') or rest
	local number = find(token, '^%-?%d') and (rest == '' or find(rest, '^[eE][+-]?%d+$'))
	if not number and not LITERAL[token] then not_json('something that is no value') end
	return pos + #token
end

-- Goes once over a compact text and calls visit(level, key, at, stop, top, begin) at the end of each value that lies
-- in at most three others: level 0 is the whole text, `top` the key of the level-1 member it is part of, at..stop - 1
-- the value, begin..stop - 1 the value with its key.
local function scan(text, deepest, visit)
	local seen, size = masked(text), #text
	local kinds, keys, begins, starts, depth, state = {}, {}, {}, {}, 0, 'value'
	local pos = 1
	while pos <= size do
		local token, stop = sub(text, pos, pos), pos + 1
		local after = NEXT[state][token]
		if token == '"' then
			stop = find(seen, '"', stop, true)
			if not stop then not_json('a string without an end') end
			stop = stop + 1
		elseif not after then
			stop = literal_end(text, pos)
			after = NEXT[state].literal
		end
		if not after then not_json('a bracket, comma, colon or value out of place') end
		state = after
		if after == 'member' then
			if depth <= 3 then keys[depth] = decode(sub(text, pos + 1, stop - 2)) end
			begins[depth] = pos
			state = 'value'
			if sub(text, stop, stop) ~= ':' then not_json('a key without a colon') end
			stop = stop + 1
		else
			if token == '}' or token == ']' then
				if CLOSER[kinds[depth]] ~= token then not_json('a bracket that closes another kind') end
				depth = depth - 1
			else
				starts[depth] = pos
			end
			if after == 'done' then
				if depth <= 3 then visit(depth, keys[depth], starts[depth], stop, keys[1], begins[depth] or starts[depth]) end
				state = depth > 0 and 'more' or 'over'
				if depth > 0 and sub(text, stop, stop) == ',' then
					stop = stop + 1
					state = kinds[depth] == '{' and 'key' or 'value'
				end
			else
				depth = depth + 1
				if depth > deepest then not_json('brackets nested too deep (a document may be 16 deep)') end
				kinds[depth], keys[depth], begins[depth] = token, nil, nil
			end
		end
		pos = stop
	end
	if state ~= 'over' then not_json('it ends too early') end
end

-- Notes one member of an object; no key may come twice.
local function note(fields, key, at, stop, begin)
	if fields[key] then not_json('a key twice in one object') end
	fields[key] = { at, stop, begin }
end

-- A string member, decoded, or nil.
local function string_of(text, field)
	if field and sub(text, field[1], field[1]) == '"' then return decode(sub(text, field[1] + 1, field[2] - 2)) end
end

-- The members of a body that is an object, and their keys in order. With `each`, calls each(fields, at, stop) for one
-- after the other of the objects in its member "docs".
local function members_of(text, each)
	local given, order, fields = {}, {}, {}
	if sub(text, 1, 1) ~= '{' then bad('The body must be a JSON object.') end
	scan(text, each and MAX_DEPTH + 2 or MAX_DEPTH, function(level, key, at, stop, top, begin)
		if level == 1 then
			note(given, key, at, stop, begin)
			insert(order, key)
		elseif each and top == 'docs' and level == 3 and key then
			note(fields, key, at, stop, begin)
		elseif each and top == 'docs' and level == 2 then
			if sub(text, at, at) ~= '{' then bad('Each of "docs" must be an object.') end
			each(fields, at, stop)
			fields = {}
		end
	end)
	if each and not (given.docs and sub(text, given.docs[1], given.docs[1]) == '[') then
		bad('The body needs an array "docs".')
	end
	return given, order
end

-- 3 documents -------------------------------------------------------------------------------------------------------

-- Station and number of an _id, or nil when it is none.
local function split_id(id)
	local station, n = match(id or '', '^([a-z0-9]+)%-([1-9]%d*)$')
	if station and #station <= 16 and (#n < 16 or #n == 16 and n <= '9007199254740991') then
		return station, tonumber(n)
	end
end

-- The _id of a stored document, or nil. Almost always it comes first; else a nested one must not be taken for it.
local function id_of(text)
	local id = match(text, '^{"_id":"([a-z0-9]+%-%d+)"')
	if not id then
		pcall(scan, text, MAX_DEPTH, function(level, key, at, stop)
			if level == 1 and key == '_id' then id = decode(sub(text, at + 1, stop - 2)) end
		end)
		request.failure = nil
	end
	return split_id(id) and id
end

-- One document of a batch as it is stored.
local function stored_text(text, fields, at, stop)
	for key in pairs(fields) do
		if sub(key, 1, 1) == '_' and key ~= '_id' and key ~= '_rev' and key ~= '_revisions' then
			bad('A document has a field that begins with "_" and is not known here.')
		end
	end
	if not split_id(string_of(text, fields._id)) then bad('A document needs an "_id" like station-1.') end
	if string_of(text, fields._rev) ~= '1-0' then bad('A document needs "_rev":"1-0".') end
	local cut = fields._revisions
	if not cut then
		text = sub(text, at, stop - 1)
	elseif sub(text, cut[2], cut[2]) == ',' then
		text = sub(text, at, cut[3] - 1) .. sub(text, cut[2] + 1, stop - 1)
	else
		text = sub(text, at, cut[3] - 2) .. sub(text, cut[2], stop - 1)
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

local function is_file(path)
	return read_file(path, 0) ~= nil
end

local function file_size(path)
	local file = open(path, 'rb')
	if not file then return nil end
	local size = file:seek('end')
	file:close()
	return size
end

-- Adds with one write, so that lines of two writers never mix. True when the file has grown by all of it.
local function append(path, text)
	local before, file = file_size(path) or 0, open(path, 'ab')
	if not file then return false end
	file:setvbuf('no')
	file:write(text)
	file:close()
	return file_size(path) == before + #text
end

-- Replaces a file at once: nobody ever reads half of it.
local function write_whole(path, text)
	local file = open(path .. '.new', 'wb')
	if file then
		file:write(text)
		file:close()
	end
	if file_size(path .. '.new') == #text and os.rename(path .. '.new', path) then return true end
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
	if not text then fail(503, 'unavailable', 'The bar is not started. On the router, run: service barwrt start') end
	settings = {
		data = root .. '/etc/barwrt', run = root .. '/var/run/barwrt', limit = '4194304', version = '0',
		boot = '/proc/sys/kernel/random/boot_id', uptime = '/proc/uptime',
	}
	for line in gmatch(text, '[^\n]+') do
		local key, value = match(line, '^([a-z_]+) (.+)$')
		if key then settings[key] = value end
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

local function log_size()
	return db.log:seek('end')
end

-- Calls visit(line, start, after) for each line from an offset on, until it returns true. Returns the offset after the
-- last LF. Read in blocks and split by plain find: line functions stop at a NUL.
local function each_line(offset, visit)
	local rest, start = '', offset
	while true do
		db.log:seek('set', offset)
		local block = db.log:read(BLOCK)
		if not block then return start end
		local skipped, text, pos = offset - start - #rest, rest .. block, 1
		offset = offset + #block
		while true do
			local lf = find(text, '\n', pos, true)
			if not lf then break end
			local after = start + lf - pos + 1 + skipped
			if visit(sub(text, pos, lf - 1), start, after) then return start end
			start, pos, skipped = after, lf + 1, 0
		end
		rest = sub(text, pos)
		-- Far longer than any document: torn. Of a hole of a megabyte only this much need be kept.
		if #rest > BLOCK then rest = find(rest, '\0', 1, true) and '\0' or ' ' end
	end
end

-- The document of a line, or nil when the line is torn.
local function whole(line)
	if sub(line, -1) == '\t' and sub(line, 1, 1) == '{' and not find(line, '\0', 1, true) then return sub(line, 1, -2) end
end

-- The bytes before an offset, at most `size`.
local function bytes_before(offset, size)
	size = offset < size and offset or size
	db.log:seek('set', offset - size)
	return size > 0 and db.log:read(size) or ''
end

local function follows_lf(offset)
	return offset == 0 or bytes_before(offset, 1) == '\n'
end

-- 6 the index -------------------------------------------------------------------------------------------------------
-- In RAM, made from the log, so that no request has to read the log to its end:
--   BOOT EPOCH OFFSET COUNT HOLE   what it covers; EPOCH is "-" while a rebuild is under way; HOLE: see catch_up
--   the 40 bytes before OFFSET     they tell whether this is still the log it was made from
--   stations
--   STATION 1-57,60                the numbers that are there, as runs
--   (an empty line)
--   OFFSET STATION:LOW-HIGH …      a mark for each 64 KB of log: where they begin, which numbers lie in them; the one
--                                  that still grows is first

local function new_index()
	return { boot = boot_id(), epoch = '-', offset = 0, count = 0, runs = {}, marks = '' }
end

-- The index as it was written, or nil. Its first part is all that most requests need.
local function load_index(all)
	local text = read_file(db.index, not all and 512 or nil) or ''
	local boot, epoch, offset, count, hole, pos = match(text, '^(%S+) (%S+) (%d+) (%d+) (%S+)\n()')
	if not boot then return nil end
	local ix = { boot = boot, epoch = epoch, offset = tonumber(offset), count = tonumber(count), hole = tonumber(hole) }
	local size = ix.offset < 40 and ix.offset or 40
	ix.before = sub(text, pos, pos + size - 1)
	if not all then return ix end
	local stations, mark, rest = match(text, '^stations(.-\n)\n([^\n]*)\n()', pos + size + 1)
	if not stations then return nil end
	ix.runs, ix.marks = {}, sub(text, rest)
	for station, runs in gmatch(stations, '(%w+) ([^\n]+)') do ix.runs[station] = runs end
	if mark ~= '' then
		ix.chunk = { start = tonumber(match(mark, '^%d+')), low = {}, high = {} }
		for station, low, high in gmatch(mark, ' (%w+):(%d+)-(%d+)') do
			ix.chunk.low[station], ix.chunk.high[station] = tonumber(low), tonumber(high)
		end
	end
	return ix
end

-- The mark of the chunk that still grows.
local function mark_of(chunk)
	local line = chunk and digits(chunk.start) or ''
	for station, low in pairs(chunk and chunk.low or {}) do
		line = line .. ' ' .. station .. ':' .. digits(low) .. '-' .. digits(chunk.high[station])
	end
	return line .. '\n'
end

local function save_index(ix)
	local out = {}
	for station, runs in pairs(ix.runs) do
		if type(runs) == 'table' then
			local texts = {}
			for i, low in ipairs(runs.low) do
				texts[i] = digits(low) .. (runs.high[i] > low and '-' .. digits(runs.high[i]) or '')
			end
			runs = concat(texts, ',')
		end
		insert(out, station .. ' ' .. runs .. '\n')
	end
	local head = { ix.boot, ix.epoch, digits(ix.offset), digits(ix.count), ix.hole and digits(ix.hole) or '-' }
	return write_whole(db.index, concat(head, ' ') .. '\n' .. bytes_before(ix.offset, 40) .. '\nstations\n'
		.. concat(out) .. '\n' .. mark_of(ix.chunk) .. ix.marks)
end

-- The runs of one station as two lists of numbers, read from their text when first asked for.
local function runs_of(ix, station)
	local runs = ix.runs[station]
	if type(runs) == 'table' then return runs end
	local lists = { low = {}, high = {} }
	for low, high in gmatch(runs or '', '(%d+)%-?(%d*)') do
		insert(lists.low, tonumber(low))
		insert(lists.high, tonumber(high) or tonumber(low))
	end
	ix.runs[station] = lists
	return lists
end

-- The place of the first run that ends at n or later.
local function find_run(runs, n)
	local low, high = 1, #runs.high + 1
	while low < high do
		local middle = floor((low + high) / 2)
		if runs.high[middle] < n then low = middle + 1 else high = middle end
	end
	return low
end

local function is_known(ix, id)
	local station, n = split_id(id)
	if not station or not ix.runs[station] then return false end
	local runs = runs_of(ix, station)
	local low = runs.low[find_run(runs, n)]
	return low ~= nil and low <= n
end

-- Enters a document that lies at an offset; false when its id is known. Differences, never n + 1: beyond 2^31 the Lua
-- of some routers wraps a sum.
local function enter(ix, id, offset)
	local station, n = split_id(id)
	local runs = runs_of(ix, station)
	local i = find_run(runs, n)
	local low = runs.low[i]
	if low and low <= n then return false end
	local joins = i > 1 and n - runs.high[i - 1] == 1
	if low and low - n == 1 then
		runs.low[i] = joins and runs.low[i - 1] or n
		if joins then
			remove(runs.low, i - 1)
			remove(runs.high, i - 1)
		end
	elseif joins then
		runs.high[i - 1] = n
	else
		insert(runs.low, i, n)
		insert(runs.high, i, n)
	end
	ix.count = ix.count + 1
	if not ix.chunk or offset - ix.chunk.start >= BLOCK then
		if ix.chunk then ix.marks = ix.marks .. mark_of(ix.chunk) end
		ix.chunk = { start = offset, low = {}, high = {} }
	end
	local chunk = ix.chunk
	if not chunk.low[station] or n < chunk.low[station] then chunk.low[station] = n end
	if not chunk.high[station] or n > chunk.high[station] then chunk.high[station] = n end
	return true
end

-- Where in the log the wanted ids are: { id = { start, size } }. Only chunks are read whose marks fit.
local function locate(ix, ids)
	local low, high, found, left = {}, {}, {}, 0
	for id in pairs(ids) do
		local station, n = split_id(id)
		left = left + 1
		if not low[station] or n < low[station] then low[station] = n end
		if not high[station] or n > high[station] then high[station] = n end
	end
	local marks = ix.marks .. mark_of(ix.chunk)
	for start, mark, following in gmatch(marks, '(%d+)([^\n]*)\n()') do
		local stop, fits = tonumber(match(marks, '^%d+', following)) or ix.offset, false
		for station, first, last in gmatch(mark, ' (%w+):(%d+)-(%d+)') do
			fits = fits or low[station] and tonumber(first) <= high[station] and tonumber(last) >= low[station]
		end
		if fits and left > 0 then
			each_line(tonumber(start), function(line, at)
				if at >= stop or left == 0 then return true end
				local text = whole(line)
				local id = text and id_of(text)
				if id and ids[id] and not found[id] then
					found[id] = { at, #text }
					left = left - 1
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

-- Begins an epoch at an offset; nothing of it may be answered before this is on the flash. What lies behind a hole may
-- have been handed out and is gone, so one that nobody gets to see begins there: no boot meets the same hole again.
local function begin_epoch(hole, offset)
	local epoch, text = '', find(read_file(db.life) or '', '[^\n]$') and ' \n' or ''
	for _, start in ipairs(hole and { hole, offset } or { offset }) do
		epoch = gsub(read_file('/dev/urandom', 8), '.', function(c) return format('%02x', byte(c)) end)
		text = text .. epoch .. ' ' .. digits(start) .. '\n'
	end
	if not append(db.life, text) then full("The router's flash is full.") end
	sync(db.life)
	return epoch
end

-- The offset that a `since` stands for; 400 when it is not true any more.
local function read_since(since)
	since = match(since, '^"(.*)"$') or since
	if since == '0' then return 0 end
	local offset, epoch = match(since, '^(%d+)%-([0-9a-z]+)$')
	if offset and #offset < 16 then
		local life = read_life()
		offset = tonumber(offset)
		for i = #life, 1, -1 do
			if life[i].epoch == epoch then
				if offset <= log_size() and follows_lf(offset) then return offset end
				break
			end
			if offset > life[i].offset then break end
		end
	end
	bad('This "since" is not true here (any more): begin again without it.')
end

-- 8 the lock --------------------------------------------------------------------------------------------------------
-- One lock file in RAM for all databases, never removed; the lock dies with its holder. Lua cannot lock, so the script
-- starts itself again under flock and hands over the checked lines through a pipe (nothing is left behind by a kill),
-- their length first: half of them count for nothing. The second one has the names of all logs as its arguments.

local function lock(payload)
	if request.locked then return end
	local pulse, words = shell_word(settings.run .. '/pulse'), { 'sh' }
	for _, word in ipairs({ arg[2], arg[0], arg[1], arg[2] }) do insert(words, shell_word(word)) end
	local child = io.popen('export data=' .. shell_word(settings.data) .. '; '
		.. '[ -d ' .. pulse .. ' ] && [ -d "$data" ] || mkdir -p ' .. pulse .. ' "$data"; flock '
		.. shell_word(settings.run .. '/lock') .. [[ sh -c 'exec "$@" "$data"/*.log' ]] .. concat(words, ' ')
		.. ' locked || { cat >/dev/null; '
		.. [[printf 'Status: 500 internal\r\nContent-Type: application/json\r\n\r\n%s\n' ]]
		.. [['{"error":"internal","reason":"The lock failed: on the router, install busybox flock."}'; }]], 'w')
	child:write(digits(#payload), '\n', payload)
	child:close()
	os.exit(0)
end

-- The logs there are, and their sizes together.
local function all_logs()
	local logs = { count = 0, size = 0 }
	for i = 4, #arg do
		local size = file_size(arg[i])
		if size then logs.count, logs.size = logs.count + 1, logs.size + size end
	end
	return logs
end

-- 9 state of a database ---------------------------------------------------------------------------------------------

local function is_name(name)
	return find(name, '^[a-z][a-z0-9_-]*$') and #name <= 63
end

local function forget_epoch(epoch)
	os.remove(pulse_file(epoch))
	os.remove(local_file(epoch))
end

-- Takes away all that is left of a wiped database but its name. The index goes last: while it is there, this was
-- not finished.
local function erase()
	local ix, life = load_index(false), read_life()
	os.remove(db.path)
	os.remove(db.life)
	if ix then forget_epoch(ix.epoch) end
	if #life > 0 then forget_epoch(life[#life].epoch) end
	os.remove(db.index)
end

local function is_wiped()
	if not is_file(db.wiped) then return false end
	if is_file(db.path) or is_file(db.life) or is_file(db.index) then
		lock('')
		erase()
	end
	return true
end

-- Opens the log, or answers that there is none. To be called again after locking.
local function find_database()
	local valid = is_name(db.name) -- looked at first: with a slash in it the paths would lead elsewhere
	if valid and is_wiped() then
		fail(404, 'wiped', 'An organizer wiped this database: erase your copy, or use another database.')
	end
	db.log = valid and open(db.path, 'rb')
	if not db.log then fail(404, 'not_found', 'There is no such database: check its name.') end
end

-- Whether the index was made in this boot and from this log.
local function is_current(ix)
	return ix and ix.boot == boot_id() and log_size() >= ix.offset and bytes_before(ix.offset, 40) == ix.before
end

-- Whether the index covers every line, and the tablets have a pulse to poll.
local function is_complete(ix)
	local short = false
	each_line(ix.offset, function()
		short = true
		return true
	end)
	return not short and is_file(pulse_file(ix.epoch))
end

-- Under the lock: enters the lines that the index lacks, begins an epoch when one is due, and lengthens the pulse. A
-- power cut leaves NULs in what was not on the flash yet: HOLE is the first line with one since the last epoch began.
local function catch_up()
	local ix, life, changed = load_index(true), read_life(), false
	local last = life[#life]
	if not is_current(ix) then
		local replaced = ix and ix.boot == boot_id() and log_size() >= ix.offset
		ix = new_index()
		-- A shorter log was cut, and what is left was handed out before. Of another log nobody knows from where on.
		if replaced then ix.hole = 0 end
	end
	local saved = ix.offset
	ix.offset = each_line(ix.offset, function(line, start, after)
		local text = whole(line)
		local id = text and id_of(text)
		if id then enter(ix, id, start) end
		if ix.epoch == '-' and not ix.hole and start >= (last and last.offset or 0) and find(line, '\0', 1, true) then
			ix.hole = start
		end
		ix.offset = after
		changed = true
		if after - saved >= MAX_PAGE then
			save_index(ix)
			saved = after
		end
	end)
	if ix.epoch == '-' then
		local size = log_size()
		local cut = size > ix.offset and bytes_before(size, 1) == '\0'
		ix.epoch = begin_epoch(ix.hole or cut and ix.offset or nil, cut and size or ix.offset)
		ix.hole = nil
		if last then forget_epoch(last.epoch) end
		changed = true
	end
	if changed or not is_file(pulse_file(ix.epoch)) then
		append(pulse_file(ix.epoch), '.')
		save_index(ix)
	end
	return ix
end

-- The index for a request: `need` is 'epoch' (current is enough), 'lines' (it must cover every line) or 'all' (with its
-- runs and marks). A reader takes the lock only where it must be written first.
local function open_index(need)
	if not request.locked then
		local ix = load_index(need == 'all')
		if is_current(ix) and ix.epoch ~= '-' and (need == 'epoch' or is_complete(ix)) then return ix end
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
	for pair in gmatch(request.query, '[^&]+') do
		local key, value = match(pair, '^([^=]+)=(.*)$')
		if key then out[key] = percent_decode(gsub(value, '%+', ' ')) end
	end
	return out
end

local function get_database()
	local ix = open_index('lines')
	send(200, format('{"db_name":"%s","doc_count":%.0f,"update_seq":"%.0f-%s","instance_start_time":"%s","barwrt":%s,'
		.. '"pulse":"/pulse/%s-%s","boot":"%s","up":%s}', db.name, ix.count, ix.offset, ix.epoch, ix.epoch,
		quote(settings.version), db.name, ix.epoch, ix.boot, (uptime())))
end

local function get_changes()
	local query = parameters()
	local limit = query.limit or '1000'
	if (query.feed or 'normal') ~= 'normal' then bad('Only feed=normal is served: ask again after a while.') end
	if query.filter or query.descending == 'true' then bad('Neither filter nor descending is served: leave it out.') end
	if not find(limit, '^%d+$') then bad('"limit" must be a whole number.') end
	limit = #limit < 5 and tonumber(limit) < MAX_ROWS and tonumber(limit) or MAX_ROWS
	local ix, last = open_index('epoch'), read_since(query.since or '0')
	local rows, size, pending, docs = 0, 200, '0', query.include_docs == 'true'
	send_head(200)
	write('{"results":[')
	local stop = each_line(last, function(line, _, after)
		local text = whole(line)
		local id = text and id_of(text)
		if not id then return end
		local row = (rows > 0 and ',\n' or '\n') .. '{"seq":"' .. digits(after) .. '-' .. ix.epoch .. '","id":"' .. id
			.. '","changes":[{"rev":"1-0"}]' .. (docs and ',"doc":' .. text or '') .. '}'
		if rows >= limit or size + #row > MAX_PAGE then
			pending = '1'
			return true
		end
		write(row)
		rows, size, last = rows + 1, size + #row, after
	end)
	write('\n],"last_seq":"', digits(pending == '1' and last or stop), '-', ix.epoch, '","pending":', pending, '}\n')
end

local function post_bulk_get()
	local body, wanted, ids = compact(request.body), {}, {}
	members_of(body, function(fields)
		local id, rev = string_of(body, fields.id), string_of(body, fields.rev) or '1-0'
		if not id then bad('Each of "docs" needs an "id".') end
		insert(wanted, { id, sub(body, fields.id[1], fields.id[2] - 1), rev })
	end)
	local ix = open_index('all')
	for _, want in ipairs(wanted) do
		if want[3] == '1-0' and is_known(ix, want[1]) then ids[want[1]] = true end
	end
	local found = locate(ix, ids)
	local ending = parameters().revs == 'true' and ',"_revisions":{"start":1,"ids":["0"]}}' or '}'
	send_head(200)
	write('{"results":[')
	for i, want in ipairs(wanted) do
		local place = want[3] == '1-0' and found[want[1]]
		write(i > 1 and ',\n' or '\n', '{"id":', want[2], ',"docs":[')
		if place then
			db.log:seek('set', place[1])
			write('{"ok":', sub(db.log:read(place[2]), 1, -2), ending, '}]}')
		else
			write('{"error":{"id":', want[2], ',"rev":', quote(want[3]), ',"error":"not_found","reason":"missing"}}]}')
		end
	end
	write('\n]}\n')
end

local function post_revs_diff()
	local body = compact(request.body)
	local fields, order = members_of(body)
	local ix, out = open_index('all'), {}
	for _, key in ipairs(order) do
		local field, missing, known = fields[key], {}, is_known(ix, key)
		local revs = match(sub(body, field[1], field[2] - 1), '^%[(.*)%]$')
		if not revs then bad('Each id needs an array of revisions like ["1-0"].') end
		for rev in gmatch(revs, '[^,]+') do
			if not find(rev, '^"[^"]*"$') then bad('Each id needs an array of revisions like ["1-0"].') end
			if not (known and rev == '"1-0"') then insert(missing, rev) end
		end
		if #missing > 0 then
			insert(out, sub(body, field[3], field[1] - 1) .. '{"missing":[' .. concat(missing, ',') .. ']}')
		end
	end
	send(200, '{' .. concat(out, ',') .. '}')
end

-- _local documents: one line each in a file in RAM, as they are answered. A document's line begins with this.
local function local_start(id)
	check_sequences(id, HIGH, UTF8, 'an id that is no UTF-8')
	if #id > 256 or find(id, '%z') then bad('This _local id cannot be used.') end
	return '{"_id":' .. quote('_local/' .. id) .. ',"_rev":"0-'
end

local function local_lines(epoch)
	return gmatch(read_file(local_file(epoch)) or '', '[^\n]+')
end

local function get_local()
	local start = local_start(request.id)
	for line in local_lines(open_index('epoch').epoch) do
		if sub(line, 1, #start) == start then return send(200, line) end
	end
	fail(404, 'not_found', 'There is no such _local document.')
end

-- 11 writing --------------------------------------------------------------------------------------------------------

local function put_local()
	local body, start, parts, rev, out = compact(request.body), local_start(request.id), '', 1, ''
	local fields, order = members_of(body)
	for _, key in ipairs(order) do
		if key ~= '_id' and key ~= '_rev' and key ~= '_revisions' then
			if sub(key, 1, 1) == '_' then bad('The document has a field that begins with "_" and is not known here.') end
			parts = parts .. ',' .. sub(body, fields[key][3], fields[key][2] - 1)
		end
	end
	lock(request.body)
	find_database()
	local epoch = catch_up().epoch
	for line in local_lines(epoch) do
		if sub(line, 1, #start) == start then
			rev = tonumber(match(line, '^%d+', #start + 1)) + 1
		else
			out = out .. line .. '\n'
		end
	end
	out = out .. start .. digits(rev) .. '"' .. parts .. '}\n'
	if #out > MAX_BODY or not write_whole(local_file(epoch), out) then
		full('There is no room for another _local document.')
	end
	send(201, '{"ok":true,"id":' .. quote('_local/' .. request.id) .. ',"rev":"0-' .. digits(rev) .. '"}')
end

-- Keeps one address (of IPv6: one network) from filling the flash: RUN/shares has a line "ADDRESS UNTIL" for each that
-- wrote lately; at UNTIL, seconds since boot, what it wrote is forgotten. With `rate BYTES SECONDS` so many bytes put it
-- off by so many seconds; who has all of them before it waits. The last batch may go over it, or a large one never could.
local function charge(bytes)
	local most, seconds = match(settings.rate or '', '^([1-9]%d*) ([1-9]%d*)$')
	if not most or settings.organizer_key and request.role == 2 then return end
	local address = gsub(gsub(getenv('REMOTE_ADDR') or '', '::.*', ''), '^(%x+:%x+:%x+:%x+):.*', '%1')
	local path, others, now = settings.run .. '/shares', '', tonumber(match(read_file(settings.uptime, 64) or '0', '^%S+'))
	local mine = now
	for line in gmatch(read_file(path) or '', '[^\n]+') do
		local who, time = match(line, '^(%S*) (%S+)$')
		time = tonumber(time) or 0
		if time > now then
			if who == address then mine = time else others = others .. line .. '\n' end
		end
	end
	if mine - now >= tonumber(seconds) then
		fail(429, 'too_many_requests', 'This address has written its share: send the rest later, or with the organizer key.')
	end
	write_whole(path, others .. address .. format(' %.3f\n', mine + bytes / tonumber(most) * tonumber(seconds)))
end

local function post_bulk_docs()
	local lines = {}
	if request.locked then
		for line in gmatch(request.body, '[^\n]+') do insert(lines, line) end
	else
		local body = compact(request.body)
		local edits = members_of(body, function(fields, at, stop)
			insert(lines, stored_text(body, fields, at, stop))
		end).new_edits
		if not edits or sub(body, edits[1], edits[2] - 1) ~= 'false' then bad('The body needs "new_edits":false.') end
		lock(concat(lines, '\n'))
		find_database()
	end
	local ix, size = catch_up(), log_size()
	local torn = follows_lf(size) and '' or ' \n'
	local out, offset = { torn }, size + #torn
	for _, text in ipairs(lines) do
		if enter(ix, id_of(text), offset) then
			insert(out, text .. '\t\n')
			offset = offset + #text + 2
		end
	end
	if #out > 1 then
		if all_logs().size + offset - size > tonumber(settings.limit) then
			full('The size limit for all logs is reached.')
		end
		charge(offset - size)
		if not append(db.path, concat(out)) then full("The router's flash is full.") end
		append(pulse_file(ix.epoch), '.')
		ix.offset = offset
		save_index(ix)
	end
	send(201, '[]')
end

local function post_ensure_full_commit()
	local ix = open_index('epoch')
	sync(db.path)
	send(201, '{"ok":true,"instance_start_time":"' .. ix.epoch .. '"}')
end

local function put_database()
	if not is_name(db.name) then bad('A database name is a-z, then up to 62 of a-z, 0-9, "_" and "-".') end
	lock('')
	if is_wiped() then fail(412, 'file_exists', 'A database of this name was wiped: take another name.') end
	if is_file(db.path) then fail(412, 'file_exists', 'A database of this name exists.') end
	if all_logs().count >= MAX_DATABASES then fail(507, 'full', 'There are 32 databases already: wipe one first.') end
	os.remove(db.life)
	local ix = new_index()
	ix.epoch = begin_epoch(nil, 0)
	append(db.path, '')
	db.log = open(db.path, 'rb')
	if not db.log then full("The router's flash is full.") end
	sync(db.path)
	append(pulse_file(ix.epoch), '.')
	save_index(ix)
	send(201, '{"ok":true}')
end

local function post_wipe()
	local body = compact(request.body)
	local fields = members_of(body)
	local name, epoch = string_of(body, fields.db_name), string_of(body, fields.instance_start_time)
	if not name or not epoch then bad('The body needs "db_name" and "instance_start_time", both strings.') end
	lock(request.body)
	find_database()
	if name ~= db.name or epoch ~= catch_up().epoch then
		fail(412, 'precondition_failed', 'This is not the database that was meant: look at it again before wiping.')
	end
	if not append(db.wiped, '') then full("The router's flash is full.") end
	sync(db.wiped)
	erase()
	send(200, '{"ok":true}')
end

-- 12 who may do what ------------------------------------------------------------------------------------------------

-- path → method → { handler, role }: 1 the bar key, 2 the organizer key
local ROUTES = {
	[''] = { GET = { get_database, 1 }, HEAD = { get_database, 1 }, PUT = { put_database, 2 } },
	_changes = { GET = { get_changes, 1 } },
	_bulk_docs = { POST = { post_bulk_docs, 1 } },
	_bulk_get = { POST = { post_bulk_get, 1 } },
	_revs_diff = { POST = { post_revs_diff, 1 } },
	['_local/'] = { GET = { get_local, 1 }, PUT = { put_local, 1 } },
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
			local first = floor(bits / 2 ^ held)
			bits = bits - first * 2 ^ held
			insert(out, char(first))
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
	if not header then return 0 end
	local code = match(header, '^[Bb][Aa][Ss][Ii][Cc] +([%w+/]+=*) *$')
	local key = match(from_base64(code or ''), '^[^:]*:(.*)$') or ''
	local bar = settings.bar_key and same_key(key, settings.bar_key)
	local organizer = settings.organizer_key and same_key(key, settings.organizer_key)
	return organizer and 2 or bar and 1 or -1
end

-- The whole body, before anything slow: a script that leaves it unread holds up the server.
local function read_body()
	local size = tonumber(match(getenv('CONTENT_LENGTH') or '', '^%d+$'))
	if not size and request.method ~= 'POST' and request.method ~= 'PUT' then size = 0 end
	if request.locked then size = tonumber(io.read('*l')) or 0 end
	local most = (request.locked or size and size <= MAX_BODY) and size or MAX_BODY + 1
	request.body = most > 0 and io.read(most) or ''
	if request.locked and #request.body ~= size then os.exit(0) end -- whoever sent it is gone
	if request.locked then return end
	request.cut = size and #request.body < most
	request.too_large = #request.body > MAX_BODY
	if request.too_large then request.body = '' end
	for _ = 1, request.too_large and 64 or 0 do io.read(BLOCK) end -- up to 4 MB more
end

local function read_request()
	request.method, request.locked = getenv('REQUEST_METHOD') or 'GET', arg[3] == 'locked'
	read_body()
	read_settings(arg[1])
	request.query = getenv('QUERY_STRING') or ''
	local path = match(getenv('REQUEST_URI') or '', '/cgi%-bin/db([^?#]*)') or getenv('PATH_INFO') or ''
	local name, rest = match(path, '^/([^/]*)/?(.*)$')
	db.name, request.path = percent_decode(name or ''), rest or ''
	local id = match(request.path, '^_local/(.+)$')
	if id then request.path, request.id = '_local/', percent_decode(id) end
	if request.path == '_local/' and not id then request.path = '_local' end
	for origin in gmatch(settings.origins or '', '[^ ]+') do
		if origin == getenv('HTTP_ORIGIN') then request.origin = origin end
	end
	db.path = settings.data .. '/' .. db.name .. '.log'
	db.life = settings.data .. '/' .. db.name .. '.life'
	db.wiped = settings.data .. '/' .. db.name .. '.wiped'
	db.index = settings.run .. '/' .. db.name .. '.index'
end

local function answer()
	read_request()
	if request.method == 'OPTIONS' then return send_head(204) end
	local methods, role = ROUTES[request.path], role_of(getenv('HTTP_AUTHORIZATION'))
	request.role = role
	local route = methods and methods[request.method]
	local board = settings.board == '1' and request.id == 'board' and request.method == 'GET'
	if role < (board and role == 0 and 0 or route and route[2] or 1) then
		fail(401, 'unauthorized',
			role == 1 and 'This needs the organizer key.' or 'This needs a key: enter the one of this bar.')
	end
	if request.path ~= '' or request.method ~= 'PUT' then find_database() end
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
	route[1]()
end

local done, message = pcall(answer)
if not done then
	if not request.failure then
		io.stderr:write('barwrt: ', tostring(message), '\n')
		request.failure = { 500, 'internal', "A fault of the router's program: try again, and tell its makers." }
	end
	local failure = request.failure
	if not request.answered then
		send(failure[1], '{"error":"' .. failure[2] .. '","reason":' .. quote(failure[3]) .. '}')
	end
end
