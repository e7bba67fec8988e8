@NullMarked
package io.ringkv.client.command;

import org.jspecify.annotations.NullMarked;
