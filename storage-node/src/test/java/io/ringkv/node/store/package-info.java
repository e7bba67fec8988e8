/** The stores against one contract, and against files that were damaged on purpose. */
@NullMarked
package io.ringkv.node.store;

import org.jspecify.annotations.NullMarked;
