/** A client of a cluster: {@link io.ringkv.client.RingKvClient} and the values that it takes and gives. */
@NullMarked
package io.ringkv.client;

import org.jspecify.annotations.NullMarked;
