@NullMarked
package io.ringkv.client.shell;

import org.jspecify.annotations.NullMarked;
