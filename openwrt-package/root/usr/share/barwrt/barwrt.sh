# SPDX-License-Identifier: AGPL-3.0-or-later
# What the init script, the first-values script and the barwrt command share. For busybox ash.

SHARE=/usr/share/barwrt
WWW=$SHARE/www
RUN=/var/run/barwrt

say() {
	echo "BarWRT: $*" >&2
	logger -t barwrt "$*" 2>/dev/null
}

# LENGTH random characters of 31 that nobody mixes up when reading them aloud (no 0, 1, i, l, o): 4.95 bits each.
random() {
	head -c 1024 /dev/urandom | tr -dc 'a-hjkmnp-z2-9' | head -c "$1"
}

# 16 of them, 79 bits, in groups of four.
random_key() {
	random 16 | sed 's/..../&-/g; s/-$//'
}

# Half of the flash that is free, in KB, 4096 at most: the system needs room, and sysupgrade keeps its copy in RAM.
first_limit() {
	df -k /etc 2>/dev/null | awk '{ free = $(NF - 2) } END {
		limit = int(free / 2); print limit > 4096 ? 4096 : limit < 128 ? 128 : limit }'
}

first() {
	[ -n "$(uci -q get "barwrt.main.$1")" ] || uci set "barwrt.main.$1=$2"
}

# Sets what is missing in /etc/config/barwrt, and nothing else.
barwrt_defaults() {
	[ -e /etc/config/barwrt ] || (umask 077; : >/etc/config/barwrt)
	uci -q get barwrt.main >/dev/null || uci set barwrt.main=barwrt
	first port 8409
	first bar_key "$(random_key)"
	first organizer_key "$(random_key)"
	first open_board 0
	first data /etc/barwrt
	first limit "$(first_limit)"
	first meeting "bar-$(random 8)"
	first name bar.lan
	[ -z "$(uci -q changes barwrt)" ] || uci commit barwrt
}

# The router's own address for the tablets: of the interface in the settings.
lan_address() {
	local address
	. /lib/functions/network.sh
	network_flush_cache
	network_get_ipaddr address "$(uci -q get barwrt.main.interface || echo lan)" && echo "$address"
}

# The interpreter that is here: ucode with its fs module, else Lua; the settings may name one.
find_interpreter() {
	local wanted
	wanted=$(uci -q get barwrt.main.interpreter)
	[ "$wanted" != lua ] && command -v ucode >/dev/null && [ -e /usr/lib/ucode/fs.so ] && echo ucode && return
	[ "$wanted" != ucode ] && { command -v lua || command -v lua5.1; } >/dev/null && echo lua && return
	return 1
}

# Writes standard input to a file unless that is what it holds already: flash wears.
keep() {
	local new="$1.new"
	cat >"$new" || return 1
	if cmp -s "$new" "$1"; then rm "$new"; else mv "$new" "$1"; fi
}
