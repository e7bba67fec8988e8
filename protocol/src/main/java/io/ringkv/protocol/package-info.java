/**
 * The wire protocol's words and values: verbs, options, errors, requests, replies, pushes, limits. Immutable, and free
 * of IO; their bytes are the business of {@code io.ringkv.protocol.codec}.
 */
@NullMarked
package io.ringkv.protocol;

import org.jspecify.annotations.NullMarked;
