/** What every metadata log keeps, and the one on Ratis. */
@NullMarked
package io.ringkv.coordinator.log;

import org.jspecify.annotations.NullMarked;
