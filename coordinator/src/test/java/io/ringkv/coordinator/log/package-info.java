/** The metadata log on Ratis. */
@NullMarked
package io.ringkv.coordinator.log;

import org.jspecify.annotations.NullMarked;
