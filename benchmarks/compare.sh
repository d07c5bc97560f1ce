#!/bin/bash
# Sterna beside Debian's Postfix and Dovecot: starts both in folders of their own, drives both through the same scenarios in turns, prints the medians side by
# side as a Markdown table, ends what it has started and deletes the folders.
#   benchmarks/compare.sh [--rounds N] [--quick] [--only SCENARIO,...] [--big] [--format maildir|sdbox|mdbox]; all options: --help
#   benchmarks/compare.sh --before DIR ...    another checkout of Sterna instead of Postfix and Dovecot; needs neither root nor packages
# Needs root, as Postfix does, and the packages postfix, dovecot-imapd, dovecot-pop3d, dovecot-lmtpd and openssl; no running system service.
#   STERNA_COMMAND   what starts a node (default: sterna start of this checkout)
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)

need() { command -v "$1" >/dev/null || { echo "compare.sh: $1 is missing; apt-get install $2" >&2; exit 1; }; }

case " $* " in *" --help "* | *" -h "*) exec "$here/run" Comparison --help ;; esac
alone=
case " $* " in *" --before"[\ =]*) alone=yes ;; esac
PATH=$PATH:/usr/sbin:/sbin
if [ -z "$alone" ]; then
    need postfix postfix
    need dovecot dovecot-core
    need openssl openssl
    for program in imap pop3 lmtp; do need "/usr/lib/dovecot/$program" "dovecot-${program}d"; done
    [ "$(id -u)" = 0 ] || { echo "compare.sh: Postfix has to be started by root" >&2; exit 1; }
fi
ulimit -n 65000 2>/dev/null || ulimit -n "$(ulimit -Hn)"
# shellcheck disable=SC2086
exec "$here/run" Comparison "$@" ${STERNA_COMMAND:+-- $STERNA_COMMAND}
