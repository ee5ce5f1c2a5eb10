# shellcheck shell=bash
# A test host: one command with a process table, a network and mounts of its own, so that containers that it starts, their networks,
# their packet filter rules and their mounts end with it, however it ends. Only its control groups have to be removed.
# The folder $test_host is its state.

test_host_parts=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

# Prints why a test host cannot be started here; nothing when it can.
why_no_test_host() {
  [ "$(uname -s)" = Linux ] || echo "this is not Linux"
  [ "$(id -u)" -eq 0 ] || echo "only root may start it"
  command -v ip >/dev/null || echo "ip is not installed: install the Debian package iproute2"
  command -v iptables >/dev/null || echo "iptables is not installed: install the Debian package iptables"
  unshare --pid --fork --net --mount true 2>/dev/null || echo "this kernel, or what this runs in, gives no namespaces"
  [ -d /sys/fs/cgroup/memory ] || grep -qsw memory /sys/fs/cgroup/cgroup.controllers || echo "control groups cannot limit memory here"
}

# A number of two bytes for this folder: it is part of addresses and names, so that several test hosts can be up.
test_host_number() {
  cat "$test_host/number" 2>/dev/null || cksum <<<"$test_host" | awk '{ print $1 % 16000 }'
}

group_of_test_host() {
  echo "keelstream-$(test_host_number)"
}

# A network of two addresses in the range of RFC 2544, which is for tests: the first is this machine's, the second the test host's.
address_in_network() {
  local number
  number=$(($(test_host_number) * 4 + $1))
  echo "198.18.$((number / 256)).$((number % 256))"
}

address_of_machine() {
  address_in_network 1
}

address_of_test_host() {
  address_in_network 2
}

# Containers get groups below this one: in version 1 of control groups there is one in each hierarchy.
make_groups() {
  local group=/sys/fs/cgroup/$1 hierarchy
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    mkdir -p "$group"
    return
  fi
  for hierarchy in /sys/fs/cgroup/*/; do
    [ ! -e "$hierarchy/tasks" ] || mkdir -p "$hierarchy$1"
  done
  # All containers together would weigh as much as one process of this machine.
  echo 6144 >"/sys/fs/cgroup/cpu/$1/cpu.shares"
}

# start_test_host COMMAND...: what it writes is in $test_host/log.
start_test_host() {
  local link number deadline=$((SECONDS + 10))
  mkdir -p "$test_host"
  number=$(test_host_number)
  link=keel$number
  while ip link show "$link" >/dev/null 2>&1; do
    number=$(((number + 1) % 16000))
    link=keel$number
  done
  echo "$number" >"$test_host/number"
  make_groups "$(group_of_test_host)"
  rm -f "$test_host/network"
  mkfifo "$test_host/network"
  setsid unshare --fork --kill-child --pid --mount-proc --net --mount --propagation private \
    bash "$test_host_parts/test-host-init" "$test_host/" "$@" >"$test_host/log" 2>&1 </dev/null &
  echo $! >"$test_host/pid"
  disown
  until test_host_init >/dev/null; do
    [ "$SECONDS" -lt "$deadline" ] || die "the test host does not start: $(tail -n 5 "$test_host/log")"
    sleep 0.05
  done
  ip link add "$link" type veth peer name eth0 netns "$(test_host_init)"
  ip address add "$(address_of_machine)/30" dev "$link"
  ip link set "$link" up
  echo "$(address_of_test_host)/30 $(address_of_machine)" >"$test_host/network"
}

# The process id of `unshare`, if it is ours; the number alone may have been given to somebody else's process.
test_host_runs() {
  local pid
  pid=$(cat "$test_host/pid" 2>/dev/null) || return 1
  tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "test-host-init $test_host/" || return 1
  echo "$pid"
}

# The process id, on this machine, of the first process of the test host.
test_host_init() {
  local pid init
  pid=$(test_host_runs) || return 1
  init=$(tr -d ' ' <"/proc/$pid/task/$pid/children") || return 1
  [ -n "$init" ] && [ "$(readlink "/proc/$init/ns/net")" != "$(readlink /proc/self/ns/net)" ] || return 1
  echo "$init"
}

# run_on_test_host COMMAND...: in its network, with this machine's files and processes.
run_on_test_host() {
  local init
  init=$(test_host_init) || die "not up: $test_host"
  exec nsenter --target "$init" --net -- "$@"
}

# run_inside_test_host COMMAND...: in its network and with its mounts and processes.
run_inside_test_host() {
  local init
  init=$(test_host_init) || die "not up: $test_host"
  nsenter --target "$init" --net --mount --pid -- "$@"
}

# Ends it with everything that runs on it. Its first process takes all others with it, and they the network and the mounts.
stop_test_host() {
  local pid init tries=0
  [ -d "$test_host" ] || return 0
  if pid=$(test_host_runs); then
    init=$(test_host_init) || init=$pid
    kill -KILL "$init" 2>/dev/null || true
    while [ -e "/proc/$pid" ] && test_host_runs >/dev/null; do
      tries=$((tries + 1))
      [ "$tries" -lt 400 ] || die "the test host (process $pid) does not end"
      sleep 0.05
    done
  fi
  remove_groups
  rm -f "$test_host/pid" "$test_host/network"
}

# Control groups below the ones of this test host; a group whose last process is still ending is busy for a moment.
remove_groups() {
  local group tries folder
  group=$(group_of_test_host)
  for folder in /sys/fs/cgroup/"$group" /sys/fs/cgroup/*/"$group"; do
    [ -d "$folder" ] || continue
    for ((tries = 0; tries < 100; tries++)); do
      find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null
      [ -d "$folder" ] || break
      sleep 0.1
    done
  done
}

# watch_owner PID COMMAND...: runs the command when the process has ended, or the test host.
watch_owner() {
  # shellcheck disable=SC2016 # the inner shell expands them
  setsid bash -c 'while kill -0 "$1" 2>/dev/null && kill -0 "$2" 2>/dev/null; do sleep 1; done; shift 2; exec "$@"' \
    owner-watch "$1" "$(cat "$test_host/pid")" "${@:2}" >/dev/null 2>&1 </dev/null &
  disown
}
