/** The {@code kv} command: one class for each subcommand, and what they share: streams, output, exit codes. */
@NullMarked
package io.ringkv.client.command;

import org.jspecify.annotations.NullMarked;
