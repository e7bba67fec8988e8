/** Versions, rows and replicated records: the bytes that travel from a primary to its replicas and their disks. */
@NullMarked
package io.ringkv.protocol.record;

import org.jspecify.annotations.NullMarked;
