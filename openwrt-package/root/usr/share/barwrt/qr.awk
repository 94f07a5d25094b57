# SPDX-License-Identifier: AGPL-3.0-or-later
# Draws each input line (ASCII, 106 characters at most) as a QR code for a terminal: ISO/IEC 18004, byte mode, level L,
# versions 1 to 5, whose codewords are one block. Any mask is valid; it is always mask 0. For busybox awk.

function dark(y, x, value) { module[y, x] = value; fixed[y, x] = 1 }

function square(y, x, radius, ring,   i, j, far) {
	for (i = -radius; i <= radius; i++) for (j = -radius; j <= radius; j++) {
		far = i < 0 ? -i : i
		if ((j < 0 ? -j : j) > far) far = j < 0 ? -j : j
		if (y + i >= 0 && y + i < size && x + j >= 0 && x + j < size)
			dark(y + i, x + j, far != ring && far != 4)
	}
}

# The product of two bytes in the field of 256 elements, by logarithms.
function times(a, b) { return a && b ? power[(log_of[a] + log_of[b]) % 255] : 0 }

BEGIN {
	for (i = 1; i < 128; i++) code[sprintf("%c", i)] = i
	for (i = 0; i < 255; i++) {
		power[i] = i ? power[i - 1] * 2 : 1
		if (power[i] > 255) power[i] = xor(power[i], 285)
		log_of[power[i]] = i
	}
	split("19 34 55 80 108", room)
	split("7 10 15 20 26", checks)
}

{
	n = length($0)
	for (version = 1; version <= 5 && n + 2 > room[version]; version++);
	if (version > 5) { print "(too long for a QR code here)"; next }
	size = 17 + 4 * version
	split("", module); split("", fixed); split("", check)

	# Mode and length are 12 bits, so every byte after them is cut in halves.
	held = 64 + int(n / 16); data[0] = held; held = n % 16
	for (i = 1; i <= n; i++) {
		byte = code[substr($0, i, 1)]
		data[i] = held * 16 + int(byte / 16); held = byte % 16
	}
	data[n + 1] = held * 16
	for (i = n + 2; i < room[version]; i++) data[i] = (i - n) % 2 ? 17 : 236

	# Reed-Solomon: the generator has its roots at the first powers of 2; then the remainder of a division.
	count = checks[version]
	for (i = 0; i < count; i++) generator[i] = 0
	generator[count - 1] = 1
	for (i = 0; i < count; i++) for (j = 0; j < count; j++)
		generator[j] = xor(times(generator[j], power[i]), j + 1 < count ? generator[j + 1] : 0)
	for (i = 0; i < room[version]; i++) {
		factor = xor(data[i], check[0])
		for (j = 0; j < count; j++)
			check[j] = xor(check[j + 1], times(generator[j], factor))
	}
	for (i = 0; i < count; i++) data[room[version] + i] = check[i]

	for (i = 0; i < size; i++) { dark(6, i, i % 2 == 0); dark(i, 6, i % 2 == 0) }
	square(3, 3, 4, 2); square(3, size - 4, 4, 2); square(size - 4, 3, 4, 2)
	if (version > 1) square(size - 7, size - 7, 2, 1)
	# Level L with mask 0, with its check bits, twice; and the module that is always dark.
	format = "111011111000100"
	for (i = 0; i < 15; i++) {
		bit = substr(format, 15 - i, 1) + 0
		if (i < 6) dark(i, 8, bit)
		else if (i < 8) dark(i + 1, 8, bit)
		else if (i == 8) dark(8, 7, bit)
		else dark(8, 14 - i, bit)
		if (i < 8) dark(8, size - 1 - i, bit)
		else dark(size - 15 + i, 8, bit)
	}
	dark(size - 8, 8, 1)

	# The bits go in pairs of columns from the right, up and down in turn, around what is fixed.
	at = 0; total = 8 * (room[version] + count)
	for (right = size - 1; right > 0; right -= 2) {
		if (right == 6) right = 5
		for (i = 0; i < size; i++) for (j = 0; j < 2; j++) {
			x = right - j
			y = (right + 1) % 4 < 2 ? size - 1 - i : i
			if (fixed[y, x]) continue
			bit = at < total ? and(rshift(data[int(at / 8)], 7 - at % 8), 1) : 0
			module[y, x] = (x + y) % 2 ? bit : 1 - bit
			at++
		}
	}

	# Two rows a line; light is what is drawn, in colours of its own, with a rim of four.
	for (y = -4; y < size + 4; y += 2) {
		line = "\033[97;40m"
		for (x = -4; x < size + 4; x++)
			line = line (module[y, x] ? (module[y + 1, x] ? " " : "▄") : (module[y + 1, x] ? "▀" : "█"))
		print line "\033[0m"
	}
}
