/** A cluster on one machine: its processes in the background, their files in one directory, a demonstration. */
@NullMarked
package io.ringkv.client.quickstart;

import org.jspecify.annotations.NullMarked;
