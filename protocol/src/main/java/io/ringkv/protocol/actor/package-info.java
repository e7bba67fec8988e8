/** The seam between a deterministic process and the world: inputs, effects, nothing else. */
@NullMarked
package io.ringkv.protocol.actor;

import org.jspecify.annotations.NullMarked;
