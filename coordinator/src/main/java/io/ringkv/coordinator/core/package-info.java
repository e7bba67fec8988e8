/** The metadata of a cluster, without IO: decisions are records in a log, and replaying records is all that changes state. */
@NullMarked
package io.ringkv.coordinator.core;

import org.jspecify.annotations.NullMarked;
