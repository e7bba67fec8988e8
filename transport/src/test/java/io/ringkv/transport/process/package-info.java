@NullMarked
package io.ringkv.transport.process;

import org.jspecify.annotations.NullMarked;
