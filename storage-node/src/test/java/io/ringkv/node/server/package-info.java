/** What a node checks before it starts. */
@NullMarked
package io.ringkv.node.server;

import org.jspecify.annotations.NullMarked;
