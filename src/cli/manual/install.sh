#!/bin/sh
# usage: install.sh FILE PLACE
install -D -m 644 "$1" "${DESTDIR:-}$2"
