# Imitation of procd's shell functions: each service leaves /tmp/record/procd/NAME with the parameters of its one instance,
# a word a line, and /tmp/record/triggers/NAME. The tests start and stop the processes accordingly.
mkdir -p /tmp/record/procd /tmp/record/triggers

procd_open_service() {
	service=$1
	: >"/tmp/record/$service.new"
	: >"/tmp/record/triggers/$service"
}
procd_open_instance() { :; }
procd_set_param() {
	local type=$1
	shift
	echo "= $type"
	[ $# = 0 ] || printf '%s\n' "$@"
} >>"/tmp/record/$service.new"
procd_append_param() {
	local type=$1 word
	shift
	for word in "$@"; do
		# Behind the last word of that parameter.
		awk -v type="= $type" -v word="$word" '
			/^= / && open { print word; open = 0; done = 1 }
			{ print }
			$0 == type { open = 1 }
			END { if (open) print word; else if (!done) print type "\n" word }' \
			"/tmp/record/$service.new" >"/tmp/record/$service.more"
		mv "/tmp/record/$service.more" "/tmp/record/$service.new"
	done
}
procd_close_instance() { :; }
# Without an instance, what ran of the service ends: so does procd's "set".
procd_close_service() {
	service_triggers
	mv "/tmp/record/$service.new" "/tmp/record/procd/$service"
}
procd_kill() { rm -f "/tmp/record/procd/$1"; }
procd_add_reload_trigger() { echo "config $*" >>"/tmp/record/triggers/$service"; }
procd_add_reload_interface_trigger() { echo "interface $*" >>"/tmp/record/triggers/$service"; }
