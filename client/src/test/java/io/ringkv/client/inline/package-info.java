@NullMarked
package io.ringkv.client.inline;

import org.jspecify.annotations.NullMarked;
