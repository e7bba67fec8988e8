/** The client's decisions: where a request goes, when it is repeated, and what its outcome is. No clock, no IO. */
@NullMarked
package io.ringkv.client.core;

import org.jspecify.annotations.NullMarked;
