package io.ringkv.simulation.check;

import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.view.Voter;

/**
 * A key's row on a disk.
 *
 * @param disk whose
 * @param synced it is there after a power cut as well
 */
public record StoredRow(Voter disk, int slot, byte[] key, Row row, boolean synced) {}
