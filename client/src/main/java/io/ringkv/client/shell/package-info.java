/** Line editing for {@code kv} on a terminal; the only place that sees JLine. */
@NullMarked
package io.ringkv.client.shell;

import org.jspecify.annotations.NullMarked;
