@NullMarked
package io.ringkv.client;

import org.jspecify.annotations.NullMarked;
