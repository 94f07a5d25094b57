// SPDX-License-Identifier: AGPL-3.0-or-later
// BarWRT's database behind uhttpd: a subset of CouchDB's HTTP API over one append-only log a database. docs/wire.md
// is the contract. This is the ucode half, for OpenWrt 22.03 and later; shim.lua is the same in Lua, with the same
// sections and names. Started by www/cgi-bin/db: shim.uc ROOT PROGRAM [locked]
//   1 answers  2 strict JSON  3 documents  4 settings and files  5 the log  6 the index  7 the life file
//   8 the lock  9 state of a database  10 reading  11 writing  12 who may do what
// ucode's json() lets comments, NaN and more pass, so it is never asked. A regular expression is compiled anew each
// time that its line runs (which is why there are few) and stops at a NUL; releases differ in what the flag s turns
// round, so nothing may depend on how ^, $, a dot or [^…] take a line end. Older releases make two bytes of "\xc3" (so
// bytes come from chr()), compare strings up to a NUL, and functions by chance.
'use strict';

let fs = require('fs');

const MAX_BODY = 262144, MAX_DOCUMENT = 4096, MAX_DEPTH = 16;
const MAX_ROWS = 1000, MAX_PAGE = 1048576, MAX_DATABASES = 32, MAX_NUMBER = 9007199254740991;
const BLOCK = 65536; // bytes read at once, and bytes of log between two marks of the index

const TAB = 9, LF = 10, ID = '{"_id":"'; // what ends a line, and what begins one
const DIGITS = '0123456789', LETTERS = 'abcdefghijklmnopqrstuvwxyz', WORD = LETTERS + DIGITS;

let settings = {}; // the lines of shim.conf
let request = {}; // method, path, id, query, body, origin, role, locked
let db = {}; // name and paths of the database asked for; db.log is its open log

// 1 answers ---------------------------------------------------------------------------------------------------------

// Ends the request with an error; `reason` is a sentence that says what to do.
function fail(status, name, reason) {
	request.failure = [ status, name, reason ];
	die('failed');
}

function bad(reason) {
	fail(400, 'bad_request', reason);
}

function not_json(what) {
	bad('The body is not strict JSON: ' + what + '.');
}

function full(reason) {
	fail(507, 'full', reason + ' Tablets keep everything: raise the limit, or move the data to a larger place.');
}

function quote(text) {
	return sprintf('%J', text);
}

// Whether a text has at least one character, and all are among these.
function only(chars, text) {
	return length(text) > 0 && length(ltrim(text, chars)) == 0;
}

// The head of an answer. Without a length what follows is streamed, and JSON's last brace is its end marker.
function send_head(status, size) {
	request.answered = true;
	print('Status: ', status, ' ', request.failure ? request.failure[1] : 'OK', '\r\nContent-Type: application/json\r\n',
		'Cache-Control: no-store\r\n');
	if (size != null) print('Content-Length: ', size, '\r\n');
	if (settings.origins) print('Vary: Origin\r\n');
	if (request.origin)
		print('Access-Control-Allow-Origin: ', request.origin, '\r\nAccess-Control-Allow-Credentials: true\r\n',
			'Access-Control-Allow-Methods: GET, HEAD, PUT, POST, OPTIONS\r\n',
			'Access-Control-Allow-Headers: authorization, content-type, accept\r\nAccess-Control-Max-Age: 600\r\n');
	if (request.allow) print('Allow: ', request.allow, '\r\n');
	print('\r\n');
}

function send(status, body) {
	body += '\n';
	send_head(status, length(body));
	if (request.method != 'HEAD') print(body);
}

// 2 strict JSON -----------------------------------------------------------------------------------------------------
// Nothing is decoded and encoded again: a document is kept as the text that came. All texts run through compact
// and then scan, which goes from token to token without recursion.

function bytes(pattern, flags) {
	return regexp(replace(pattern, /<(..)>/g, (all, digits) => chr(hex(digits))), flags);
}

// Blots out what is whole (never removes: that could join two halves) and looks whether a piece is left.
function check_sequences(text, suspect, whole, what) {
	if (match(replace(text, whole, '.'), suspect)) not_json(what);
}

// Every UTF-8 sequence must be whole: no overlong ones, no surrogates, nothing above U+10FFFF.
function check_utf8(text) {
	let high = bytes('[<80>-<ff>]');
	let whole = '([<c2>-<df>]|<e0>[<a0>-<bf>]|[<e1>-<ec><ee><ef>][<80>-<bf>]|<ed>[<80>-<9f>]|' +
		'(<f0>[<90>-<bf>]|[<f1>-<f3>][<80>-<bf>]|<f4>[<80>-<8f>])[<80>-<bf>])[<80>-<bf>]';
	if (match(text, high)) check_sequences(text, high, bytes(whole, 'g'), 'bytes that are no UTF-8');
}

// Every escape must be whole, a surrogate with its other half.
function check_escapes(text) {
	let whole = '\\\\(["\\\\/bfnrt]|u([0-9a-cA-CefEF]HHH|[dD][0-7]HH|[dD][89abAB]HH\\\\u[dD][c-fC-F]HH))';
	whole = regexp(replace(whole, 'H', '[0-9a-fA-F]'), 'g');
	check_sequences(text, /\\/, whole, 'a broken escape or half a surrogate pair');
}

// The text with every escape blotted out: each quote that is left begins or ends a string.
function masked(text) {
	return index(text, '\\') < 0 ? text : replace(text, /\\./g, '..');
}

// The text without whitespace outside its strings, after the checks that need no structure.
function compact(text) {
	if (index(text, '\0') >= 0) not_json('a raw control character');
	if (match(text, bytes('[<01>-<1f><7f>-<ff>]'))) {
		if (match(text, /[\x01-\x08\x0b\x0c\x0e-\x1f]/)) not_json('a raw control character');
		check_utf8(text);
	} else if (index(text, ' ') < 0 && index(text, '\\') < 0) {
		return text;
	}
	if (index(text, '\\') >= 0) check_escapes(text);
	let pos = 0, out = [], space = /[ \t\n\r]+/g, between = /[a-zA-Z0-9.+-][ \t\n\r]+[a-zA-Z0-9.+-]/, raw = /[\t\n\r]/;
	if (!match(text, space)) return text;
	for (let i, part in split(masked(text), '"')) {
		part = substr(text, pos, length(part));
		pos += length(part) + 1;
		if (i % 2) {
			if (match(part, raw)) not_json('a raw control character');
		} else if (length(part) > 1) {
			if (match(part, between)) not_json('two values side by side');
			part = replace(part, space, '');
		}
		push(out, part);
	}
	return join('"', out);
}

const PLAIN = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

// The inside of a checked string as UTF-8. U+0000 becomes C0 80, which no valid text holds: ucode's keys end at a NUL.
function decode(text) {
	if (index(text, '\\') < 0) return text;
	text = replace(text, /\\u([dD][89abAB]..)\\u([dD][c-fC-F]..)/g,
		(all, high, low) => uchr((hex(high) - 0xd800) * 1024 + hex(low) - 0xdc00 + 0x10000));
	return replace(text, /\\(u....|.)/g, (all, code) => {
		if (length(code) == 1) return PLAIN[code] || code;
		return hex(substr(code, 1)) ? uchr(hex(substr(code, 1))) : chr(0xc0) + chr(0x80);
	});
}

// What may come in which state, and the state after it. A key's colon and a value's comma go with them.
const NEXT = {
	value: { '{': 'first key', '[': 'first value', '"': 'done', literal: 'done' },
	'first value': { '{': 'first key', '[': 'first value', '"': 'done', literal: 'done', ']': 'done' },
	'first key': { '"': 'member', '}': 'done' },
	key: { '"': 'member' },
	more: { ']': 'done', '}': 'done' },
	over: {},
};
const CLOSER = { '[': ']', '{': '}' };

// Where a literal ends. Looked for in small pieces: a copy of all the rest for each number would take for ever.
function literal_end(text, pos) {
	let width = 16, token;
	while (token == null || length(token) == width) {
		let piece = substr(text, pos, width *= 2);
		token = substr(piece, 0, length(piece) - length(ltrim(piece, '0123456789+-.eEtrufalsn')));
	}
	let digits = substr(token, 0, 1) == '-' ? substr(token, 1) : token;
	if (!(only(DIGITS, digits) && (ord(digits) != 48 || digits == '0')) && !(token in [ 'true', 'false', 'null' ]) &&
		!match(digits, /^(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/)) not_json('something that is no value');
	return pos + length(token);
}

// Goes once over a compact text and calls visit(level, key, at, end, top, begin) at the end of each value that lies
// in at most three others: level 0 is the whole text, `top` the key of the level-1 member it is part of, at..end
// the value, begin..end the value with its key (`end` is the place behind it).
function scan(text, deepest, visit) {
	let quotes = [], size = -1;
	for (let part in split(masked(text), '"')) push(quotes, size += length(part) + 1);
	if (length(quotes) % 2 == 0) not_json('a string without an end');
	let kinds = [], keys = [], begins = [], starts = [], depth = 0, state = 'value', quote = 0;
	for (let pos = 0, end; pos < size; pos = end) {
		let token = substr(text, pos, 1), after = NEXT[state][token];
		end = pos + 1;
		if (token == '"') {
			end = quotes[quote + 1] + 1;
			quote += 2;
		} else if (!after) {
			end = literal_end(text, pos);
			after = NEXT[state].literal;
		}
		if (!after) not_json('a bracket, comma, colon or value out of place');
		state = after;
		if (after == 'member') {
			if (depth <= 3) keys[depth] = decode(substr(text, pos + 1, end - pos - 2));
			begins[depth] = pos;
			state = 'value';
			if (substr(text, end++, 1) != ':') not_json('a key without a colon');
		} else {
			if (token == '}' || token == ']') {
				if (CLOSER[kinds[depth]] != token) not_json('a bracket that closes another kind');
				depth--;
			} else {
				starts[depth] = pos;
			}
			if (after == 'done') {
				if (depth <= 3) visit(depth, keys[depth], starts[depth], end, keys[1], begins[depth] ?? starts[depth]);
				state = depth ? 'more' : 'over';
				if (depth && substr(text, end, 1) == ',') {
					end++;
					state = kinds[depth] == '{' ? 'key' : 'value';
				}
			} else {
				if (++depth > deepest) not_json('brackets nested too deep (a document may be 16 deep)');
				kinds[depth] = token;
				keys[depth] = begins[depth] = null;
			}
		}
	}
	if (state != 'over') not_json('it ends too early');
}

// Notes one member of an object; no key may come twice.
function note(fields, key, at, end, begin) {
	if (exists(fields, key)) not_json('a key twice in one object');
	fields[key] = [ at, end, begin ];
}

// A string member, decoded, or null.
function string_of(text, field) {
	if (field && substr(text, field[0], 1) == '"') return decode(substr(text, field[0] + 1, field[1] - field[0] - 2));
}

// The members of a body that is an object, in order (ucode's objects keep it). With `each`, calls each(fields, at,
// end) for one after the other of the objects in its member "docs".
function members_of(text, each) {
	let given = {}, fields = {};
	if (substr(text, 0, 1) != '{') bad('The body must be a JSON object.');
	scan(text, each ? MAX_DEPTH + 2 : MAX_DEPTH, (level, key, at, end, top, begin) => {
		if (level == 1) {
			note(given, key, at, end, begin);
		} else if (each && top == 'docs' && level == 3 && key != null) {
			note(fields, key, at, end, begin);
		} else if (each && top == 'docs' && level == 2) {
			if (substr(text, at, 1) != '{') bad('Each of "docs" must be an object.');
			each(fields, at, end);
			fields = {};
		}
	});
	if (each && (!given.docs || substr(text, given.docs[0], 1) != '[')) bad('The body needs an array "docs".');
	return given;
}

// 3 documents -------------------------------------------------------------------------------------------------------

// Station and number of an _id, or null when it is none.
function split_id(id) {
	let parts = split(id ?? '', '-', 2), station = parts[0], n = int(parts[1]);
	if (n > 0 && n <= MAX_NUMBER && station + '-' + n == id && length(station) <= 16 && only(WORD, station))
		return [ station, n ];
}

// The _id of a stored document, or null. Almost always it comes first; else a nested one must not be taken for it.
function id_of(text) {
	let parts = split(text, '"', 5), id = parts[3];
	if (length(parts) == 5 && parts[0] == '{' && parts[1] == '_id' && parts[2] == ':' && split_id(id)) return id;
	try {
		id = null;
		scan(text, MAX_DEPTH, (level, key, at, end) => {
			if (level == 1 && key == '_id') id = decode(substr(text, at + 1, end - at - 2));
		});
	} catch (e) {
		request.failure = null;
	}
	return split_id(id) ? id : null;
}

// One document of a batch as it is stored.
function stored_text(text, fields, at, end) {
	for (let key in fields)
		if (substr(key, 0, 1) == '_' && !(key in [ '_id', '_rev', '_revisions' ]))
			bad('A document has a field that begins with "_" and is not known here.');
	if (!split_id(string_of(text, fields._id))) bad('A document needs an "_id" like station-1.');
	if (string_of(text, fields._rev) != '1-0') bad('A document needs "_rev":"1-0".');
	let cut = fields._revisions;
	if (!cut)
		text = substr(text, at, end - at);
	else if (substr(text, cut[1], 1) == ',')
		text = substr(text, at, cut[2] - at) + substr(text, cut[1] + 1, end - cut[1] - 1);
	else
		text = substr(text, at, cut[2] - 1 - at) + substr(text, cut[1], end - cut[1]);
	if (length(text) > MAX_DOCUMENT) fail(413, 'too_large', 'A document is over 4096 bytes: make it smaller.');
	return text;
}

// 4 settings and files ----------------------------------------------------------------------------------------------

function is_file(path) {
	return fs.stat(path) != null;
}

// Adds with one write, so that lines of two writers never mix. ucode does not say when the disk is full: true when the
// file has grown by all of it.
function append(path, text) {
	let before = fs.stat(path)?.size ?? 0, file = fs.open(path, 'a');
	if (!file) return false;
	file.write(text);
	file.close();
	return fs.stat(path).size == before + length(text);
}

// Replaces a file at once: nobody ever reads half of it.
function write_whole(path, text) {
	fs.writefile(path + '.new', text);
	if (fs.stat(path + '.new')?.size == length(text) && fs.rename(path + '.new', path)) return true;
	fs.unlink(path + '.new');
	return false;
}

function shell_word(text) {
	return "'" + join("'\\''", split(text, "'")) + "'";
}

// To the flash, with the directory entry. Where busybox has no fsync, sync does it.
function sync(path) {
	let words = shell_word(path) + ' ' + shell_word(settings.data);
	system('fsync ' + words + ' 2>/dev/null || sync ' + words + ' 2>/dev/null || sync');
}

function read_settings(root) {
	let text = fs.readfile(root + '/var/run/barwrt/shim.conf');
	if (text == null) fail(503, 'unavailable', 'The bar is not started. On the router, run: service barwrt start');
	settings = {
		data: root + '/etc/barwrt', run: root + '/var/run/barwrt', limit: '4194304', version: '0',
		boot: '/proc/sys/kernel/random/boot_id', uptime: '/proc/uptime',
	};
	for (let line in split(text, '\n')) {
		let space = index(line, ' ');
		if (space > 0 && space < length(line) - 1) settings[substr(line, 0, space)] = substr(line, space + 1);
	}
}

function boot_id() {
	let id = trim(fs.readfile(settings.boot, 64) ?? '');
	return only(WORD + '-', id) ? id : 'unknown';
}

// Milliseconds since boot, from "123.45 …".
function uptime() {
	let parts = split(fs.readfile(settings.uptime, 64) ?? '0.00', '.');
	return int(parts[0]) * 1000 + int(substr(parts[1], 0, 2)) * 10;
}

function pulse_file(epoch) {
	return settings.run + '/pulse/' + db.name + '-' + epoch;
}

function local_file(epoch) {
	return settings.run + '/' + db.name + '-' + epoch + '.local';
}

// 5 the log ---------------------------------------------------------------------------------------------------------
// One line a document: the document, TAB, LF. A line without the TAB or with a NUL is torn and counts for nothing.

function log_size() {
	db.log.seek(0, 2);
	return db.log.tell();
}

// Calls visit(line, start, after) for each line from an offset on, until it returns true. Returns the offset after the
// last LF. Read in blocks and split by LF: line functions stop at a NUL.
function each_line(offset, visit) {
	let rest = '', start = offset;
	while (true) {
		db.log.seek(offset);
		let block = db.log.read(BLOCK);
		if (!block) return start;
		let skipped = offset - start - length(rest), lines = split(rest + block, '\n');
		offset += length(block);
		rest = pop(lines);
		for (let line in lines) {
			let after = start + length(line) + 1 + skipped;
			if (visit(line, start, after)) return start;
			start = after;
			skipped = 0;
		}
		// Far longer than any document: torn. Of a hole of a megabyte only this much need be kept.
		if (length(rest) > BLOCK) rest = index(rest, '\0') < 0 ? ' ' : '\0';
	}
}

// The document of a line, or null when the line is torn.
function whole(line) {
	if (ord(line, -1) == TAB && ord(line) == 123 && index(line, '\0') < 0) return substr(line, 0, -1);
}

// The bytes before an offset, at most `size`.
function bytes_before(offset, size) {
	size = min(offset, size);
	db.log.seek(offset - size);
	return size ? db.log.read(size) ?? '' : '';
}

function follows_lf(offset) {
	return !offset || ord(bytes_before(offset, 1)) == LF;
}

// 6 the index -------------------------------------------------------------------------------------------------------
// In RAM, made from the log, so that no request has to read the log to its end:
//   BOOT EPOCH OFFSET COUNT HOLE   what it covers; EPOCH is "-" while a rebuild is under way; HOLE: see catch_up
//   the 40 bytes before OFFSET     they tell whether this is still the log it was made from
//   stations
//   STATION 1-57,60                the numbers that are there, as runs
//   (an empty line)
//   OFFSET STATION:LOW-HIGH …      a mark for each 64 KB of log: where they begin, which numbers lie in them; the one
//                                  that still grows is first

function new_index() {
	return { boot: boot_id(), epoch: '-', offset: 0, count: 0, runs: {}, marks: '' };
}

// Station, lowest and highest number of one entry of a mark.
function split_mark(entry) {
	let parts = split(entry, ':'), ends = split(parts[1], '-');
	return [ parts[0], int(ends[0]), int(ends[1]) ];
}

// The index as it was written, or null. Its first part is all that most requests need.
function load_index(all) {
	let text = (all ? fs.readfile(db.index) : fs.readfile(db.index, 512)) ?? '';
	let head = split(text, '\n', 2)[0], parts = split(head, ' ');
	if (length(parts) != 5) return null;
	let ix = { boot: parts[0], epoch: parts[1], offset: int(parts[2]), count: int(parts[3]) };
	if (parts[4] != '-') ix.hole = int(parts[4]);
	let size = min(ix.offset, 40);
	ix.before = substr(text, length(head) + 1, size);
	if (!all) return ix;
	let rest = substr(text, length(head) + size + 2 + length('stations\n')), gap = index('\n' + rest, '\n\n');
	ix.runs = {};
	for (let line in gap > 0 ? split(substr(rest, 0, gap - 1), '\n') : []) {
		parts = split(line, ' ');
		ix.runs[parts[0]] = parts[1];
	}
	rest = substr(rest, gap + 1);
	let mark = split(substr(rest, 0, index(rest, '\n')), ' ');
	ix.marks = substr(rest, index(rest, '\n') + 1);
	if (mark[0] != '') {
		ix.chunk = { start: int(shift(mark)), low: {}, high: {} };
		for (let entry in mark) {
			parts = split_mark(entry);
			ix.chunk.low[parts[0]] = parts[1];
			ix.chunk.high[parts[0]] = parts[2];
		}
	}
	return ix;
}

// The mark of the chunk that still grows.
function mark_of(chunk) {
	let line = '' + (chunk?.start ?? '');
	for (let station, low in chunk?.low ?? {}) line += ' ' + station + ':' + low + '-' + chunk.high[station];
	return line + '\n';
}

function save_index(ix) {
	let out = '';
	for (let station, runs in ix.runs) {
		if (type(runs) == 'object') {
			let texts = map(runs.low, (low, i) => runs.high[i] > low ? low + '-' + runs.high[i] : low);
			runs = join(',', texts);
		}
		out += station + ' ' + runs + '\n';
	}
	let head = join(' ', [ ix.boot, ix.epoch, ix.offset, ix.count, ix.hole ?? '-' ]);
	return write_whole(db.index, head + '\n' + bytes_before(ix.offset, 40) + '\nstations\n' + out + '\n' +
		mark_of(ix.chunk) + ix.marks);
}

// The runs of one station as two lists of numbers, read from their text when first asked for.
function runs_of(ix, station) {
	let runs = ix.runs[station];
	if (type(runs) == 'object') return runs;
	let lists = { low: [], high: [] };
	for (let run in runs ? split(runs, ',') : []) {
		let ends = split(run, '-');
		push(lists.low, int(ends[0]));
		push(lists.high, int(ends[1] ?? ends[0]));
	}
	ix.runs[station] = lists;
	return lists;
}

// The place of the first run that ends at n or later.
function find_run(runs, n) {
	let low = 0, high = length(runs.high);
	while (low < high) {
		let middle = (low + high) / 2;
		if (runs.high[middle] < n) low = middle + 1; else high = middle;
	}
	return low;
}

function is_known(ix, id) {
	let parts = split_id(id), runs = parts && ix.runs[parts[0]] ? runs_of(ix, parts[0]) : null;
	return runs && (runs.low[find_run(runs, parts[1])] ?? Infinity) <= parts[1];
}

// Enters a document that lies at an offset; false when its id is known.
function enter(ix, id, offset) {
	let parts = split_id(id), station = parts[0], n = parts[1];
	let runs = runs_of(ix, station), i = find_run(runs, n), low = runs.low[i];
	if (low != null && low <= n) return false;
	let joins = i > 0 && n - runs.high[i - 1] == 1;
	if (low != null && low - n == 1) {
		runs.low[i] = joins ? runs.low[i - 1] : n;
		if (joins) {
			splice(runs.low, i - 1, 1);
			splice(runs.high, i - 1, 1);
		}
	} else if (joins) {
		runs.high[i - 1] = n;
	} else {
		splice(runs.low, i, 0, n);
		splice(runs.high, i, 0, n);
	}
	ix.count++;
	if (!ix.chunk || offset - ix.chunk.start >= BLOCK) {
		if (ix.chunk) ix.marks += mark_of(ix.chunk);
		ix.chunk = { start: offset, low: {}, high: {} };
	}
	let chunk = ix.chunk;
	chunk.low[station] = min(n, chunk.low[station] ?? n);
	chunk.high[station] = max(n, chunk.high[station] ?? n);
	return true;
}

// A rebuild enters thousands of lines, nearly each of which goes on where the last run of its station ends, and each step
// is dear in ucode: such a line takes one comparison here. Begins at ix.offset, moves it, calls done() after each block,
// and stops before a line that is not as the tablets write them (torn, another order of members, escapes) and at the end.
function skim(ix, done) {
	let tails = {}, until = 0; // by what is before the dash: the run that may go on, how such a line begins
	let settle = (offset) => {
		for (let key, tail in tails) {
			ix.count += tail.n - 1 - tail.high[tail.last];
			tail.high[tail.last] = ix.chunk.high[tail.station] = tail.n - 1;
		}
		ix.offset = offset;
	};
	while (true) {
		db.log.seek(ix.offset);
		let text = db.log.read(BLOCK) ?? '', lines = split(text, '\n'), offset = ix.offset;
		pop(lines);
		if (!length(lines) || index(text, '\0') >= 0) return;
		for (let line in lines) {
			let key = split(line, '-', 2)[0], tail = tails[key];
			if (tail && index(line, tail.next) == 0 && offset < until && ord(line, -1) == TAB) {
				tail.next = key + '-' + ++tail.n + '"';
			} else {
				settle(offset);
				let id = split(line, '"', 5)[3], parts = split_id(id), chunk = ix.chunk;
				if (!parts || index(line, ID + id + '"') != 0 || ord(line, -1) != TAB) return;
				enter(ix, id, offset);
				if (ix.chunk != chunk) tails = {};
				until = ix.chunk.start + BLOCK;
				delete tails[key];
				let station = parts[0], n = parts[1], high = ix.runs[station].high, last = length(high) - 1;
				if (high[last] == n && ix.chunk.high[station] == n && n < 4294967296)
					tails[key] = { station, high, last, n: n + 1, next: key + '-' + (n + 1) + '"' };
			}
			offset += length(line) + 1;
		}
		settle(offset);
		done();
	}
}

// Where in the log the wanted ids are: { id: [ start, size ] }. Only chunks are read whose marks fit.
function locate(ix, ids) {
	let low = {}, high = {}, found = {}, left = length(ids);
	for (let id in ids) {
		let parts = split_id(id);
		low[parts[0]] = min(parts[1], low[parts[0]] ?? parts[1]);
		high[parts[0]] = max(parts[1], high[parts[0]] ?? parts[1]);
	}
	let lines = split(ix.marks + mark_of(ix.chunk), '\n');
	for (let i = 0; i < length(lines) - 1 && left; i++) {
		let mark = split(lines[i], ' '), fits = false;
		let stop = lines[i + 1] == '' ? ix.offset : int(lines[i + 1]);
		for (let k = 1; k < length(mark) && !fits; k++) {
			let parts = split_mark(mark[k]), station = parts[0];
			fits = low[station] && parts[1] <= high[station] && parts[2] >= low[station];
		}
		if (fits)
			each_line(int(mark[0]), (line, start) => {
				if (start >= stop || !left) return true;
				let text = whole(line), id = text && id_of(text);
				if (id && ids[id] && !found[id]) {
					found[id] = [ start, length(text) ];
					left--;
				}
			});
	}
	return found;
}

// 7 the life file ---------------------------------------------------------------------------------------------------
// A line "EPOCH OFFSET" on flash for each boot, and each time the log was cut or replaced: up to OFFSET what earlier
// epochs have handed out is still true.

function read_life() {
	let life = [];
	for (let line in split(fs.readfile(db.life) ?? '', '\n')) {
		let parts = split(line, ' ');
		if (length(parts) == 2 && only(WORD, parts[0]) && only(DIGITS, parts[1]) && length(parts[1]) < 16)
			push(life, { epoch: parts[0], offset: int(parts[1]) });
	}
	return life;
}

// Begins an epoch at an offset; nothing of it may be answered before this is on the flash. What lies behind a hole may
// have been handed out and is gone, so one that nobody gets to see begins there: no boot meets the same hole again.
function begin_epoch(hole, offset) {
	let epoch, text = (ord(fs.readfile(db.life) ?? '', -1) ?? LF) == LF ? '' : ' \n';
	let file = fs.open('/dev/urandom');
	for (let start in hole == null ? [ offset ] : [ hole, offset ]) {
		epoch = '';
		for (let i = 0; i < 8; i++) epoch += sprintf('%02x', ord(file.read(1)));
		text += epoch + ' ' + start + '\n';
	}
	file.close();
	if (!append(db.life, text)) full("The router's flash is full.");
	sync(db.life);
	return epoch;
}

// The offset that a `since` stands for; 400 when it is not true any more.
function read_since(since) {
	if (length(since) > 1 && substr(since, 0, 1) == '"' && substr(since, -1) == '"') since = substr(since, 1, -1);
	if (since == '0') return 0;
	let parts = split(since, '-'), offset = int(parts[0]);
	if (length(parts) == 2 && only(DIGITS, parts[0]) && length(parts[0]) < 16)
		for (let line in reverse(read_life())) {
			if (line.epoch == parts[1]) {
				if (offset <= log_size() && follows_lf(offset)) return offset;
				break;
			}
			if (offset > line.offset) break;
		}
	bad('This "since" is not true here (any more): begin again without it.');
}

// 8 the lock --------------------------------------------------------------------------------------------------------
// One lock file in RAM for all databases, never removed; the lock dies with its holder. Where ucode cannot lock (before
// 23.05.4) the script starts itself again under flock and hands over the checked lines through a pipe (nothing is
// left behind by a kill), their length first: half of them count for nothing.

function lock(payload) {
	if (request.locked) return;
	let run = settings.run;
	if (!is_file(run + '/pulse') || !is_file(settings.data)) system([ 'mkdir', '-p', run + '/pulse', settings.data ]);
	db.lock = fs.open(run + '/lock', 'a');
	if (db.lock?.lock) {
		if (!db.lock.lock('x')) die('no lock');
		request.locked = true;
		return;
	}
	let words = map([ run + '/lock', ARGV[1], sourcepath(), ARGV[0], ARGV[1] ], shell_word);
	let child = fs.popen('flock ' + join(' ', words) + ' locked || { cat >/dev/null; ' +
		"printf 'Status: 500 internal\\r\\nContent-Type: application/json\\r\\n\\r\\n%s\\n' " +
		'\'{"error":"internal","reason":"The lock failed: on the router, install busybox flock."}\'; }', 'w');
	child.write(length(payload) + '\n' + payload);
	child.close();
	exit(0);
}

// The logs there are, and their sizes together.
function all_logs() {
	let logs = { count: 0, size: 0 };
	for (let name in fs.lsdir(settings.data))
		if (substr(name, -4) == '.log') {
			logs.count++;
			logs.size += fs.stat(settings.data + '/' + name)?.size ?? 0;
		}
	return logs;
}

// 9 state of a database ---------------------------------------------------------------------------------------------

function is_name(name) {
	return length(name) <= 63 && only(LETTERS, substr(name, 0, 1)) && only(WORD + '_-', name);
}

function forget_epoch(epoch) {
	fs.unlink(pulse_file(epoch));
	fs.unlink(local_file(epoch));
}

// Takes away all that is left of a wiped database but its name. The index goes last: while it is there, this was
// not finished.
function erase() {
	let epoch = load_index(false)?.epoch, life = read_life();
	fs.unlink(db.path);
	fs.unlink(db.life);
	if (epoch) forget_epoch(epoch);
	if (length(life)) forget_epoch(life[length(life) - 1].epoch);
	fs.unlink(db.index);
}

function is_wiped() {
	if (!is_file(db.wiped)) return false;
	if (is_file(db.path) || is_file(db.life) || is_file(db.index)) {
		lock('');
		erase();
	}
	return true;
}

// Opens the log, or answers that there is none. To be called again after locking.
function find_database() {
	let valid = is_name(db.name); // looked at first: with a slash in it the paths would lead elsewhere
	if (valid && is_wiped())
		fail(404, 'wiped', 'An organizer wiped this database: erase your copy, or use another database.');
	db.log = valid ? fs.open(db.path) : null;
	if (!db.log) fail(404, 'not_found', 'There is no such database: check its name.');
}

// Whether the index was made in this boot and from this log.
function is_current(ix) {
	return ix && ix.boot == boot_id() && log_size() >= ix.offset &&
		bytes_before(ix.offset, 40) == ix.before;
}

// Whether the index covers every line, and the tablets have a pulse to poll.
function is_complete(ix) {
	let short = false;
	each_line(ix.offset, () => short = true);
	return !short && is_file(pulse_file(ix.epoch));
}

// Under the lock: enters the lines that the index lacks, begins an epoch when one is due, and lengthens the pulse. A
// power cut leaves NULs in what was not on the flash yet: HOLE is the first line with one since the last epoch began.
function catch_up() {
	let ix = load_index(true), life = read_life(), last = life[length(life) - 1], changed = false;
	if (!is_current(ix)) {
		let replaced = ix && ix.boot == boot_id() && log_size() >= ix.offset;
		ix = new_index();
		// A shorter log was cut, and what is left was handed out before. Of another log nobody knows from where on.
		if (replaced) ix.hole = 0;
	}
	let begin, saved = ix.offset, done = () => {
		changed = true;
		if (ix.offset - saved < MAX_PAGE) return;
		save_index(ix);
		saved = ix.offset;
	};
	while (begin != ix.offset) {
		skim(ix, done);
		begin = ix.offset;
		ix.offset = each_line(begin, (line, start, after) => {
			if (start - begin >= BLOCK) return true;
			let text = whole(line), id = text && id_of(text);
			if (id) enter(ix, id, start);
			if (ix.epoch == '-' && ix.hole == null && start >= (last?.offset ?? 0) && index(line, '\0') >= 0) ix.hole = start;
			ix.offset = after;
			done();
		});
	}
	if (ix.epoch == '-') {
		let size = log_size(), cut = size > ix.offset && ord(bytes_before(size, 1)) == 0;
		ix.epoch = begin_epoch(ix.hole ?? (cut ? ix.offset : null), cut ? size : ix.offset);
		ix.hole = null;
		if (last) forget_epoch(last.epoch);
		changed = true;
	}
	if (changed || !is_file(pulse_file(ix.epoch))) {
		append(pulse_file(ix.epoch), '.');
		save_index(ix);
	}
	return ix;
}

// The index for a request: `need` is 'epoch' (current is enough), 'lines' (it must cover every line) or 'all' (with its
// runs and marks). A reader takes the lock only where it must be written first.
function open_index(need) {
	if (!request.locked) {
		let ix = load_index(need == 'all');
		if (is_current(ix) && ix.epoch != '-' && (need == 'epoch' || is_complete(ix))) return ix;
		lock(request.body);
		find_database();
	}
	return catch_up();
}

// 10 reading --------------------------------------------------------------------------------------------------------

function percent_decode(text) {
	if (index(text, '%') < 0) return text;
	return replace(text, /%([0-9a-fA-F][0-9a-fA-F])/g, (all, digits) => chr(hex(digits)));
}

function parameters() {
	let out = {};
	for (let pair in split(request.query, '&')) {
		let equals = index(pair, '=');
		if (equals > 0) out[substr(pair, 0, equals)] = percent_decode(replace(substr(pair, equals + 1), '+', ' '));
	}
	return out;
}

function get_database() {
	let ix = open_index('lines');
	send(200, sprintf('{"db_name":"%s","doc_count":%d,"update_seq":"%d-%s","instance_start_time":"%s","barwrt":%J,' +
		'"pulse":"/pulse/%s-%s","boot":"%s","up":%s}', db.name, ix.count, ix.offset, ix.epoch, ix.epoch, settings.version,
		db.name, ix.epoch, ix.boot, uptime()));
}

function get_changes() {
	let query = parameters(), limit = query.limit ?? '1000';
	if ((query.feed ?? 'normal') != 'normal') bad('Only feed=normal is served: ask again after a while.');
	if (query.filter || query.descending == 'true') bad('Neither filter nor descending is served: leave it out.');
	if (!only(DIGITS, limit)) bad('"limit" must be a whole number.');
	limit = length(limit) < 5 ? min(int(limit), MAX_ROWS) : MAX_ROWS;
	let ix = open_index('epoch'), last = read_since(query.since ?? '0');
	let rows = 0, size = 200, pending = 0, docs = query.include_docs == 'true';
	send_head(200);
	print('{"results":[');
	let stop = each_line(last, (line, start, after) => {
		let text = whole(line), id = text && id_of(text);
		if (!id) return;
		let row = `${rows ? ',\n' : '\n'}{"seq":"${after}-${ix.epoch}","id":"${id}","changes":[{"rev":"1-0"}]` +
			(docs ? ',"doc":' + text : '') + '}';
		if (rows >= limit || size + length(row) > MAX_PAGE) return (pending = 1);
		print(row);
		rows++;
		size += length(row);
		last = after;
	});
	print('\n],"last_seq":"', pending ? last : stop, '-', ix.epoch, '","pending":', pending, '}\n');
}

function post_bulk_get() {
	let body = compact(request.body), wanted = [], ids = {};
	members_of(body, (fields) => {
		let id = string_of(body, fields.id), rev = string_of(body, fields.rev) ?? '1-0';
		if (id == null) bad('Each of "docs" needs an "id".');
		push(wanted, [ id, substr(body, fields.id[0], fields.id[1] - fields.id[0]), rev ]);
	});
	let ix = open_index('all');
	for (let want in wanted)
		if (want[2] == '1-0' && is_known(ix, want[0])) ids[want[0]] = true;
	let found = locate(ix, ids), end = parameters().revs == 'true' ? ',"_revisions":{"start":1,"ids":["0"]}}' : '}';
	send_head(200);
	print('{"results":[');
	for (let i, want in wanted) {
		let place = want[2] == '1-0' ? found[want[0]] : null;
		print(i ? ',\n' : '\n', '{"id":', want[1], ',"docs":[');
		if (place) {
			db.log.seek(place[0]);
			print('{"ok":', substr(db.log.read(place[1]), 0, -1), end, '}]}');
		} else {
			print('{"error":{"id":', want[1], ',"rev":', quote(want[2]), ',"error":"not_found","reason":"missing"}}]}');
		}
	}
	print('\n]}\n');
}

function post_revs_diff() {
	let body = compact(request.body), fields = members_of(body), ix = open_index('all'), out = [];
	for (let key, field in fields) {
		let known = is_known(ix, key), missing = [];
		if (substr(body, field[0], 1) != '[') bad('Each id needs an array of revisions like ["1-0"].');
		for (let rev in split(substr(body, field[0] + 1, field[1] - field[0] - 2), ',')) {
			if (rev == '') continue;
			if (substr(rev, 0, 1) != '"' || index(substr(rev, 1), '"') != length(rev) - 2)
				bad('Each id needs an array of revisions like ["1-0"].');
			if (!known || rev != '"1-0"') push(missing, rev);
		}
		if (length(missing))
			push(out, substr(body, field[2], field[0] - field[2]) + '{"missing":[' + join(',', missing) + ']}');
	}
	send(200, '{' + join(',', out) + '}');
}

// _local documents: one line each in a file in RAM, as they are answered. A document's line begins with this.
function local_start(id) {
	check_utf8(id);
	if (length(id) > 256 || index(id, '\0') >= 0) bad('This _local id cannot be used.');
	return '{"_id":' + quote('_local/' + id) + ',"_rev":"0-';
}

function local_lines(epoch) {
	return split(fs.readfile(local_file(epoch)) ?? '', '\n');
}

function get_local() {
	let start = local_start(request.id);
	for (let line in local_lines(open_index('epoch').epoch))
		if (substr(line, 0, length(start)) == start) return send(200, line);
	fail(404, 'not_found', 'There is no such _local document.');
}

// 11 writing --------------------------------------------------------------------------------------------------------

function put_local() {
	let body = compact(request.body), start = local_start(request.id), parts = '', rev = 1, out = '';
	for (let key, field in members_of(body)) {
		if (key in [ '_id', '_rev', '_revisions' ]) continue;
		if (substr(key, 0, 1) == '_') bad('The document has a field that begins with "_" and is not known here.');
		parts += ',' + substr(body, field[2], field[1] - field[2]);
	}
	lock(request.body);
	find_database();
	let epoch = catch_up().epoch;
	for (let line in local_lines(epoch)) {
		if (substr(line, 0, length(start)) == start)
			rev = int(substr(line, length(start))) + 1;
		else if (line != '')
			out += line + '\n';
	}
	out += start + rev + '"' + parts + '}\n';
	if (length(out) > MAX_BODY || !write_whole(local_file(epoch), out))
		full('There is no room for another _local document.');
	send(201, '{"ok":true,"id":' + quote('_local/' + request.id) + ',"rev":"0-' + rev + '"}');
}

// Keeps one address (of IPv6: one network) from filling the flash: RUN/shares has a line "ADDRESS UNTIL" for each that
// wrote lately; at UNTIL, seconds since boot, what it wrote is forgotten. With `rate BYTES SECONDS` so many bytes put it
// off by so many seconds; who has all of them before it waits. The last batch may go over it, or a large one never could.
function charge(bytes) {
	let rate = split(settings.rate ?? '', ' '), most = int(rate[0]), seconds = int(rate[1]);
	if (!(most > 0 && seconds > 0) || settings.organizer_key && request.role == 2) return;
	let address = join(':', slice(split(split(getenv('REMOTE_ADDR') ?? '', '::')[0], ':'), 0, 4));
	let path = settings.run + '/shares', others = '', now = +split(fs.readfile(settings.uptime, 64) ?? '0', ' ')[0];
	let mine = now;
	for (let line in split(fs.readfile(path) ?? '', '\n')) {
		let parts = split(line, ' ');
		if (!(+parts[1] > now)) continue;
		if (parts[0] == address) mine = +parts[1]; else others += line + '\n';
	}
	if (mine - now >= seconds)
		fail(429, 'too_many_requests', 'This address has written its share: send the rest later, or with the organizer key.');
	write_whole(path, others + address + sprintf(' %.3f\n', mine + 1.0 * bytes / most * seconds));
}

function post_bulk_docs() {
	let lines = split(request.body, '\n');
	if (!request.locked) {
		let body = compact(request.body);
		lines = [];
		let edits = members_of(body, (fields, at, end) => push(lines, stored_text(body, fields, at, end))).new_edits;
		if (!edits || substr(body, edits[0], edits[1] - edits[0]) != 'false') bad('The body needs "new_edits":false.');
		lock(join('\n', lines));
		find_database();
	}
	let ix = catch_up(), size = log_size(), torn = follows_lf(size) ? '' : ' \n';
	let out = [ torn ], offset = size + length(torn);
	for (let text in lines)
		if (text != '' && enter(ix, id_of(text), offset)) {
			push(out, text + '\t\n');
			offset += length(text) + 2;
		}
	if (length(out) > 1) {
		if (all_logs().size + offset - size > int(settings.limit)) full('The size limit for all logs is reached.');
		charge(offset - size);
		if (!append(db.path, join('', out))) full("The router's flash is full.");
		append(pulse_file(ix.epoch), '.');
		ix.offset = offset;
		save_index(ix);
	}
	send(201, '[]');
}

function post_ensure_full_commit() {
	let ix = open_index('epoch');
	sync(db.path);
	send(201, '{"ok":true,"instance_start_time":"' + ix.epoch + '"}');
}

function put_database() {
	if (!is_name(db.name)) bad('A database name is a-z, then up to 62 of a-z, 0-9, "_" and "-".');
	lock('');
	if (is_wiped()) fail(412, 'file_exists', 'A database of this name was wiped: take another name.');
	if (is_file(db.path)) fail(412, 'file_exists', 'A database of this name exists.');
	if (all_logs().count >= MAX_DATABASES) fail(507, 'full', 'There are 32 databases already: wipe one first.');
	fs.unlink(db.life);
	let ix = new_index();
	ix.epoch = begin_epoch(null, 0);
	append(db.path, '');
	db.log = fs.open(db.path);
	if (!db.log) full("The router's flash is full.");
	sync(db.path);
	append(pulse_file(ix.epoch), '.');
	save_index(ix);
	send(201, '{"ok":true}');
}

function post_wipe() {
	let body = compact(request.body), fields = members_of(body);
	let name = string_of(body, fields.db_name), epoch = string_of(body, fields.instance_start_time);
	if (name == null || epoch == null) bad('The body needs "db_name" and "instance_start_time", both strings.');
	lock(request.body);
	find_database();
	if (name != db.name || epoch != catch_up().epoch)
		fail(412, 'precondition_failed', 'This is not the database that was meant: look at it again before wiping.');
	if (!append(db.wiped, '')) full("The router's flash is full.");
	sync(db.wiped);
	erase();
	send(200, '{"ok":true}');
}

// 12 who may do what ------------------------------------------------------------------------------------------------

// path → method → [ handler, role ]: 1 the bar key, 2 the organizer key
const ROUTES = {
	'': { GET: [ get_database, 1 ], HEAD: [ get_database, 1 ], PUT: [ put_database, 2 ] },
	_changes: { GET: [ get_changes, 1 ] },
	_bulk_docs: { POST: [ post_bulk_docs, 1 ] },
	_bulk_get: { POST: [ post_bulk_get, 1 ] },
	_revs_diff: { POST: [ post_revs_diff, 1 ] },
	'_local/': { GET: [ get_local, 1 ], PUT: [ put_local, 1 ] },
	_ensure_full_commit: { POST: [ post_ensure_full_commit, 1 ] },
	_wipe: { POST: [ post_wipe, 2 ] },
};

// Compares in the same number of steps wherever the first difference is.
function same_key(given, key) {
	let differences = length(given) == length(key) ? 0 : 1;
	for (let i = 0; i < length(key); i++)
		if (ord(given, i) != ord(key, i)) differences++;
	return !differences;
}

// 2 with the organizer key or where no key is set, 1 with the bar key, 0 without a key, -1 with a wrong one.
function role_of(header) {
	if (!settings.bar_key && !settings.organizer_key) return 2;
	if (!header) return 0;
	let text = lc(substr(header, 0, 6)) == 'basic ' ? b64dec(substr(header, 6)) ?? '' : '';
	let colon = index(text, ':'), key = colon < 0 ? '' : substr(text, colon + 1);
	let bar = settings.bar_key && same_key(key, settings.bar_key);
	let organizer = settings.organizer_key && same_key(key, settings.organizer_key);
	return organizer ? 2 : bar ? 1 : -1;
}

// The whole body, before anything slow: a script that leaves it unread holds up the server.
function read_body() {
	let size = getenv('CONTENT_LENGTH') ?? '';
	size = only(DIGITS, size) && length(size) < 16 ? int(size) : request.method in [ 'POST', 'PUT' ] ? null : 0;
	if (request.locked) size = int(fs.stdin.read('line'));
	let most = request.locked ? size : min(size ?? MAX_BODY + 1, MAX_BODY + 1);
	request.body = most ? fs.stdin.read(most) ?? '' : '';
	if (request.locked && length(request.body) != size) exit(0); // whoever sent it is gone
	if (request.locked) return;
	request.cut = size != null && length(request.body) < most;
	request.too_large = length(request.body) > MAX_BODY;
	if (request.too_large) request.body = '';
	for (let i = 0; request.too_large && i < 64 && fs.stdin.read(BLOCK); i++); // up to 4 MB more
}

function read_request() {
	request.method = getenv('REQUEST_METHOD') ?? 'GET';
	request.locked = ARGV[2] == 'locked';
	read_body();
	read_settings(ARGV[0]);
	request.query = getenv('QUERY_STRING') ?? '';
	let path = split(split(split(getenv('REQUEST_URI') ?? '', '?', 2)[0], '#', 2)[0], '/cgi-bin/db', 2)[1];
	let parts = split(path ?? getenv('PATH_INFO') ?? '', '/', 3);
	db.name = percent_decode(parts[1] ?? '');
	request.path = parts[2] ?? '';
	if (substr(request.path, 0, 7) == '_local/' && length(request.path) > 7) {
		request.id = percent_decode(substr(request.path, 7));
		request.path = '_local/';
	} else if (request.path == '_local/') {
		request.path = '_local';
	}
	for (let origin in split(settings.origins ?? '', ' '))
		if (origin != '' && origin == getenv('HTTP_ORIGIN')) request.origin = origin;
	db.path = settings.data + '/' + db.name + '.log';
	db.life = settings.data + '/' + db.name + '.life';
	db.wiped = settings.data + '/' + db.name + '.wiped';
	db.index = settings.run + '/' + db.name + '.index';
}

function answer() {
	read_request();
	if (request.method == 'OPTIONS') return send_head(204);
	let methods = ROUTES[request.path], route = methods?.[request.method], role = role_of(getenv('HTTP_AUTHORIZATION'));
	request.role = role;
	let board = settings.board == '1' && request.id == 'board' && request.method == 'GET';
	if (role < (board && role == 0 ? 0 : route?.[1] ?? 1))
		fail(401, 'unauthorized',
			role == 1 ? 'This needs the organizer key.' : 'This needs a key: enter the one of this bar.');
	if (request.path != '' || request.method != 'PUT') find_database();
	if (!methods) fail(404, 'not_found', 'There is nothing at this path.');
	if (!route) {
		request.allow = join(', ', keys(methods));
		fail(405, 'method_not_allowed', 'This path takes ' + request.allow + ' only.');
	}
	if (request.too_large) fail(413, 'too_large', 'The body is over 262144 bytes: send smaller batches.');
	if (request.cut) bad('The body broke off: send it again.');
	route[0]();
}

try {
	answer();
} catch (e) {
	if (!request.failure) {
		warn('barwrt: ', e.message, '\n');
		request.failure = [ 500, 'internal', "A fault of the router's program: try again, and tell its makers." ];
	}
	let failure = request.failure;
	if (!request.answered) send(failure[0], sprintf('{"error":"%s","reason":%J}', failure[1], failure[2]));
}
