@NullMarked
package io.ringkv.client.core;

import org.jspecify.annotations.NullMarked;
