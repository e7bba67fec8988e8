/** The metadata log on Apache Ratis; the only place that knows that library. */
@NullMarked
package io.ringkv.coordinator.log;

import org.jspecify.annotations.NullMarked;
