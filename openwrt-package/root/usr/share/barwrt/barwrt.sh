# SPDX-License-Identifier: AGPL-3.0-or-later
# What the init script, the first-values script and the barwrt command share. For busybox ash.

SHARE=/usr/share/barwrt
WWW=$SHARE/www
RUN=/var/run/barwrt

say() {
	echo "BarWRT: $*" >&2
	logger -t barwrt "$*" 2>/dev/null
}

# One of the texts in packed.gz: lines after @NAME.
unpack() {
	zcat $SHARE/packed.gz | awk -v start="@$1" '/^@/ { on = $0 == start; next } on'
}

# LENGTH random characters of 31 that nobody mixes up when reading them aloud (no 0, 1, i, l, o): 4.95 bits each.
random() {
	head -c 1024 /dev/urandom | tr -dc 'a-hjkmnp-z2-9' | head -c "$1"
}

# A meeting's name. The digit at its end tells tablets that nobody chose it (docs/reliability.md, "A router that comes back empty").
random_meeting() {
	echo "bar-$(random 7)$(random 99 | tr -dc 0-9 | head -c 1)"
}

# 16 of them, 79 bits, in groups of four.
random_key() {
	random 16 | sed 's/..../&-/g; s/-$//'
}

# Half of the flash that is free, in KB, 4096 at most: the system needs room, and sysupgrade keeps its copy in RAM.
first_limit() {
	df -k /etc | awk '{ limit = int($(NF - 2) / 2) } END { print (limit > 4096 ? 4096 : limit < 128 ? 128 : limit) }'
}

first() {
	[ -z "$(uci -q get "barwrt.main.$1")" ] || return
	uci set "barwrt.main.$1=$2"
	news=1
}

# Sets what is missing in /etc/config/barwrt, and nothing else. A key that was deleted is drawn anew.
barwrt_defaults() {
	local news=''
	[ -e /etc/config/barwrt ] || (umask 077 && : >/etc/config/barwrt)
	uci -q get barwrt.main >/dev/null || uci set barwrt.main=barwrt
	first port 8409
	first bar_key "$(random_key)"
	first organizer_key "$(random_key)"
	first open_board 0
	first data /etc/barwrt
	first limit "$(first_limit)"
	first meeting "$(random_meeting)"
	first name bar.lan
	[ -z "$news" ] || uci commit barwrt
}

lan_interface() {
	uci -q get barwrt.main.interface || echo lan
}

# The router's own address for the tablets, as it is now.
lan_address() {
	local address
	. /lib/functions/network.sh
	network_flush_cache
	network_get_ipaddr address "$(lan_interface)" && echo "$address"
}
