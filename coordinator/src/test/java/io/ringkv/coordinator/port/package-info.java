/** What a coordinator's core asks of the world beside its connections: the replicated log. */
@NullMarked
package io.ringkv.coordinator.port;

import org.jspecify.annotations.NullMarked;
