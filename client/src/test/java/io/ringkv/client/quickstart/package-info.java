@NullMarked
package io.ringkv.client.quickstart;

import org.jspecify.annotations.NullMarked;
