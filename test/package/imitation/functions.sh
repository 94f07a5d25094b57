# Imitation of /lib/functions.sh: UCI's shell interface, and what opkg and apk call around an installation.

config_load() {
	eval "$(uci flat "$1" | awk '
		function word(s) { gsub(/'\''/, "'\''\\'\'''\''", s); return "'\''" s "'\''" }
		{
			at = index($0, "="); name = substr($0, 1, at - 1); value = substr($0, at + 1)
			if (split(name, part, ".") < 2) next
			key = "CONFIG_" part[1] "_" part[2]
			if (sub(/\+$/, "", key)) {
				n[key]++; all[key] = all[key] (n[key] > 1 ? " " : "") value
				print key "_ITEM" n[key] "=" word(value) "; " key "_LENGTH=" n[key] "; " key "=" word(all[key])
			} else print key "=" word(value)
		}')"
}

config_get() {
	eval "$1=\${CONFIG_$2_$3:-\$4}"
}

config_get_bool() {
	local read
	config_get read "$2" "$3" "$4"
	case "$read" in
	1 | on | true | yes | enabled) read=1 ;;
	0 | off | false | no | disabled) read=0 ;;
	*) read=$4 ;;
	esac
	eval "$1=$read"
}

config_list_foreach() {
	local section=$1 option=$2 call=$3 n=1 length item
	config_get length "$section" "${option}_LENGTH" 0
	while [ $n -le $length ]; do
		config_get item "$section" "${option}_ITEM$n"
		$call "$item"
		n=$((n + 1))
	done
}

installed_list() {
	local list
	for list in "/usr/lib/opkg/info/$1.list" "/lib/apk/packages/$1.list"; do
		[ ! -f "$list" ] || cat "$list"
	done
}

add_group_and_user() { :; }

default_postinst() {
	local file
	[ -n "$pkgname" ] || local pkgname="$(basename "${1%.*}")"
	for file in $(installed_list "$pkgname" | grep '^/etc/uci-defaults/'); do
		( [ -f "$file" ] && cd /etc/uci-defaults && . "$file" ) && rm -f "$file"
	done
	uci commit
	for file in $(installed_list "$pkgname" | grep '^/etc/init.d/'); do
		[ "$PKG_UPGRADE" = 1 ] || "$file" enable
		"$file" start
	done
	return 0
}

default_prerm() {
	local file
	[ -n "$pkgname" ] || local pkgname="$(basename "${1%.*}")"
	for file in $(installed_list "$pkgname" | grep '^/etc/init.d/'); do
		[ "$PKG_UPGRADE" = 1 ] || "$file" disable
		"$file" stop
	done
	return 0
}
