/** What every metadata log keeps, for the tests of each: here and in the simulator. */
@NullMarked
package io.ringkv.coordinator.contract;

import org.jspecify.annotations.NullMarked;
