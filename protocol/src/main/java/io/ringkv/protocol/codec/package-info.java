/**
 * Requests, replies and pushes as bytes: incremental decoders that take any fragment and hold no more than the limits
 * allow, and encoders whose output they read back exactly.
 */
@NullMarked
package io.ringkv.protocol.codec;

import org.jspecify.annotations.NullMarked;
