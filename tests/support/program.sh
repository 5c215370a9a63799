#!/bin/sh
# What a test has written: Deno lets no process write a program that it may start
exec sh "$(dirname "$0")/../../data/test_program" "$@"
