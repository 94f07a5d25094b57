#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Makes a small certificate authority and a certificate for one router with it, on a computer and never on the router:
# whoever gets the router gets no key that tablets trust for anything else. docs/https.md says how tablets come to trust it.
set -eu

usage() {
	cat <<-EOF
		usage: sh build/https-ca.sh [-d DIR] [-i root@ROUTER [-p PORT]] NAME [ADDRESS]

		Makes DIR/ca.crt (for the tablets) and DIR/leaf.crt with DIR/leaf.key (for the router, NAME and its IPv4 ADDRESS).
		A second run keeps the authority and renews the leaf, which is good for 825 days at most.

		  -d DIR           where to (barwrt-https)
		  -i root@ROUTER   puts the leaf on the router by ssh and turns HTTPS on
		  -p PORT          its port there (8443)
	EOF
	exit 2
}

dir=barwrt-https router='' port=8443
while getopts d:i:p: option; do
	case $option in
	d) dir=$OPTARG ;;
	i) router=$OPTARG ;;
	p) port=$OPTARG ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
[ $# = 1 ] || [ $# = 2 ] || usage
name=$1 address=${2:-}
case "$name" in *[!A-Za-z0-9.-]* | .* | -*) usage ;; esac
case "$address" in *[!0-9.]*) usage ;; esac
command -v openssl >/dev/null || { echo 'This needs openssl.' >&2; exit 1; }

umask 077
mkdir -p "$dir"
work=$(mktemp -d "$dir/.new.XXXXXX")
trap 'rm -rf "$work"' EXIT

new_key() {
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null
}

# The authority: for servers, and for this name and address alone, whatever becomes of its key. The constraint is not
# marked critical, for an old tablet that does not know it would refuse the certificate; who knows it obeys it all the same.
if [ ! -e "$dir/ca.key" ]; then
	if [ -n "$address" ]; then
		addresses="permitted;IP:$address/255.255.255.255"
	else
		addresses='excluded;IP:0.0.0.0/0.0.0.0, excluded;IP:0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0'
	fi
	cat >"$work/ca.conf" <<-EOF
		[req]
		prompt = no
		distinguished_name = subject
		x509_extensions = extensions
		[subject]
		CN = BarWRT $name
		[extensions]
		basicConstraints = critical, CA:true, pathlen:0
		keyUsage = critical, keyCertSign, cRLSign
		extendedKeyUsage = serverAuth
		subjectKeyIdentifier = hash
		nameConstraints = permitted;DNS:$name, $addresses
	EOF
	new_key "$work/ca.key"
	openssl req -x509 -new -sha256 -days 3650 -key "$work/ca.key" -config "$work/ca.conf" -out "$work/ca.crt"
	mv "$work/ca.crt" "$work/ca.key" "$dir/"
fi

# The leaf. 825 days is the most that Apple takes; a day less, for a clock that is behind.
cat >"$work/leaf.conf" <<-EOF
	[req]
	prompt = no
	distinguished_name = subject
	[subject]
	CN = $name
	[extensions]
	basicConstraints = critical, CA:false
	keyUsage = critical, digitalSignature
	extendedKeyUsage = serverAuth
	subjectKeyIdentifier = hash
	authorityKeyIdentifier = keyid
	subjectAltName = DNS:$name${address:+, IP:$address}
EOF
new_key "$work/leaf.key"
openssl req -new -sha256 -key "$work/leaf.key" -config "$work/leaf.conf" -out "$work/leaf.csr"
openssl x509 -req -sha256 -days 824 -in "$work/leaf.csr" -CA "$dir/ca.crt" -CAkey "$dir/ca.key" \
	-set_serial "0x$(openssl rand -hex 16 | sed 's/^./4/')" -extfile "$work/leaf.conf" -extensions extensions \
	-out "$work/leaf.crt" 2>/dev/null
openssl verify -CAfile "$dir/ca.crt" -purpose sslserver -verify_hostname "$name" "$work/leaf.crt" >/dev/null || {
	echo "The authority in $dir is for another name or address: take another directory (-d)." >&2
	exit 1
}
mv "$work/leaf.crt" "$work/leaf.key" "$dir/"
chmod 644 "$dir/ca.crt" "$dir/leaf.crt"
echo "$dir/ca.crt    for the tablets: docs/https.md"
echo "$dir/leaf.crt  and leaf.key for the router; good until $(openssl x509 -enddate -noout -in "$dir/leaf.crt" | sed 's/.*=//')"
echo "$dir/ca.key    keep it off the router, or remove it when no other leaf is needed"

[ -n "$router" ] || exit 0
tar -C "$dir" -cf - leaf.crt leaf.key | ssh "$router" "
	umask 077 && mkdir -p /etc/barwrt-https && tar -C /etc/barwrt-https -xf - &&
	uci set barwrt.main.https_port=$port && uci commit barwrt && /etc/init.d/barwrt reload"
echo "https://$name:$port/ is on, unless the router said otherwise."
