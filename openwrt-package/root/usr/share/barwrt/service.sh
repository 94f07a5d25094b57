# SPDX-License-Identifier: AGPL-3.0-or-later
# What /etc/init.d/barwrt does, inside rc.common; packed, as it is needed at starts and reloads alone. Everything that the
# instance needs is made from /etc/config/barwrt. For busybox ash.

# ucode with its fs module, else Lua where the package has its shim; the settings may name one.
find_interpreter() {
	local wanted
	config_get wanted main interpreter
	if [ "$wanted" != lua ] && command -v ucode >/dev/null && [ -e /usr/lib/ucode/fs.so ]; then
		echo ucode
	elif [ "$wanted" != ucode ] && [ -L $SHARE/shim.lua ] && { command -v lua || command -v lua5.1; } >/dev/null; then
		echo lua
	else
		return 1
	fi
}

# What every request reads. Never without both keys: without them the database would be open. rate: so much may one
# address write at once, and again in an hour, so that nobody at the bar fills the flash unseen.
write_conf() {
	local bar_key organizer_key origin
	config_get bar_key main bar_key
	config_get organizer_key main organizer_key
	config_get origin main origin
	[ -n "$bar_key" ] && [ -n "$organizer_key" ] || return 1
	cat >$RUN/shim.conf.new <<-EOF
		interpreter $interpreter
		compiled $library
		data $data
		limit $((limit * 1024))
		rate $((rate * 1024)) 3600
		bar_key $bar_key
		organizer_key $organizer_key
		board $open_board
		origins $origin
		version $(cat $SHARE/version)
	EOF
	mv $RUN/shim.conf.new $RUN/shim.conf
}

# Only characters that mean nothing to JSON, to a security policy or to sed.
is_plain() {
	case "$1" in '' | *[!][A-Za-z0-9:/._~%-]*) return 1 ;; esac
}

# A further database. One with a key in it is refused: everybody may read /settings.json.
add_database() {
	local host="${1#http*://}"
	host="${host%%/*}"
	case "$1" in http://?* | https://?*) is_plain "$1" ;; *) false ;; esac || {
		say "The further database $1 is left out: give an http:// or https:// address without a key in it."
		return
	}
	databases="$databases${databases:+,}\"$1\""
	connect="$connect ${1%%://*}://$host"
}

# Writes standard input to a file unless that is what it holds already: flash wears.
keep() {
	cat >$RUN/keep.new
	cmp -s $RUN/keep.new "$1" || { cp $RUN/keep.new "$1.new" && chmod 644 "$1.new" && mv "$1.new" "$1"; }
	rm $RUN/keep.new
}

# /settings.json, which tells the app what router this is.
write_settings() {
	local address databases=''
	config_get address main address
	[ -z "$address" ] || is_plain "$address" || {
		say "The address $address is left out: give one like http://bar.lan:8409/"
		address=''
	}
	config_list_foreach main database add_database
	[ -n "$meeting" ] || {
		echo '{}' | keep $WWW/settings.json
		return
	}
	{
		printf '{"database":"%s"' "$meeting"
		[ -z "$address" ] || printf ',"address":"%s"' "$address"
		[ -z "$databases" ] || printf ',"databases":[%s]' "$databases"
		[ "$open_board" = 0 ] || printf ',"board":true'
		echo '}'
	} | keep $WWW/settings.json
}

# bar.lan: an entry in dnsmasq's settings, written only when the router's address has changed.
write_name() {
	local name address
	[ -x /etc/init.d/dnsmasq ] && [ -e /etc/config/dhcp ] || return 0
	config_get name main name bar.lan
	if [ "$name" = none ]; then
		uci -q delete dhcp.barwrt || return 0
	else
		address=$(lan_address) || return 0
		[ "$(uci -q get dhcp.barwrt.name) $(uci -q get dhcp.barwrt.ip)" != "$name $address" ] || return 0
		uci set dhcp.barwrt=domain
		uci set "dhcp.barwrt.name=$name"
		uci set "dhcp.barwrt.ip=$address"
	fi
	uci commit dhcp
	/etc/init.d/dnsmasq reload
}

# A directory on a stick must be there already: made without the stick it would fill the flash.
make_data() {
	case "$data" in
	/etc/?* | /tmp/?* | /var/?*) mkdir -p "$data" && chmod 700 "$data" ;;
	*) [ -d "$data" ] ;;
	esac || return 1
	# An empty log is a meeting without events; one that was wiped stays so.
	[ -z "$meeting" ] || [ -e "$data/$meeting.wiped" ] || [ -e "$data/$meeting.log" ] || : >"$data/$meeting.log"
}

# HTTPS, where the host put a certificate and uhttpd has TLS.
add_https() {
	local port cert key
	config_get port main https_port
	config_get cert main cert /etc/barwrt-https/leaf.crt
	config_get key main cert_key /etc/barwrt-https/leaf.key
	[ -n "$port" ] || return 0
	if [ ! -r "$cert" ] || [ ! -r "$key" ]; then
		say "HTTPS is off: there is no $cert with its key $key."
	elif [ ! -e /lib/libustream-ssl.so ] && [ ! -e /usr/lib/libustream-ssl.so ]; then
		say 'HTTPS is off: uhttpd has no TLS here. With internet, install libustream-mbedtls.'
	else
		procd_append_param command -s "$port" -C "$cert" -K "$key"
		procd_append_param file "$cert" "$key"
	fi
}

# A slip in a setting must not stop a bar that runs.
check_settings() {
	case "$port" in '' | *[!0-9]*)
		say "Port $port is no number, 8409 is used: uci set barwrt.main.port=8409"
		port=8409
		;;
	esac
	case "$limit" in '' | *[!0-9]*)
		say "Limit $limit is no number, 4096 (KB) is used: uci set barwrt.main.limit=4096"
		limit=4096
		;;
	esac
	case "$rate" in '' | *[!0-9]*)
		[ -z "$rate" ] || say "Rate $rate is no number, half of the limit is used: uci delete barwrt.main.rate"
		rate=$((limit / 2))
		;;
	esac
	case "$meeting" in '' | [!a-z]* | *[!a-z0-9_-]*)
		say "No meeting is set, for $meeting is no name (a letter, then letters, digits, - or _): barwrt new"
		meeting=''
		;;
	esac
}

# Compiles the shim into RAM, which spares each request most of its work. The interpreter may be another one tomorrow, and
# would not notice that the code is not its own: so what it made gets the time of its library, and the CGI entry takes the
# text when the two differ. Sets the library; empty where there is none to trust: then the text is what runs.
compile() {
	local new=$RUN/shim.new program=ucode
	case $interpreter in
	ucode) ucode -c -s -o $new $RUN/$shim ;;
	lua)
		program=lua
		command -v lua >/dev/null || program=lua5.1
		echo "local f = io.open('$new', 'wb') f:write(string.dump(loadfile('$RUN/$shim'))) f:close()" | $program -
		;;
	esac 2>/dev/null
	for library in /usr/lib/libucode.so* /usr/lib/liblua.so* "$(command -v $program)"; do
		case $library in *$interpreter*) [ ! -e "$library" ] || break ;; esac
	done
	# Tried once: whoever knows nothing yet says so, with a status.
	REQUEST_METHOD=OPTIONS $program $new '' $program </dev/null 2>/dev/null | grep -q ^Status: &&
		touch -r "$library" $new 2>/dev/null && mv $new $RUN/compiled.$interpreter || library=''
}

# Makes all that the instance reads, or says in one sentence what is missing.
prepare() {
	[ -x /usr/sbin/uhttpd ] || {
		say 'uhttpd is missing. With internet: opkg update; opkg install uhttpd (25.12 and later: apk add uhttpd)'
		return 1
	}
	interpreter=$(find_interpreter) || {
		say 'Neither ucode with its fs module nor Lua is here. With internet: opkg update; opkg install lua (25.12 and later: apk add ucode ucode-mod-fs)'
		return 1
	}
	make_data || {
		say "There is no directory $data for the data. Is the USB stick in? (uci set barwrt.main.data=/etc/barwrt)"
		return 1
	}
	mkdir -p $RUN/pulse && chmod 755 $RUN $RUN/pulse
	# Both shims are kept packed; the one that is used lies in RAM.
	case $interpreter in ucode) shim=shim.uc ;; lua) shim=shim.lua ;; esac
	unpack $shim >$RUN/shim.new && mv $RUN/shim.new $RUN/$shim
	compile
	(umask 077 && write_conf) || {
		say 'There are no keys, and none can be saved: is the flash full?'
		return 1
	}
	write_settings
	sed "s|@CONNECT@|$connect|" $SHARE/headers.json >$RUN/headers.json
	write_name
}

# The whole of it: what /etc/init.d/barwrt does at start and at reload.
serve() {
	local interpreter shim library port data limit rate meeting open_board connect=''
	barwrt_defaults
	config_load barwrt
	config_get port main port
	config_get data main data
	config_get limit main limit
	config_get rate main rate
	config_get meeting main meeting
	check_settings
	config_get_bool open_board main open_board 0
	prepare || return 1

	procd_open_instance
	# -t: whoever leaves in the middle of an upload holds one of uhttpd's three script places until then.
	procd_set_param command /usr/sbin/uhttpd -f -c /dev/null -h $WWW -H $RUN/headers.json -D -t 20 -p "$port"
	# When this file changes, procd starts uhttpd anew; all else is read for each request.
	procd_set_param file $RUN/headers.json
	add_https
	procd_set_param respawn
	procd_set_param stderr 1
	procd_close_instance
}
