/** The network of a client without threads of its own: few classes, so that a single command starts fast. */
@NullMarked
package io.ringkv.client.inline;

import org.jspecify.annotations.NullMarked;
