/** The coordinator as a process: options, directory, wiring, stop. */
@NullMarked
package io.ringkv.coordinator.server;

import org.jspecify.annotations.NullMarked;
