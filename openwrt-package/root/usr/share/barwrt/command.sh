# SPDX-License-Identifier: AGPL-3.0-or-later
# What the command /usr/bin/barwrt does; packed, as it is needed rarely. For busybox ash.

setting() {
	uci -q get "barwrt.main.$1"
}

# The addresses that tablets can use: the one of the settings, or the router's name and number.
addresses() {
	local address name port
	address=$(setting address)
	name=$(setting name)
	port=$(setting port)
	[ -z "$address" ] || { echo "${address%/}/"; return; }
	[ "${name:-none}" = none ] || echo "http://$name:$port/"
	address=$(lan_address) && echo "http://$address:$port/"
}

# Percent-encodes what means something in an address.
encode() {
	printf %s "$1" | hexdump -v -e '1/1 "%02x\n"' | awk '
		BEGIN { for (i = 33; i < 127; i++) if ((c = sprintf("%c", i)) ~ /[A-Za-z0-9._~-]/) plain[sprintf("%02x", i)] = c }
		{ printf "%s", $0 in plain ? plain[$0] : "%" toupper($0) }'
}

# A key as text and as a code that opens the app with it. One at a time: so it stands whole on a terminal of 24 lines, and
# who scans the bar's does not see the organizers'.
key() {
	local key
	key=$(setting "$1_key")
	echo "Scan it with a tablet, or open $(addresses | awk '{ printf "%s%s", sep, $0; sep = " or " }')"
	echo "$(addresses | head -n 1)#k=$(encode "$key")$3" | awk "$(unpack qr.awk)"
	echo "$2: $key"
}

status() {
	local data meeting log used ended=0
	data=$(setting data)
	meeting=$(setting meeting)
	log=$data/$meeting.log
	echo "version    $(cat $SHARE/version), run by $(sed -n 's/^interpreter //p' $RUN/shim.conf 2>/dev/null)"
	if wget -q -O /dev/null "http://127.0.0.1:$(setting port)/settings.json" 2>/dev/null; then
		echo 'service    answers'
	else
		echo 'service    DOES NOT ANSWER: service barwrt restart; logread -e barwrt; logread -e uhttpd'
		ended=1
	fi
	addresses | sed 's/^/address    /'
	if [ -e "$log" ]; then
		echo "meeting    $meeting, $(wc -l <"$log") events"
	else
		echo "meeting    $meeting: NOT THERE (wiped, or the stick is not in)"
	fi
	used=$(cat "$data"/*.log 2>/dev/null | wc -c)
	echo "data       $data, $(((used + 1023) / 1024)) of $(setting limit) KB used, $(df -k "$data" 2>/dev/null | awk '{ free = $(NF - 2) } END { print free + 0 }') KB free there"
	return $ended
}

# A new, empty database for the next meeting. The old ones stay until an organizer wipes them.
new() {
	uci set "barwrt.main.meeting=$(random_meeting)"
	uci commit barwrt
	/etc/init.d/barwrt reload
	echo "The meeting is now $(setting meeting). Tablets change to it when they are opened anew."
}

case "$*" in
key | keys)
	key bar 'Bar key, for the tablets at the bar'
	echo 'The organizers’ key: barwrt key organizer'
	;;
'key organizer')
	key organizer 'Organizer key, for those who plan, and may wipe a meeting' "&b=$(encode "$(setting bar_key)")"
	;;
status | new) "$1" ;;
*)
	echo 'barwrt key             shows the address and the bar key, as text and as a QR code'
	echo 'barwrt key organizer   shows the organizer key so'
	echo 'barwrt status          shows whether the bar answers, and how full it is'
	echo 'barwrt new             begins a new meeting; the old data stay'
	[ -z "$1" ]
	;;
esac
