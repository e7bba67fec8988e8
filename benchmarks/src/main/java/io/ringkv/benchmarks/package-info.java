/** Load over raw sockets, the same for RingKV and for a peer, and the comparison of the two in one run. */
@NullMarked
package io.ringkv.benchmarks;

import org.jspecify.annotations.NullMarked;
